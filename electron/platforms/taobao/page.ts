import type { PageKit, PageScript } from '../adapter/adapter.ts';

/**
 * The page's world as far as this script uses it; the DOM's own types would let it use more than it may.
 * Sources of the shapes: the README of this folder.
 */
type MtopCall = {
  readonly api: string;
  readonly v: string;
  readonly data: Readonly<Record<string, unknown>>;
};
type PageWorld = {
  readonly lib?: { readonly mtop?: { request?(call: MtopCall): Promise<unknown> } };
  readonly chatCore?: { request?(uri: string, body: unknown): Promise<unknown> };
  readonly document: { querySelector(selector: string): object | null };
  readonly location: { readonly protocol: string; readonly host: string };
  readonly crypto: { randomUUID(): string };
  readonly FormData: new () => { append(name: string, file: object, fileName: string): void };
  readonly Blob: new (parts: readonly object[], options: { readonly type: string }) => object;
  btoa(binary: string): string;
};
type Fields = Readonly<Record<string, unknown>>;
type Answer = { readonly code: string | number | null; readonly body: Fields };
/** What of a conversation was brought: how it looked then, and its newest message. */
type Mark = { readonly look: string; readonly newestAt: number };

/**
 * Runs in the frame of the chat: its source text is evaluated there, so it may use nothing from outside of itself.
 * It asks through the page's own `lib.mtop` and the page's own socket client; it changes nothing of the page. What the socket
 * brings by itself is heard from outside (`socketUrls`).
 */
export const taobaoPage = (kit: PageKit): PageScript => {
  const { plain } = kit;
  const CHECK = '#baxia-dialog-content, iframe[src*="/_____tmd_____/punish"]';
  const LIST = '/r/Conversation/listNewestPagination';
  const HISTORY = '/r/MessageManager/listUserMessages';
  const SEND = '/r/MessageSend/sendByReceiverScope';
  const NEWEST = Number.MAX_SAFE_INTEGER;
  const CONVERSATIONS = 50;
  const PAGE_SIZE = 20;
  const MOST_PAGES = 10;
  const AT_ONCE = 10;

  const UPLOAD = '/api/upload.api?appkey=ampmedia&folderId=0&_input_charset=utf-8';

  const world = globalThis as unknown as PageWorld;
  const { protocol, host } = world.location;
  // Another host of the chat's own site.
  const uploadHost = host.replace(/^.*?taobao\.com/u, 'stream-upload.taobao.com');
  let shopKey: string | null = null;
  const marks = new Map<string, Mark>();
  let brought = new Map<string, Mark>();
  /** Conversations that the first list did not reach have moved before this; null until a list was taken. */
  let floor: number | null = null;
  let broughtFloor = 0;

  const fields = (value: unknown): Fields =>
    typeof value === 'object' && value !== null ? (value as Fields) : {};
  const rows = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

  /** A refusal rejects with the whole answer; both are told in the same way. */
  const mtop = async (
    api: string,
    v: string,
  ): Promise<{ readonly ret: readonly (string | number | null)[]; readonly data: unknown }> => {
    let answer: unknown;
    try {
      answer = await world.lib?.mtop?.request?.({ api, v, data: {} });
    } catch (refusal) {
      answer = Array.isArray(fields(refusal)['ret'])
        ? refusal
        : { ret: [kit.threw(refusal).text], data: null };
    }
    const { ret, data } = fields(answer);
    const words = Array.isArray(ret) ? ret : [ret];
    return { ret: words.slice(0, 5).map(plain), data: data ?? null };
  };
  const request = async (uri: string, body: unknown): Promise<Answer> => {
    const answer = fields(await world.chatCore?.request?.(uri, body));
    return { code: plain(answer['code']), body: fields(answer['body']) };
  };

  const hasCheck = (): boolean => world.document.querySelector(CHECK) !== null;

  const timeOf = (model: unknown): number | null => {
    const at = fields(fields(model)['message'] ?? model)['createAt'];
    return typeof at === 'number' ? at : null;
  };
  const timesOf = (models: readonly unknown[]): number[] =>
    models.map(timeOf).filter((at): at is number => at !== null);

  /** The conversation's messages that were not brought yet; of one that is new here the newest page. */
  const historyOf = async (cid: string, mark: Mark | undefined): Promise<readonly unknown[]> => {
    const models: unknown[] = [];
    let cursor: unknown = NEWEST;
    for (let count = 0; count < MOST_PAGES; count++) {
      const { code, body } = await request(HISTORY, [cid, false, cursor, PAGE_SIZE, true]);
      if (code !== 200) throw new Error(`${HISTORY} ${String(code)}`);
      const page = rows(body['userMessageModels']);
      models.push(...page);
      const reached = Math.min(...timesOf(page));
      if (page.length === 0 || !body['hasMore'] || !mark || reached < mark.newestAt) break;
      cursor = body['nextCursor'];
    }
    if (mark || floor === null) return models;
    const least = floor;
    return models.filter((model) => (timeOf(model) ?? least) >= least);
  };

  const conversationOf = (row: unknown) => {
    const single = fields(fields(row)['singleChatUserConversation']);
    const cid = plain(fields(single['singleChatConversation'])['cid']);
    const last = fields(single['lastMessage']);
    const lastId = plain(fields(last['message'])['messageId']);
    const movedAt = plain(single['modifyTime']);
    return { cid, last, movedAt: Number(movedAt ?? 0), look: `${movedAt} ${lastId}` };
  };

  /** What changed since the last poll that was taken for good. */
  const poll = async (given: Fields): Promise<unknown> => {
    if (given['isLastTaken'] === true) {
      for (const [cid, mark] of brought) marks.set(cid, mark);
      floor ??= broughtFloor;
    }
    brought = new Map();
    const { code, body } = await request(LIST, [NEWEST, CONVERSATIONS]);
    if (code !== 200 || !Array.isArray(body['userConvs']))
      return { kind: 'answered', shopKey, code, body, models: null };
    const listed = body['userConvs'].map(conversationOf);
    broughtFloor =
      listed.length < CONVERSATIONS ? 0 : Math.min(...listed.map(({ movedAt }) => movedAt));
    const changed = listed.filter(
      ({ cid, look }) => cid !== null && marks.get(String(cid))?.look !== look,
    );
    const models: unknown[] = [];
    const bring = async ({ cid, look, last }: (typeof changed)[number]): Promise<void> => {
      const mark = marks.get(String(cid));
      try {
        const found = await historyOf(String(cid), mark);
        models.push(...found.toReversed());
        const newestAt = Math.max(mark?.newestAt ?? 0, ...timesOf(found));
        brought.set(String(cid), { look, newestAt });
      } catch {
        // One conversation that cannot be asked for holds no other back; it is asked for again by the next poll.
        if (last['message'] !== undefined) models.push(last);
      }
    };
    for (let from = 0; from < changed.length; from += AT_ONCE)
      await Promise.all(changed.slice(from, from + AT_ONCE).map(bring));
    const unnamed = listed.filter(({ cid }) => cid === null).length;
    return { kind: 'answered', shopKey, code, body: null, models, unnamed };
  };

  const contentOf = (type: unknown, content: string): Fields => {
    if (type !== 'image') return { contentType: 1, text: { content, extension: {} } };
    const data = JSON.stringify({ url: content, isOriginal: 1 });
    // Base64 of UTF-8: `btoa` knows bytes alone.
    const binary = unescape(encodeURIComponent(data));
    return { contentType: 101, custom: { type: 7, data: world.btoa(binary), summary: '[图片]' } };
  };
  const upload = (given: Fields): ReturnType<PageKit['ask']> => {
    const bytes = kit.bytes(String(given['base64']));
    const form = new world.FormData();
    const file = new world.Blob([bytes], { type: String(given['mimeType']) });
    form.append('file', file, String(given['name']));
    return kit.ask(`${protocol}//${uploadHost}${UPLOAD}`, { method: 'POST', body: form });
  };
  const send = async (given: Fields): Promise<unknown> => {
    if (shopKey === null || typeof world.chatCore?.request !== 'function')
      return { kind: 'notWritten', text: 'the page is not ready' };
    const pin = String(given['buyerPin']);
    const model = {
      uuid: world.crypto.randomUUID(),
      cid: `${pin}.1-${shopKey}.1#11001@cntaobao`,
      conversationType: 1,
      content: contentOf(given['type'], String(given['content'])),
      redPointPolicy: 1,
      extension: {},
      ctx: {},
      mtags: {},
      msgReadStatusSetting: 1,
    };
    try {
      const { code, body } = await request(SEND, [model, { actualReceivers: [`${pin}@cntaobao`] }]);
      const message = {
        lwpCode: code,
        messageId: plain(body['messageId']),
        createAt: plain(body['createAt']),
        code: plain(body['code']),
        reason: plain(body['reason']),
      };
      return { kind: 'resolved', message };
    } catch (error) {
      return kit.threw(error);
    }
  };

  return kit.script({
    shape() {
      return {
        mtop: typeof world.lib?.mtop?.request === 'function',
        chatCore: typeof world.chatCore === 'object',
        chatCoreRequest: typeof world.chatCore?.request === 'function',
      };
    },
    async identity() {
      const answer = await mtop('mtop.user.getUserSimple', '1.0');
      const { userNumId, mainUserNumId } = fields(answer.data);
      const key = plain(mainUserNumId) ?? plain(userNumId);
      shopKey = key === null ? null : String(key);
      return { ...answer, overlay: hasCheck() };
    },
    operations: {
      send,
      upload,
      staff: () => mtop('mtop.taobao.qianniu.subaccount.list', '1.0'),
      poll: (given) => poll(given).catch(kit.threw),
    },
    challenge: CHECK,
  });
};
