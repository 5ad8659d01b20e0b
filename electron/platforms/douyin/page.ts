/* oxlint-disable no-underscore-dangle -- the names of the page's own objects */
import type { PageKit, PageScript } from '../adapter/adapter.ts';

/**
 * The page's world as far as this script uses it; the DOM's own types would let it use more than it may.
 * Sources of the shapes: the README of this folder.
 */
type Stream = {
  subscribe(listener: (value: unknown) => void): { unsubscribe(): void } | undefined;
};
type Im = {
  readonly sendText: (conversationId: string, text: string) => Promise<unknown>;
  readonly sendImage: (conversationId: string, url: string) => Promise<unknown>;
  readonly uploadImage?: (file: unknown) => Promise<unknown>;
  readonly _message$: Stream;
  readonly _messageUpsert$: Stream;
  readonly _batchUpsert$: Stream;
  readonly pigeonIM: {
    transferConversation(kind: string, conversationId: string, staffId: string): Promise<unknown>;
  };
};
type PageWorld = {
  readonly location: { readonly protocol: string; readonly host: string };
  readonly File: new (
    parts: readonly Uint8Array[],
    name: string,
    options: { type: string },
  ) => object;
  readonly document: { getElementById(id: string): object | null };
  readonly __PLATFORM_VARIABLES_IN_BENCH__?: { readonly extra?: { readonly im?: Partial<Im> } };
  readonly __monaGlobalStore?: {
    getData?(name: string): { readonly im?: Partial<Im> } | null | undefined;
  };
  addEventListener(name: string, listener: (event: { readonly detail?: unknown }) => void): void;
  removeEventListener(name: string, listener: (event: { readonly detail?: unknown }) => void): void;
};

/**
 * Runs in the workbench: its source text is evaluated there, so it may use nothing from outside of itself.
 * It calls the page's own objects and lets the page make its own requests; it changes nothing of the page.
 */
export const douyinPage = (kit: PageKit): PageScript => {
  const { plain, push } = kit;
  const EXT_KEYS = [
    'type',
    's:client_message_id',
    's:sender_biz_role',
    'sender_name',
    'sender_avatar',
    'shop_id',
    'order_id',
    'goods_id',
    's:send_response_status',
    'check_code',
    'check_message',
    'to_trans_uid',
    'to_trans_name',
  ];

  const world = globalThis as unknown as PageWorld;
  // The api sits on another host of the same site.
  const api = `${world.location.protocol}//${world.location.host.replace(/^im\.jinritemai\.com/u, 'pigeon.jinritemai.com')}`;

  let shopKey: string | null = null;
  let heardIm: Partial<Im> | null = null;
  let undo: (() => void)[] = [];

  const findIm = (): Partial<Im> | null =>
    world.__PLATFORM_VARIABLES_IN_BENCH__?.extra?.im ??
    world.__monaGlobalStore?.getData?.('initContextData')?.im ??
    null;

  const plainMessage = (value: unknown): Record<string, unknown> => {
    const message = (value ?? {}) as Record<string, unknown>;
    const ext = (message['ext'] ?? null) as Record<string, unknown> | null;
    const copied: Record<string, string | number | null> = {};
    for (const key of EXT_KEYS) if (ext?.[key] !== undefined) copied[key] = plain(ext[key]);
    return {
      serverId: plain(message['serverId']),
      conversationId: plain(message['conversationId']),
      content: plain(message['content']),
      createdAt: plain(message['createdAt']),
      ext: ext === null ? null : copied,
    };
  };

  const isOfThisShop = (conversationId: unknown): boolean =>
    typeof conversationId !== 'string' ||
    shopKey === null ||
    conversationId.endsWith(`:${shopKey}::2:1:pigeon`);
  const hearMessage = (value: unknown): void => {
    const message = plainMessage(value);
    push(isOfThisShop(message['conversationId']) ? 'message' : 'foreign', message);
  };
  const hearBatch = (value: unknown): void => {
    if (Array.isArray(value)) for (const message of value) hearMessage(message);
    else push('unknown', null);
  };
  const hearKick = (event: { readonly detail?: unknown }): void => {
    const detail = (event.detail ?? {}) as Record<string, unknown>;
    push('kicked', { reason: plain(detail['reason']), by: plain(detail['by']) });
  };
  const hasOverlay = (): boolean => world.document.getElementById('captcha_container') !== null;

  const stopHearing = (): void => {
    for (const end of undo) end();
    undo = [];
    heardIm = null;
  };
  /** Also again when the page has made a new object of itself. */
  const startHearing = (): void => {
    const im = findIm();
    if (im === heardIm || im === null) return;
    stopHearing();
    heardIm = im;
    const subscribe = (stream: Stream | undefined, listener: (value: unknown) => void): void => {
      const subscription = stream?.subscribe(listener);
      undo.push(() => subscription?.unsubscribe());
    };
    subscribe(im._message$, hearMessage);
    subscribe(im._messageUpsert$, hearMessage);
    subscribe(im._batchUpsert$, hearBatch);
    world.addEventListener('pigeon:kicked', hearKick);
    undo.push(() => world.removeEventListener('pigeon:kicked', hearKick));
  };

  const ask = (path: string): ReturnType<PageKit['ask']> => kit.ask(`${api}${path}`);
  const conversationOf = (buyerPin: unknown): string =>
    `${String(buyerPin)}:${shopKey}::2:1:pigeon`;

  const send = async (parameters: Record<string, unknown>): Promise<unknown> => {
    const im = findIm();
    const write = parameters['type'] === 'image' ? im?.sendImage : im?.sendText;
    if (shopKey === null || typeof write !== 'function')
      return { kind: 'notWritten', text: 'the page is not ready' };
    try {
      const conversationId = conversationOf(parameters['buyerPin']);
      const message = await write.call(im, conversationId, String(parameters['content']));
      return { kind: 'resolved', message: plainMessage(message) };
    } catch (error) {
      return kit.threw(error);
    }
  };
  /** The page's own upload; nobody has published its name, so that it is none of the expected shapes. */
  const upload = async (parameters: Record<string, unknown>): Promise<unknown> => {
    const im = findIm();
    if (shopKey === null || typeof im?.uploadImage !== 'function')
      return { kind: 'notWritten', text: 'the page cannot upload' };
    try {
      const { base64, name, mimeType } = parameters;
      const file = new world.File([kit.bytes(String(base64))], String(name), {
        type: String(mimeType),
      });
      const answer = await im.uploadImage(file);
      const { code, url } = (answer ?? {}) as Record<string, unknown>;
      return { kind: 'resolved', answer: { code: plain(code), url: plain(url) } };
    } catch (error) {
      return kit.threw(error);
    }
  };
  const transfer = async (parameters: Record<string, unknown>): Promise<unknown> => {
    const pigeon = findIm()?.pigeonIM;
    if (shopKey === null || !pigeon) return { kind: 'notWritten', text: 'the page is not ready' };
    try {
      const conversationId = conversationOf(parameters['buyerPin']);
      const staffId = String(parameters['staffId']);
      const answer = await pigeon.transferConversation('2', conversationId, staffId);
      const { code, msg } = (answer ?? {}) as Record<string, unknown>;
      return { kind: 'resolved', answer: { code: plain(code), msg: plain(msg) } };
    } catch (error) {
      return kit.threw(error);
    }
  };

  return kit.script({
    shape() {
      const im = findIm();
      const isStream = (stream: Stream | undefined): boolean =>
        typeof stream?.subscribe === 'function';
      return {
        im: im !== null,
        sendText: typeof im?.sendText === 'function',
        sendImage: typeof im?.sendImage === 'function',
        messageStream: isStream(im?._message$),
        upsertStream: isStream(im?._messageUpsert$),
        batchStream: isStream(im?._batchUpsert$),
        transfer: typeof im?.pigeonIM?.transferConversation === 'function',
      };
    },
    async identity() {
      const answer = await ask('/backstage/currentuser?biz_type=4');
      // `ShopId` may stand without quotes and be longer than a number can hold.
      const { data } = (kit.json(answer.text) ?? {}) as { data?: { ShopId?: unknown } };
      const id = plain(data?.ShopId);
      shopKey = id === null ? null : String(id);
      return { ...answer, text: answer.text.slice(0, kit.longestText), overlay: hasOverlay() };
    },
    operations: {
      send,
      upload,
      transfer,
      staff: () => ask('/backstage/getCanAssignStaffList'),
      poll: async () => {
        const path = '/backstage/conversation/get_current_conversation_list?pageSize=200';
        return { ...(await ask(path)), shopKey };
      },
    },
    challenge: '#captcha_container',
    listen: startHearing,
    stopListening: stopHearing,
  });
};
