import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, ask } from '../../testing/ask.ts';
import { startWorld, type World } from '../../world.ts';
import type { SimulatedShop } from '../shop.ts';

let world: World;
let shop: SimulatedShop;
/** As the page's browser has it: the token in it follows `Set-Cookie`. */
let cookie: string;

beforeEach(async () => {
  world = await startWorld();
  const made = world.control.createShop({ platform: 'taobao', name: '小满服饰' });
  shop = world.control.shop(made.store_id);
  ({ cookie } = made);
});
afterEach(() => world.close());

type Mtop = { readonly ret: readonly string[]; readonly data: Record<string, unknown> };

const mtopOnce = (api: string, data: unknown, headers: Record<string, string>): Promise<Answer> => {
  const text = JSON.stringify(data);
  const token = /_m_h5_tk=([^_;]*)/u.exec(headers['cookie'] ?? '')?.[1] ?? '';
  const sign = createHash('sha256').update(`${token}&1&k&${text}`).digest('hex');
  const query = new URLSearchParams({ t: '1', appKey: 'k', sign, data: text });
  return ask(world, `/h5/${api}/1.0/?${query.toString()}`, { site: 'h5api.m.taobao.com', headers });
};
/** As the page's client does it: once more with the token that the first answer set. */
const mtop = async (api: string, data: unknown = {}): Promise<Mtop> => {
  const first = await mtopOnce(api, data, { cookie });
  const [header = ''] = first.headers['set-cookie'] ?? [];
  if (header === '') return first.json as Mtop;
  cookie = cookie.replace(/_m_h5_tk=[^;]*/u, header.split(';')[0] ?? '');
  return (await mtopOnce(api, data, { cookie })).json as Mtop;
};

type Frame = {
  readonly lwp?: string;
  readonly headers: Record<string, string>;
  readonly code?: number;
  readonly body: Record<string, unknown>;
};
const open = async (): Promise<{
  frames: Frame[];
  /** Resolves to the close code, first of its values. */
  closed: Promise<unknown[]>;
  request: (lwp: string, body: unknown, headers?: Record<string, string>) => Promise<Frame>;
}> => {
  // The cookie does not reach this host.
  const host = `wss-cntaobao.dingtalk.com.localhost:${world.port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${world.port}/`, { headers: { host } });
  const frames: Frame[] = [];
  socket.on('message', (data) =>
    frames.push(JSON.parse((data as Buffer).toString('utf8')) as Frame),
  );
  const closed = once(socket, 'close');
  await once(socket, 'open');
  let lastMid = 0;
  const request = async (
    lwp: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Frame> => {
    lastMid += 1;
    const mid = `${lastMid} 0`;
    socket.send(JSON.stringify({ lwp, headers: { ...headers, mid }, body }));
    const answer = (): Frame | undefined =>
      frames.find((frame) => frame.lwp === undefined && frame.headers['mid'] === mid);
    await expect.poll(answer).toBeDefined();
    return answer() ?? expect.fail('no answer');
  };
  return { frames, closed, request };
};
const register = async (sync = '0,0') => {
  const line = await open();
  const { data } = await mtop('mtop.taobao.login.token.get.h5', { deviceId: 'd' });
  const { accessToken } = data['result'] as { accessToken: string };
  const answer = await line.request('/reg', undefined, { token: accessToken, did: 'd', sync });
  return { ...line, answer, accessToken };
};

/** The messages that were pushed, each with the name that it came by. */
const pushed = (
  frames: readonly Frame[],
): readonly (readonly [string, Record<string, unknown>])[] =>
  frames.flatMap(({ lwp = '', body }) => {
    const { data } = (body['syncPushPackage'] ?? { data: [] }) as { data: { data: string }[] };
    return data.map((item) => {
      const text = Buffer.from(item.data, 'base64').toString('utf8');
      return [lwp, JSON.parse(text) as Record<string, unknown>] as const;
    });
  });
const cid = (pin: string): string => `${pin}.1-${shop.shopKey}.1#11001@cntaobao`;
const model = (pin: string, content: string) => [
  { uuid: 'u-1', cid: cid(pin), content: { contentType: 1, text: { content } } },
  { actualReceivers: [`${pin}@cntaobao`] },
];
const SEND = '/r/MessageSend/sendByReceiverScope';

describe('mtop', () => {
  it('gives a new signing token for one that is over, and answers then', async () => {
    const first = await mtopOnce('mtop.user.getUserSimple', {}, { cookie });
    expect((first.json as Mtop).ret).toEqual(['FAIL_SYS_TOKEN_EXOIRED::令牌过期']);
    const [header] = first.headers['set-cookie'] ?? [];
    expect(header).toMatch(/^_m_h5_tk=[\da-f]{32}_\d+; Domain=\.taobao\.com\.localhost;/u);
    expect(header).not.toContain('HttpOnly');
    expect(await mtop('mtop.user.getUserSimple')).toMatchObject({
      ret: ['SUCCESS::调用成功'],
      data: { nick: '小满服饰:客服', mainUserNumId: shop.shopKey },
    });
  });

  it('refuses a call that is not signed with it, and one without a session', async () => {
    await mtop('mtop.user.getUserSimple');
    const unsigned = await ask(world, '/h5/mtop.user.getUserSimple/1.0/?data={}&sign=x', {
      site: 'h5api.m.taobao.com',
      headers: { cookie },
    });
    expect(unsigned.json).toMatchObject({ ret: ['FAIL_SYS_ILLEGAL_ACCESS::非法请求'] });
    world.control.shopFault(shop.storeId, { kind: 'expire' });
    expect((await mtop('mtop.user.getUserSimple')).ret).toEqual([
      'FAIL_SYS_SESSION_EXPIRED::SESSION失效',
    ]);
  });

  it('wants a person while there is a challenge, and fails as it is told', async () => {
    world.control.shopFault(shop.storeId, { kind: 'challenge' });
    const refused = await mtop('mtop.user.getUserSimple');
    expect(refused.ret[0]).toMatch(/^RGV587_ERROR::/u);
    expect(refused.data['url']).toContain('/_____tmd_____/punish');
    world.control.solve(shop.storeId);
    world.control.shopFault(shop.storeId, { kind: 'http', status: 429 });
    expect((await mtopOnce('mtop.user.getUserSimple', {}, { cookie })).status).toBe(429);
  });

  it('tells the staff by their nicks alone', async () => {
    world.control.setStaff(shop.storeId, [
      { staff_id: '1', name: '售后', status: 1, department: '一组', online: true },
    ]);
    expect((await mtop('mtop.taobao.qianniu.subaccount.list')).data).toEqual({
      list: [{ nick: '小满服饰:售后' }],
    });
  });
});

describe('the socket', () => {
  it('knows a page by its token alone, once, from its own device', async () => {
    const { answer, accessToken, request } = await register();
    expect(answer).toMatchObject({
      code: 200,
      headers: { 'reg-uid': `${shop.shopKey}@cntaobao` },
    });
    expect((await request('/!', undefined)).headers['server-timestamp']).toMatch(/^\d+$/u);
    const stranger = await open();
    expect((await stranger.request(SEND, model('b', 'x'))).code).toBe(401);
    const again = { token: accessToken, did: 'd' };
    expect((await stranger.request('/reg', undefined, again)).code).toBe(401);
    const { data } = await mtop('mtop.taobao.login.token.get.h5', { deviceId: 'd' });
    const { accessToken: fresh } = data['result'] as { accessToken: string };
    const other = { token: fresh, did: 'another' };
    expect((await stranger.request('/reg', undefined, other)).code).toBe(401);
  });

  it('pushes by /s/para, what comes again by /s/sync, and lists it', async () => {
    const { frames, request } = await register();
    world.control.shopFault(shop.storeId, { kind: 'duplicate' });
    const { message_id: id } = world.control.say(shop.storeId, 'b', { content: '在吗' });
    await expect
      .poll(() => pushed(frames).map(([lwp, { messageId }]) => [lwp, messageId]))
      .toEqual([
        ['/s/para', id],
        ['/s/sync', id],
      ]);
    const list = await request('/r/Conversation/listNewestPagination', [1, 50]);
    expect(list.body).toMatchObject({
      userConvs: [{ singleChatUserConversation: { singleChatConversation: { cid: cid('b') } } }],
    });
    const history = [cid('b'), false, Number.MAX_SAFE_INTEGER, 20, true];
    expect((await request('/r/MessageManager/listUserMessages', history)).body).toMatchObject({
      userMessageModels: [{ message: { messageId: id, cid: cid('b') } }],
      hasMore: 0,
    });
  });

  it('turns the pages of a history', async () => {
    for (let index = 1; index <= 5; index++)
      world.control.say(shop.storeId, 'b', { content: String(index), ago_ms: 10_000 - index });
    const { request } = await register();
    const page = async (cursor: number) =>
      (await request('/r/MessageManager/listUserMessages', [cid('b'), false, cursor, 3, true]))
        .body as {
        userMessageModels: { message: { content: { text: { content: string } } } }[];
        hasMore: number;
        nextCursor: number;
      };
    const words = ({ userMessageModels }: Awaited<ReturnType<typeof page>>) =>
      userMessageModels.map(({ message }) => message.content.text.content);
    const first = await page(Number.MAX_SAFE_INTEGER);
    expect([words(first), first.hasMore]).toEqual([['5', '4', '3'], 1]);
    const second = await page(first.nextCursor);
    expect([words(second), second.hasMore]).toEqual([['2', '1'], 0]);
  });

  it('gives evidence of a send and its echo; a refusal comes inside a successful answer', async () => {
    world.control.say(shop.storeId, 'b', { content: '在吗' });
    const { frames, request } = await register(`${shop.line.seq},0`);
    const { body } = await request(SEND, model('b', '在的'));
    expect(body['messageId']).toMatch(/^\d{19}$/u);
    await expect
      .poll(() => pushed(frames).at(-1)?.[1])
      .toMatchObject({ messageId: body['messageId'], uuid: 'u-1' });
    world.control.shopFault(shop.storeId, { kind: 'reject', code: 4007, text: '不许', count: 1 });
    expect(await request(SEND, model('b', '二'))).toMatchObject({
      code: 200,
      body: { messageId: '', code: '4007', reason: '不许' },
    });
    expect(await request(SEND, model('stranger', '三'))).toMatchObject({ body: { code: '10007' } });
    expect(world.ledger().platforms[shop.storeId]?.sent_by_agent).toMatchObject([
      { buyer: 'b', content: '在的', platform_message_id: body['messageId'] },
    ]);
  });

  it('with a lost echo reaches the buyer and gives no evidence', async () => {
    world.control.say(shop.storeId, 'b', { content: '在吗' });
    const { frames, request } = await register(`${shop.line.seq},0`);
    world.control.shopFault(shop.storeId, { kind: 'lost_echo', mode: 'empty', count: 1 });
    expect(await request(SEND, model('b', '一'))).toMatchObject({ code: 200, body: {} });
    expect(pushed(frames)).toEqual([]);
    expect(world.ledger().platforms[shop.storeId]?.buyers['b']).toHaveLength(2);
  });

  it('is silent when told so, while the list still tells', async () => {
    const { frames, request } = await register();
    world.control.shopFault(shop.storeId, { kind: 'silent' });
    world.control.say(shop.storeId, 'b', { content: '一' });
    const list = await request('/r/Conversation/listNewestPagination', [1, 50]);
    expect(JSON.stringify(list.body)).toContain('"一"');
    expect(pushed(frames)).toEqual([]);
  });

  it('tells a page that comes later what it missed, and what it must know', async () => {
    world.control.say(shop.storeId, 'b', { content: '一' });
    world.control.shopFault(shop.storeId, { kind: 'drift', what: 'codec' });
    world.control.shopFault(shop.storeId, { kind: 'challenge', mode: 'overlay' });
    world.control.solve(shop.storeId);
    world.control.shopFault(shop.storeId, { kind: 'kick', by: '主管', reason: '别处登录' });
    const { frames, closed } = await register('0,0');
    await closed;
    expect(pushed(frames)).toMatchObject([['/s/sync', { conversationId: cid('b') }]]);
    expect(frames.map(({ lwp }) => lwp)).toContain('/_sim/drift');
    expect(frames.at(-1)).toMatchObject({
      lwp: '/s/session/remove',
      body: { reason: '别处登录', by: '主管' },
    });
  });

  it('ends with the session, 4401', async () => {
    const { closed } = await register();
    world.control.shopFault(shop.storeId, { kind: 'expire' });
    expect((await closed)[0]).toBe(4401);
  });
});

describe('pictures', () => {
  const upload = async (file: Blob, headers: Record<string, string>): Promise<unknown> => {
    const form = new FormData();
    form.append('file', file, 'a.png');
    const { body, headers: own } = new Request('http://x', { method: 'POST', body: form });
    const url = `http://127.0.0.1:${world.port}/api/upload.api?appkey=ampmedia`;
    const bytes = Buffer.from(await new Response(body).arrayBuffer());
    const answer = await new Promise<string>((resolve, reject) => {
      const type = own.get('content-type') ?? '';
      const host = `stream-upload.taobao.com.localhost:${world.port}`;
      const asked = httpRequest(url, {
        method: 'POST',
        headers: { ...headers, host, 'content-type': type },
      });
      asked.on('error', reject);
      asked.on('response', (response) => {
        void new Response(Readable.toWeb(response) as ReadableStream).text().then(resolve, reject);
      });
      asked.end(bytes);
    });
    return JSON.parse(answer);
  };

  it('takes one with the session’s cookie and shows it', async () => {
    const png = new Blob([new Uint8Array([137, 80, 255, 0])], { type: 'image/png' });
    const { object } = (await upload(png, { cookie })) as { object: { url: string } };
    const { hostname, pathname } = new URL(object.url);
    const shown = await ask(world, pathname, { site: hostname.replace('.localhost', '') });
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/png']);
    expect(await upload(png, {})).toEqual({ success: false, message: '请先登录' });
    const text = new Blob(['x'], { type: 'text/html' });
    expect(await upload(text, { cookie })).toMatchObject({ success: false });
  });
});
