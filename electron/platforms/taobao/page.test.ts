import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { PageScript } from '../adapter/adapter.ts';
import { scriptSource } from '../session/page-script.ts';
import { taobaoManifest } from './manifest.ts';
import { taobaoPage } from './page.ts';

const KEY = '2216058631944';
const cidOf = (buyer: string): string => `${buyer}.1-${KEY}.1#11001@cntaobao`;

type Message = { readonly messageId: string; readonly cid: string; readonly createAt: number };
type Answer = { readonly code: number; readonly body: unknown };

/** The chat's server in small: conversations with their messages, oldest first. */
class Chat {
  readonly conversations = new Map<string, Message[]>();
  readonly asked: { readonly uri: string; readonly body: unknown }[] = [];
  refusal: Answer | null = null;
  isClosed = false;
  /** A conversation whose history is not given. */
  broken = '';

  say(buyer: string, messageId: string, createAt: number): void {
    const messages = this.conversations.get(buyer) ?? [];
    messages.push({ messageId, cid: cidOf(buyer), createAt });
    this.conversations.set(buyer, messages);
  }

  readonly request = (uri: string, body: unknown): Promise<Answer> => {
    this.asked.push({ uri, body });
    if (this.isClosed) return Promise.reject(new Error('the line is closed'));
    if (this.refusal) return Promise.resolve(this.refusal);
    const isBroken = uri.includes('listUserMessages') && (body as unknown[])[0] === this.broken;
    if (isBroken) return Promise.resolve({ code: 500, body: {} });
    return Promise.resolve({ code: 200, body: this.#bodyOf(uri, body as unknown[]) });
  };

  histories(): readonly unknown[] {
    return this.asked
      .filter(({ uri }) => uri === '/r/MessageManager/listUserMessages')
      .map(({ body }) => (body as unknown[])[0]);
  }

  #bodyOf(uri: string, body: readonly unknown[]): unknown {
    if (uri === '/r/Conversation/listNewestPagination') {
      const rows = [...this.conversations].map(([buyer, messages]) => {
        const last = messages.at(-1);
        const single = { singleChatConversation: { cid: cidOf(buyer) } };
        const moved = { modifyTime: last?.createAt, lastMessage: { message: last } };
        return { singleChatUserConversation: { ...single, ...moved } };
      });
      const userConvs = rows.toSorted(
        (a, b) =>
          (b.singleChatUserConversation.modifyTime ?? 0) -
          (a.singleChatUserConversation.modifyTime ?? 0),
      );
      return { userConvs: userConvs.slice(0, body[1] as number) };
    }
    if (uri === '/r/MessageSend/sendByReceiverScope') return { messageId: '9.PNM', createAt: 5 };
    const [cid, , cursor, count] = body as [string, boolean, number, number];
    const buyer = cid.slice(0, cid.indexOf('.1-'));
    const before = (this.conversations.get(buyer) ?? []).filter(
      ({ createAt }) => createAt < cursor,
    );
    const page = before.slice(-count).toReversed();
    return {
      userMessageModels: page.map((message) => ({ message })),
      hasMore: before.length > page.length ? 1 : 0,
      nextCursor: page.at(-1)?.createAt,
    };
  }
}

const USER = { nick: '店:客服', userNumId: '22', mainUserNumId: KEY };
const okay = (data: unknown) => ({ ret: ['SUCCESS::调用成功'], data });

/** A bare context: what the script needs beyond these it would have to bring itself. */
const install = (
  parts: {
    readonly chat?: Chat | null;
    readonly mtop?: () => Promise<unknown>;
    readonly hasCheck?: boolean;
  } = {},
) => {
  const chat = parts.chat === null ? null : (parts.chat ?? new Chat());
  const calls: unknown[] = [];
  const uploads: { readonly url: string; readonly file: unknown }[] = [];
  let mutated = (): void => {};
  const page = { hasCheck: parts.hasCheck === true };
  const world: Record<string, unknown> = {
    document: { querySelector: () => (page.hasCheck ? {} : null), documentElement: {} },
    MutationObserver: class {
      constructor(hear: () => void) {
        mutated = hear;
      }
      observe(): void {}
      disconnect(): void {}
    },
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
    location: { protocol: 'https:', host: 'market.m.taobao.com' },
    btoa,
    atob,
    FormData,
    Blob,
    fetch: async (url: string, { body }: { body: FormData }) => {
      uploads.push({ url, file: body.get('file') });
      return { status: 200, url, text: () => Promise.resolve('{}') };
    },
    crypto: { randomUUID: () => 'uuid-1' },
    lib: {
      mtop: {
        request: (call: unknown) => {
          calls.push(call);
          return parts.mtop?.() ?? Promise.resolve(okay(USER));
        },
      },
    },
    ...(chat === null ? {} : { chatCore: { request: chat.request } }),
  };
  const script = runInNewContext(scriptSource(taobaoPage), world) as PageScript;
  const check = (): void => {
    page.hasCheck = true;
    mutated();
  };
  return { script, chat: chat ?? new Chat(), calls, uploads, check };
};
const poll = async (script: PageScript, isLastTaken = true): Promise<readonly string[]> => {
  const { models } = (await script.invoke('poll', { isLastTaken })) as {
    models: readonly { message: Message }[];
  };
  return models.map(({ message }) => message.messageId);
};

describe('the page script of 淘宝', () => {
  it('stands by its source text alone, and finds what the manifest expects', () => {
    const shape = install().script.shape();
    expect(taobaoManifest.expectedShapes.filter((name) => shape[name] !== true)).toEqual([]);
  });

  it('[PL2] says what is missing', () => {
    expect(install({ chat: null }).script.shape()).toEqual({
      mtop: true,
      chatCore: false,
      chatCoreRequest: false,
    });
  });

  it('asks who it is through the page’s own client, and tells a refusal like an answer', async () => {
    const { script, calls } = install();
    expect(await script.identity()).toMatchObject({ ret: ['SUCCESS::调用成功'], overlay: false });
    expect(calls).toEqual([{ api: 'mtop.user.getUserSimple', v: '1.0', data: {} }]);
    const refused = install({
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the client rejects with the answer
      mtop: () => Promise.reject({ ret: ['RGV587_ERROR::SM::x'], data: { url: 'https://x' } }),
    });
    expect(await refused.script.identity()).toMatchObject({ ret: ['RGV587_ERROR::SM::x'] });
    const offline = install({ mtop: () => Promise.reject(new Error('no network')) });
    expect(await offline.script.identity()).toMatchObject({ ret: ['no network'] });
  });

  it('[PL8] sees a check that is laid over the page', async () => {
    const { script, check } = install();
    const drained = script.drain(0, 1_000);
    check();
    expect((await drained).events).toMatchObject([{ kind: 'challenge' }]);
    expect(await script.identity()).toMatchObject({ overlay: true });
  });

  it('[PL5] writes nothing before the shop is known, then to its own conversations', async () => {
    const { script, chat } = install();
    const given = { buyerPin: 'b:1', type: 'text', content: '您好' };
    expect(await script.invoke('send', given)).toMatchObject({ kind: 'notWritten' });
    expect(chat.asked).toEqual([]);
    await script.identity();
    expect(await script.invoke('send', given)).toMatchObject({
      kind: 'resolved',
      message: { lwpCode: 200, messageId: '9.PNM', createAt: 5 },
    });
    expect(chat.asked).toMatchObject([
      {
        uri: '/r/MessageSend/sendByReceiverScope',
        body: [
          {
            uuid: 'uuid-1',
            cid: cidOf('b:1'),
            content: { contentType: 1, text: { content: '您好' } },
          },
          { actualReceivers: ['b:1@cntaobao'] },
        ],
      },
    ]);
  });

  it('an image goes as a card of its kind', async () => {
    const { script, chat } = install();
    await script.identity();
    await script.invoke('send', { buyerPin: 'b', type: 'image', content: 'https://x/图.png' });
    const body = (chat.asked[0]?.body ?? []) as [
      { content: { custom: { type: number; data: string } } },
    ];
    const { type, data } = body[0].content.custom;
    expect([type, JSON.parse(Buffer.from(data, 'base64').toString('utf8'))]).toEqual([
      7,
      { url: 'https://x/图.png', isOriginal: 1 },
    ]);
  });

  it('uploads a file with all its bytes, on the host for it', async () => {
    const { script, uploads } = install();
    const bytes = Buffer.from([0, 255, 128, 10]);
    const given = { name: '图.png', mimeType: 'image/png', base64: bytes.toString('base64') };
    expect(await script.invoke('upload', given)).toMatchObject({ status: 200, text: '{}' });
    const [upload] = uploads;
    expect(upload?.url).toMatch(/^https:\/\/stream-upload\.taobao\.com\/api\/upload\.api\?/u);
    const file = upload?.file as File;
    expect([file.name, file.type]).toEqual(['图.png', 'image/png']);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
  });

  it('[CV3] what the page’s client throws or refuses is told as such', async () => {
    const { script, chat } = install();
    await script.identity();
    const given = { buyerPin: 'b', type: 'text', content: 'x' };
    chat.refusal = { code: 403, body: { code: 'FAIL_SYS_USER_VALIDATE', reason: '验证' } };
    expect(await script.invoke('send', given)).toMatchObject({
      message: { lwpCode: 403, code: 'FAIL_SYS_USER_VALIDATE', reason: '验证' },
    });
    chat.isClosed = true;
    expect(await script.invoke('send', given)).toEqual({
      kind: 'threw',
      text: 'the line is closed',
    });
  });
});

describe('the list poll of 淘宝', () => {
  it('[PL6] brings a conversation once, and again as long as it was not taken', async () => {
    const { script, chat } = install();
    chat.say('a', '1', 10);
    chat.say('a', '2', 20);
    expect(await poll(script, false)).toEqual(['1', '2']);
    expect(await poll(script, false)).toEqual(['1', '2']);
    expect(await poll(script)).toEqual([]);
    expect(chat.histories()).toEqual([cidOf('a'), cidOf('a')]);
  });

  it('[PL6] asks only for what changed, back to where it was', async () => {
    const { script, chat } = install();
    chat.say('a', 'a1', 10);
    chat.say('b', 'b1', 11);
    await poll(script, false);
    await poll(script);
    chat.asked.length = 0;
    for (let count = 1; count <= 45; count++) chat.say('a', `new ${count}`, 100 + count);
    const brought = await poll(script);
    expect(brought.filter((id) => id.startsWith('new'))).toHaveLength(45);
    expect(new Set(chat.histories())).toEqual(new Set([cidOf('a')]));
    expect(chat.histories()).toHaveLength(3);
  });

  it('two messages of the same moment are two', async () => {
    const { script, chat } = install();
    chat.say('a', '1', 10);
    await poll(script, false);
    await poll(script);
    chat.say('a', '2', 10);
    expect(await poll(script)).toEqual(['1', '2']);
  });

  it('[PL2] an old conversation that moves again brings no history as if it were missed', async () => {
    const { script, chat } = install();
    for (let count = 0; count < 60; count++) chat.say(`b${count}`, `old ${count}`, 1_000 + count);
    expect(await poll(script, false)).toHaveLength(50);
    await poll(script);
    // The first list began at b10; what b1 said before that is of the past.
    chat.say('b1', 'new', 5_000);
    expect(await poll(script)).toEqual(['new']);
  });

  it('a refused list and a client that throws are told, a changed list has no models', async () => {
    const { script, chat } = install();
    chat.refusal = { code: 403, body: { code: 'FAIL_SYS_USER_VALIDATE' } };
    expect(await script.invoke('poll', {})).toMatchObject({ code: 403, models: null });
    chat.refusal = { code: 200, body: { conversations: [] } };
    expect(await script.invoke('poll', {})).toMatchObject({ code: 200, models: null });
    chat.isClosed = true;
    expect(await script.invoke('poll', {})).toEqual({ kind: 'threw', text: 'the line is closed' });
  });

  it('[PL6] one conversation without a history holds no other back, and is asked for again', async () => {
    const { script, chat } = install();
    chat.say('a', 'a1', 10);
    chat.say('a', 'a2', 20);
    chat.say('b', 'b1', 11);
    chat.broken = cidOf('a');
    expect((await poll(script, false)).toSorted()).toEqual(['a2', 'b1']);
    chat.broken = '';
    expect(await poll(script)).toEqual(['a1', 'a2']);
  });
});
