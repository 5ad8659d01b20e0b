/* oxlint-disable no-underscore-dangle -- the names of the page's own objects */
import type { PageKit, PageScript, WebAnswer } from '../adapter/adapter.ts';

/**
 * The page's world as far as this script uses it; the DOM's own types would let it use more than it may.
 * Sources of the shapes: the README of this folder.
 */
type HttpAnswer = { readonly status?: number; readonly data?: unknown };
type HttpClient = { post(path: string, body: unknown): Promise<HttpAnswer> };
type PageWorld = {
  readonly document: { getElementById(id: string): object | null };
  /** The page's own HTTP client: it alone adds `anti-content`. */
  readonly __MMS_HTTP__?: Partial<HttpClient>;
};

/**
 * Runs in the workbench: its source text is evaluated there, so it may use nothing from outside of itself.
 * It lets the page's own client make the requests; it changes nothing of the page. What the page's sockets receive is heard
 * from outside.
 */
export const pddPage = (kit: PageKit): PageScript => {
  const { plain } = kit;
  const CONVERSATIONS = 100;
  const HISTORIES_AT_ONCE = 10;
  const HISTORY_SIZE = 50;
  const GOODS_LINK =
    /^https?:\/\/[\w.-]*\b(?:yangkeduo|pinduoduo)\.com\/[^?#]*\?(?:[^#]*&)?goods_id=(\d+)(?:[&#]|$)/u;
  const STORE_IMAGE = 'https://file.pinduoduo.com/v2/store_image';

  const world = globalThis as unknown as PageWorld;
  let shopKey: string | null = null;
  let mallName = '';
  let lastRequest = 0;
  /** The last message of each conversation whose history was taken for good, and of those that the last poll brought. */
  let known: Record<string, string> = {};
  let brought: Record<string, string> = {};

  const client = (): Partial<HttpClient> | null => world.__MMS_HTTP__ ?? null;
  const hasOverlay = (): boolean => world.document.getElementById('captcha_container') !== null;
  const requestId = (): number => {
    lastRequest = Math.max(lastRequest + 1, Date.now());
    return lastRequest;
  };

  /** A request of the page's own client. Throws when nobody can know what became of it. */
  const call = async (path: string, body: unknown): Promise<WebAnswer> => {
    const http = client();
    if (typeof http?.post !== 'function') throw new Error('the page is not ready');
    let answer: HttpAnswer;
    try {
      answer = await http.post(path, body);
    } catch (error) {
      const { response } = (error ?? {}) as { readonly response?: HttpAnswer };
      if (typeof response?.status !== 'number') throw error;
      answer = response;
    }
    const text = typeof answer.data === 'string' ? answer.data : JSON.stringify(answer.data);
    return { status: answer.status ?? 0, url: path, text: text ?? '' };
  };
  const command = (cmd: string, more: Readonly<Record<string, unknown>>): unknown => ({
    data: { cmd, request_id: requestId(), ...more },
    client: 'WEB',
  });
  const post = (path: string): Promise<WebAnswer> =>
    kit.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });

  const resultOf = (text: string): Record<string, unknown> => {
    const { result } = (kit.json(text) ?? {}) as { readonly result?: Record<string, unknown> };
    return result ?? {};
  };

  const write = async (path: string, body: unknown): Promise<unknown> => {
    try {
      return { kind: 'resolved', message: await call(path, body) };
    } catch (error) {
      return kit.threw(error);
    }
  };
  const send = async (parameters: Record<string, unknown>): Promise<unknown> => {
    if (shopKey === null || typeof client()?.post !== 'function')
      return { kind: 'notWritten', text: 'the page is not ready' };
    const uid = String(parameters['buyerPin']);
    const content = String(parameters['content']);
    // A link to anything else goes as the text that it is.
    const goods = parameters['type'] === 'product_card' ? GOODS_LINK.exec(content) : null;
    if (goods !== null) {
      const id = goods[1] ?? '';
      const goodsId = Number.isSafeInteger(Number(id)) ? Number(id) : id;
      return write('/plateau/message/send/mallGoodsCard', { uid, goods_id: goodsId, biz_type: 3 });
    }
    const message = {
      to: { role: 'user', uid },
      from: { role: 'mall_cs' },
      content,
      msg_id: null,
      type: parameters['type'] === 'image' ? 1 : 0,
      is_aut: 0,
      manual_reply: 1,
    };
    return write('/plateau/chat/send_message', command('send_message', { message }));
  };
  const transfer = async (parameters: Record<string, unknown>): Promise<unknown> => {
    if (shopKey === null) return { kind: 'notWritten', text: 'the page is not ready' };
    const conversation = {
      csid: `cs_${shopKey}_${String(parameters['staffId'])}`,
      uid: String(parameters['buyerPin']),
      need_wx: false,
      remark: String(plain(parameters['reason']) ?? ''),
    };
    try {
      const body = command('move_conversation', { conversation });
      return { kind: 'resolved', answer: await call('/plateau/chat/move_conversation', body) };
    } catch (error) {
      return kit.threw(error);
    }
  };

  const upload = async (parameters: Record<string, unknown>): Promise<unknown> => {
    if (typeof client()?.post !== 'function')
      return { kind: 'notWritten', text: 'the page is not ready' };
    const permit = await call('/plateau/file/pre_upload', { chat_type_id: 1, file_usage: 1 });
    const { upload_signature: signature, upload_url: url } = resultOf(permit.text);
    if (permit.status !== 200 || typeof signature !== 'string') return permit;
    const image = `data:${String(parameters['mimeType'])};base64,${String(parameters['base64'])}`;
    return kit.ask(typeof url === 'string' ? url : STORE_IMAGE, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ image, upload_sign: signature }),
    });
  };

  /** The list tells the last message of each conversation; of those that moved, the newest first, also what came before it. */
  const poll = async (isLastTaken: boolean): Promise<unknown> => {
    if (isLastTaken) known = { ...known, ...brought };
    brought = {};
    const path = '/plateau/chat/latest_conversations';
    const more = { version: 2, need_unreply_time: true, page: 1, size: CONVERSATIONS };
    const list = await call(path, command('latest_conversations', more));
    const { conversations } = resultOf(list.text);
    const rows = Array.isArray(conversations) ? (conversations as Record<string, unknown>[]) : [];
    const moved = rows.flatMap((row) => {
      const { uid } = (row['user_info'] ?? {}) as { readonly uid?: unknown };
      const [buyer, last] = [String(plain(uid)), String(plain(row['msg_id']))];
      return known[buyer] === last ? [] : [{ buyer, last }];
    });
    const histories: WebAnswer[] = [];
    for (const { buyer, last } of moved.slice(0, HISTORIES_AT_ONCE)) {
      const asked = { with: { role: 'user', id: buyer }, start_msg_id: null, start_index: 0 };
      const body = command('list', { list: { ...asked, size: HISTORY_SIZE } });
      const history = await call('/plateau/chat/list', body);
      histories.push(history);
      if (Array.isArray(resultOf(history.text)['messages'])) brought[buyer] = last;
    }
    return { ...list, shopKey, histories };
  };

  return kit.script({
    shape() {
      const http = client();
      return { httpClient: http !== null, httpPost: typeof http?.post === 'function' };
    },
    async identity() {
      const answer = await post('/janus/api/new/userinfo');
      const mallId = plain(resultOf(answer.text)['mall_id']);
      const nextKey = mallId === null ? null : String(mallId);
      if (nextKey !== shopKey) {
        known = {};
        brought = {};
        mallName = '';
      }
      shopKey = nextKey;
      if (shopKey !== null && mallName === '') {
        const mall = await post('/earth/api/merchant/queryMerchantInfoByMallId');
        mallName = String(plain(resultOf(mall.text)['mallName']) ?? '');
      }
      const text = answer.text.slice(0, kit.longestText);
      return { ...answer, text, overlay: hasOverlay(), mallName };
    },
    operations: {
      send,
      transfer,
      upload,
      staff: async () => {
        const path = '/latitude/assign/getAssignCsList';
        return { ...(await call(path, { wechatCheck: true })), shopKey };
      },
      poll: ({ isLastTaken }) => poll(isLastTaken === true),
    },
    challenge: '#captcha_container',
  });
};
