/**
 * What runs in the page: each function stands by its source text alone. The page is known by its roles and names, so that the
 * same bench measures every version. Times are milliseconds from the input to the frame that shows its whole effect.
 */

/**
 * Runs before anything of the page: notes when the list shows its first conversation, and counts the bytes that come over the
 * page's WebSockets until it is asked for them.
 */
export const watchStart = (): void => {
  const seen = { bytes: 0, isAsked: false, listAt: null as number | null };
  Object.assign(globalThis, { scaleBench: seen });
  const Plain = globalThis.WebSocket;
  const encoder = new TextEncoder();
  globalThis.WebSocket = class extends Plain {
    constructor(...given: ConstructorParameters<typeof Plain>) {
      super(...given);
      this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (!seen.isAsked && typeof data === 'string') seen.bytes += encoder.encode(data).length;
      });
    }
  };
  const look = (): void => {
    if (document.querySelector('[role=listbox] [role=option][data-buyer]') === null) {
      requestAnimationFrame(look);
      return;
    }
    const after = new MessageChannel();
    after.port1.addEventListener('message', () => {
      seen.listAt = performance.timeOrigin + performance.now();
    });
    after.port1.start();
    after.port2.postMessage(null);
  };
  requestAnimationFrame(look);
};

type SeenAtStart = { bytes: number; isAsked: boolean; listAt: number | null };

/** Ends the counting: what is measured later does not pay for it. */
export const receivedBytes = (): number => {
  const seen = (globalThis as unknown as { scaleBench: SeenAtStart }).scaleBench;
  seen.isAsked = true;
  return seen.bytes;
};

/** When the list showed its first conversation, in epoch milliseconds; null while it does not. */
export const listShownAt = (): number | null =>
  (globalThis as unknown as { scaleBench?: SeenAtStart }).scaleBench?.listAt ?? null;

/** Opens the first conversation, and whether it shows its messages: only then can the agent work. */
export const hasOpened = (): boolean => {
  if (document.querySelector('[role=log] [role=article], [role=log] article') !== null) return true;
  document.querySelector<HTMLElement>('[role=listbox] [role=option][data-buyer]')?.click();
  return false;
};

export const isConnected = (): boolean =>
  document.querySelector('body')?.textContent.includes('已连接') ?? false;

export type Visits = {
  readonly tabs: readonly number[];
  readonly opens: readonly number[];
  /** Of a row further down, which the page could not foresee. */
  readonly others: readonly number[];
  /** One word changed, and nothing else: what a frame takes on this machine. */
  readonly frames: readonly number[];
};

/** Goes through so many shop tabs, and opens the first conversation of each and one further down. */
export const visitShops = async (most: number): Promise<Visits> => {
  const painted = (is: () => boolean): Promise<number> =>
    new Promise((resolve, reject) => {
      const giveUpAt = performance.now() + 20_000;
      const look = (): void => {
        if (performance.now() > giveUpAt) reject(new Error('not shown within 20 s'));
        else if (is()) {
          const after = new MessageChannel();
          after.port1.addEventListener('message', () => resolve(performance.now()));
          after.port1.start();
          after.port2.postMessage(null);
        } else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  const rest = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 120));
  const rows = (): readonly HTMLElement[] =>
    Array.from(document.querySelectorAll<HTMLElement>('[role=listbox] [role=option][data-buyer]'));
  const messages = (): readonly HTMLElement[] =>
    Array.from(
      document.querySelectorAll<HTMLElement>('[role=log] [role=article], [role=log] article'),
    );
  const tabs = Array.from(
    document.querySelectorAll<HTMLElement>('[role=tablist][aria-label="店铺"] [role=tab]'),
  );
  const word = document.createElement('span');
  document.body.append(word);
  word.style.cssText = 'position:fixed;top:0;left:0';
  const seen = { tabs: [], opens: [], others: [], frames: [] } as {
    [Name in keyof Visits]: number[];
  };
  const open = async (row: HTMLElement | undefined): Promise<number | null> => {
    if (row === undefined || row.ariaSelected === 'true') return null;
    for (const old of messages()) old.dataset['benchOld'] = '';
    const clickedAt = performance.now();
    row.click();
    const openedAt = await painted(() => {
      const all = messages();
      return all.length > 0 && all.every((one) => one.dataset['benchOld'] === undefined);
    });
    await rest();
    return openedAt - clickedAt;
  };
  for (const tab of tabs.slice(1, most + 1)) {
    const changedAt = performance.now();
    word.textContent = `${changedAt}`;
    seen.frames.push((await painted(() => true)) - changedAt);
    await rest();
    const before = rows()[0]?.dataset['shop'];
    const pressedAt = performance.now();
    tab.click();
    const shownAt = await painted(() => {
      const shops = new Set(rows().map((row) => row.dataset['shop']));
      const isOther = tabs.length <= 2 || !shops.has(before) || seen.tabs.length === 0;
      return tab.ariaSelected === 'true' && shops.size === 1 && isOther;
    });
    seen.tabs.push(shownAt - pressedAt);
    await rest();
    const first = await open(rows()[0]);
    if (first !== null) seen.opens.push(first);
    const other = await open(rows()[3]);
    if (other !== null) seen.others.push(other);
  }
  word.remove();
  tabs[0]?.click();
  return seen;
};

export type Found = { readonly tookMs: number; readonly text: string };

/**
 * Puts a query into the search and waits until its results have not changed for half a second: the time is that of their last
 * change, however many steps they came in. Then empties the box.
 */
export const searchFor = async (query: string): Promise<Found> => {
  const box = document.querySelector<HTMLInputElement>('[role=searchbox][aria-label="搜索"]');
  if (box === null) throw new Error('no search box');
  const write = (text: string): void => {
    // Past React's own setter, so that it hears of the change.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, text);
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const quiet = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));
  const results = (): Element | null => {
    const id = box.getAttribute('aria-controls');
    return id === null ? null : document.getElementById(id);
  };
  box.focus();
  await quiet(60);
  const beganAt = performance.now();
  let changedAt = beganAt;
  let isWaiting = false;
  const watch = new MutationObserver((records) => {
    const list = results();
    const isOurs = records.some(
      ({ target, addedNodes }) =>
        list?.contains(target) === true ||
        Array.from(addedNodes).some((node) => list !== null && node.contains(list)),
    );
    if (!isOurs || isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.addEventListener('message', () => {
        isWaiting = false;
        changedAt = performance.now();
      });
      after.port1.start();
      after.port2.postMessage(null);
    });
  });
  watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  write(query);
  const giveUpAt = beganAt + 15_000;
  while (performance.now() < giveUpAt) {
    await quiet(50);
    if (changedAt > beganAt && performance.now() - changedAt > 500) break;
    if (changedAt === beganAt && performance.now() - beganAt > 4_000) break;
  }
  watch.disconnect();
  const text = results()?.textContent ?? '';
  write('');
  box.blur();
  await quiet(60);
  return { tookMs: changedAt - beganAt, text };
};

/** From now on notes, for each key into the composer, how long it took to be painted. */
export const watchKeys = (): void => {
  const box = document.querySelector<HTMLElement>(
    '[role=textbox][aria-label="回复"], textarea[aria-label="回复"]',
  );
  if (box === null) throw new Error('no composer');
  const delays: number[] = [];
  Object.assign(globalThis, { keyDelays: delays });
  let pressedAt = 0;
  box.addEventListener('keydown', ({ timeStamp }) => (pressedAt = timeStamp), { capture: true });
  box.addEventListener('input', () => {
    const from = pressedAt;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.addEventListener('message', () => delays.push(performance.now() - from));
      after.port1.start();
      after.port2.postMessage(null);
    });
  });
  box.focus();
};

export const keyDelays = (): readonly number[] =>
  (globalThis as unknown as { keyDelays: readonly number[] }).keyDelays;
