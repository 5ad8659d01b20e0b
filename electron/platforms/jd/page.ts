import type { PageKit, PageScript } from '../adapter/adapter.ts';

/**
 * The page's world as far as this script uses it; the DOM's own types would let it use more than it may.
 * Sources of the shapes: the README of this folder.
 */
type Customer = { readonly pin?: unknown; readonly venderId?: unknown };
type ChatSession = {
  readonly customer?: Customer | null;
  readonly messages: () => unknown;
  readonly send: (part: Readonly<Record<string, string>>) => unknown;
};
type Item = {
  readonly textContent: string | null;
  querySelector(selector: string): Item | null;
  getAttribute(name: string): string | null;
  click(): void;
};
type PageWorld = {
  readonly session?: Partial<ChatSession> | null;
  readonly document: {
    querySelector(selector: string): Item | null;
    querySelectorAll(selector: string): Iterable<Item>;
  };
  setTimeout(run: () => void, ms: number): number;
};
type NotOpen = { readonly why: string; readonly isForNow: boolean };
type StaffRow = {
  readonly id: string;
  readonly name: string;
  readonly online: boolean;
  readonly item: Item;
};

/**
 * Runs in the workbench: its source text is evaluated there, so it may use nothing from outside of itself.
 * It calls the page's own object, clicks what a person would click to open a chat or to transfer, and changes nothing else.
 * The object is the chat that is open, so whatever concerns a chat takes its turn, and is checked against the open one.
 */
export const jdPage = (kit: PageKit): PageScript => {
  const CHECKIN = '/workbench/checkin.json?version=2.6.3&client=openweb';
  const OPENER = '.chat-transfer-desc';
  const STAFF_ROW = '.transfer-list-item';
  const STAFF_NONE = '.transfer-empty';
  const TRANSFER_TIP = '.transfer-tip';
  const CHAT_ROW = '.alluser-item';
  const SHOWN_MESSAGE = '#t-chat-scroll .message';
  const OVERLAY = '#captcha_container';
  const LOOK_EVERY_MS = 50;
  /** For its turn, for the row of a chat, and for the chat to open: a write that waited longer is not made. */
  const STEP_MS = 2_000;
  const LIST_MS = 4_000;
  const TRANSFER_MS = 5_000;
  const MOST_MESSAGES = 2_000;

  const { plain } = kit;
  const world = globalThis as unknown as PageWorld;
  const { document } = world;
  let shopKey: string | null = null;

  const textOf = (item: Item | null): string => item?.textContent?.trim() ?? '';
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => world.setTimeout(resolve, ms));
  /** Looks until there is something, null when there is nothing in time. */
  const until = async <Found>(look: () => Found | null, ms: number): Promise<Found | null> => {
    const giveUpAt = Date.now() + ms;
    for (;;) {
      const found = look();
      if (found !== null || Date.now() >= giveUpAt) return found;
      await wait(LOOK_EVERY_MS);
    }
  };
  /** One after another; null for whom the turn did not come within `mostMs`: then nothing was done. */
  const turns = () => {
    let last: Promise<unknown> = Promise.resolve();
    return async <Answer>(mostMs: number, act: () => Promise<Answer>): Promise<Answer | null> => {
      let state: 'waits' | 'acts' | 'gone' = 'waits';
      const turn = last.then(() => {
        if (state === 'gone') return null;
        state = 'acts';
        return act();
      });
      last = turn.catch(() => {});
      const late = wait(mostMs).then(() => {
        if (state === 'acts') return turn;
        state = 'gone';
        return null;
      });
      return Promise.race([turn, late]);
    };
  };
  const inChat = turns();
  const inList = turns();

  const copied = (value: unknown, depth: number): unknown => {
    const known = plain(value);
    if (known !== null || typeof value !== 'object' || value === null || depth === 0) return known;
    const fields = Object.entries(value).slice(0, 40);
    return Object.fromEntries(fields.map(([key, field]) => [key, copied(field, depth - 1)]));
  };
  const BUSY = '页面正忙,请稍后再试';
  const notWritten = (text: string): unknown => ({ kind: 'notWritten', text });

  const isOpen = (buyerPin: string): boolean => {
    const customer = world.session?.customer;
    return (
      plain(customer?.pin) === buyerPin &&
      shopKey !== null &&
      String(plain(customer?.venderId)) === shopKey
    );
  };
  /** Null once the buyer's chat is the open one, else why it is not, and whether it may be later. */
  const openChat = async (buyerPin: string): Promise<NotOpen | null> => {
    const rowOf = (): Item | null =>
      [...document.querySelectorAll(CHAT_ROW)].find(
        (item) => item.getAttribute('data-pin') === buyerPin,
      ) ?? null;
    if (isOpen(buyerPin)) return null;
    const row = await until(rowOf, STEP_MS);
    if (row === null)
      return { why: '页面的会话列表里没有这位买家,请在平台页面打开会话', isForNow: false };
    row.click();
    const opened = await until(() => (isOpen(buyerPin) ? true : null), STEP_MS);
    return opened === null ? { why: '页面没有打开这位买家的会话', isForNow: true } : null;
  };

  const send = async (parameters: Record<string, unknown>): Promise<unknown> => {
    const buyerPin = String(parameters['buyerPin']);
    const content = String(parameters['content']);
    const isImage = parameters['type'] === 'image';
    const part = isImage ? { type: 'image', url: content } : { type: 'text', content };
    const begun = await inChat(STEP_MS, async () => {
      const notOpen = await openChat(buyerPin);
      if (notOpen !== null) return { notOpen };
      const write = world.session?.send;
      // Looked at once more in the very turn of the write: the page goes on between any two of ours.
      if (typeof write !== 'function' || !isOpen(buyerPin))
        return { notOpen: { why: 'the page is not ready', isForNow: true } };
      // The turn ends with the call: another chat need not wait for the platform's answer.
      const writing = async (): Promise<unknown> => write.call(world.session, part);
      return { answer: writing() };
    });
    if (begun === null) return notWritten(BUSY);
    if (begun.answer === undefined) {
      const { why, isForNow } = begun.notOpen;
      // Tried again and again it would wait unseen: the agent is told.
      return isForNow
        ? notWritten(why)
        : { kind: 'resolved', message: { code: 'notListed', errorMsg: why } };
    }
    try {
      return { kind: 'resolved', message: copied(await begun.answer, 1) };
    } catch (error) {
      return kit.threw(error);
    }
  };

  const poll = async (): Promise<unknown> => {
    try {
      const messages = await world.session?.messages?.();
      if (!Array.isArray(messages)) return null;
      const newest = messages.slice(-MOST_MESSAGES).map((message) => copied(message, 3));
      return { kind: 'resolved', shopKey, messages: newest };
    } catch (error) {
      return kit.threw(error);
    }
  };

  /** A name that comes again has a number, so that two rows are two. */
  const staffRows = (): StaffRow[] => {
    const seen = new Map<string, number>();
    return [...document.querySelectorAll(STAFF_ROW)].map((item) => {
      const name = textOf(item.querySelector('.transfer-name') ?? item);
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      const online = !textOf(item.querySelector('.transfer-status')).includes('离线');
      return { id: count === 1 ? name : `${name} #${count}`, name, online, item };
    });
  };
  const isListOpen = (): boolean =>
    document.querySelector(STAFF_ROW) !== null || document.querySelector(STAFF_NONE) !== null;
  /** Its rows, or why there are none to see. Closes a list that is open: it may be old. */
  const openList = async (): Promise<readonly StaffRow[] | string> => {
    const opener = document.querySelector(OPENER);
    if (opener === null) return `页面上找不到转接入口(${OPENER}),请在平台页面转接`;
    if (isListOpen()) opener.click();
    opener.click();
    const opened = await until(() => (isListOpen() ? true : null), LIST_MS);
    return opened === null ? `页面上没有出现客服列表(${STAFF_ROW}),请在平台页面转接` : staffRows();
  };
  const closeList = (): void => {
    if (isListOpen()) document.querySelector(OPENER)?.click();
  };

  const staff = (): Promise<unknown> =>
    inList(LIST_MS, async () => {
      const rows = await openList();
      closeList();
      if (typeof rows === 'string') return null;
      return rows.map(({ id, name, online }) => ({ id, name, online }));
    });

  /** The one row that is meant, or why there is none. */
  const rowFor = (rows: readonly StaffRow[], staffId: string): StaffRow | string => {
    const row = rows.find(({ id }) => id === staffId);
    if (row === undefined) return `转接列表里没有「${staffId}」`;
    const namesakes = rows.filter(({ name }) => name === row.name).length;
    return namesakes > 1
      ? `有 ${namesakes} 位同名客服「${row.name}」,无法确定转给哪一位,请在平台页面转接`
      : row;
  };

  /** Refused in the page's words, or null when the list closed or said nothing. */
  const pick = async ({ item }: StaffRow): Promise<string | null> => {
    const before = textOf(document.querySelector(TRANSFER_TIP));
    item.click();
    const refused = await until(() => {
      const tip = textOf(document.querySelector(TRANSFER_TIP));
      if (tip !== '' && tip !== before) return { text: tip };
      return isListOpen() ? null : { text: null };
    }, TRANSFER_MS);
    return refused?.text ?? null;
  };
  const transferNow = async (buyerPin: string, staffId: string): Promise<unknown> => {
    const rows = await openList();
    if (typeof rows === 'string') return notWritten(rows);
    try {
      const row = rowFor(rows, staffId);
      if (typeof row === 'string') return notWritten(row);
      const notOpen = await openChat(buyerPin);
      if (notOpen !== null) return notWritten(notOpen.why);
      return { kind: 'resolved', answer: { refused: await pick(row) } };
    } finally {
      closeList();
    }
  };
  const transfer = async (parameters: Record<string, unknown>): Promise<unknown> => {
    const buyerPin = String(parameters['buyerPin']);
    const staffId = String(parameters['staffId']);
    const answer = await inList(STEP_MS, () =>
      inChat(STEP_MS, () => transferNow(buyerPin, staffId)),
    );
    return answer ?? notWritten(BUSY);
  };

  return kit.script({
    shape() {
      const { session } = world;
      return {
        session: typeof session === 'object' && session !== null,
        send: typeof session?.send === 'function',
        messages: typeof session?.messages === 'function',
        // Where nobody has spoken there are no rows; where messages are shown there are.
        chatRows:
          document.querySelector(SHOWN_MESSAGE) === null ||
          document.querySelector(CHAT_ROW) !== null,
      };
    },
    async identity() {
      // A redirect to the login is on another host, where it could not be read.
      const answer = await kit.ask(CHECKIN, { redirect: 'manual' });
      // `venderId` may stand without quotes and be longer than a number can hold.
      const { data } = (kit.json(answer.text) ?? {}) as { data?: { venderId?: unknown } };
      const id = plain(data?.venderId);
      shopKey = id === null ? null : String(id);
      const overlay = document.querySelector(OVERLAY) !== null;
      return { ...answer, text: answer.text.slice(0, kit.longestText), overlay };
    },
    operations: { send, transfer, staff, poll },
    challenge: OVERLAY,
  });
};
