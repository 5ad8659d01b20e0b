/** What runs in the page; see `probes.ts`. */

/** Writes into the search, and waits for a row with that text; the row that Enter would open is then marked. Null without one. */
export const seek = async (given: {
  readonly query: string;
  readonly patienceMs: number;
}): Promise<string | null> => {
  const box = document.querySelector<HTMLInputElement>('[role=searchbox][aria-label="搜索"]');
  if (box === null) throw new Error('no search box');
  box.focus();
  // Past React's own setter, so that it hears of the change.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, given.query);
  box.dispatchEvent(new Event('input', { bubbles: true }));
  const giveUpAt = performance.now() + given.patienceMs;
  while (performance.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const id = box.getAttribute('aria-activedescendant');
    const row = id === null ? null : document.getElementById(id);
    if (row?.querySelector('mark')?.textContent === given.query) {
      // The answer of the last letter may still be under way.
      await new Promise((resolve) => setTimeout(resolve, 400));
      return row.textContent;
    }
  }
  return null;
};

/** Enter on the marked row, until the message that was found is in sight; for a buyer's row, until the newest one is. */
export const enter = (isMessage: boolean): Promise<number> => {
  const box = document.querySelector<HTMLInputElement>('[role=searchbox][aria-label="搜索"]');
  if (box === null) throw new Error('no search box');
  for (const old of document.querySelectorAll<HTMLElement>('[role=log] article')) {
    old.dataset['benchOld'] = '';
  }
  const pressedAt = performance.now();
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  const isShown = (): boolean => {
    const view = document.querySelector('[role=log]')?.getBoundingClientRect();
    const row = isMessage
      ? document.querySelector('[role=log] article[data-sought=true]:not([data-bench-old])')
      : Array.from(document.querySelectorAll('[role=log] article:not([data-bench-old])')).at(-1);
    const box = row?.getBoundingClientRect();
    return (
      view !== undefined && box !== undefined && box.top < view.bottom && box.bottom > view.top
    );
  };
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (performance.now() - pressedAt > 20_000) reject(new Error('not shown within 20 s'));
      else if (isShown()) {
        const after = new MessageChannel();
        after.port1.addEventListener('message', () => resolve(performance.now() - pressedAt));
        after.port1.start();
        after.port2.postMessage(null);
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
};

export type Scrolled = {
  /** Between two frames, in milliseconds. */
  readonly frames: readonly number[];
  /** How far the log really moved. */
  readonly px: number;
};

/** Scrolls the open conversation up at an even pace. It moves less far where older messages come too late. */
export const scrollUp = (given: {
  readonly pxPerSecond: number;
  readonly seconds: number;
}): Promise<Scrolled> => {
  const log = document.querySelector<HTMLElement>('[role=log]');
  if (log === null) throw new Error('no log');
  const frames: number[] = [];
  let px = 0;
  return new Promise((resolve) => {
    let last: number | null = null;
    let beganAt = 0;
    const step = (now: number): void => {
      if (last === null) beganAt = now;
      else {
        frames.push(now - last);
        const before = log.scrollTop;
        log.scrollBy({ top: (-given.pxPerSecond * Math.min(100, now - last)) / 1000 });
        px += before - log.scrollTop;
      }
      last = now;
      if (now - beganAt > given.seconds * 1000) resolve({ frames, px });
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
};
