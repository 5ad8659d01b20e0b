import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Answer, ask } from '../../testing/ask.ts';
import { startWorld, type World } from '../../world.ts';
import type { SimulatedShop } from '../shop.ts';

const SITE = 'mms.pinduoduo.com';
let world: World;
let shop: SimulatedShop;
let cookie: string;

beforeEach(async () => {
  world = await startWorld();
  const made = world.control.createShop({ platform: 'pdd', name: '山野零食' });
  shop = world.control.shop(made.store_id);
  ({ cookie } = made);
  world.control.say(shop.storeId, 'b', { content: '在吗' });
});
afterEach(() => world.close());

/** As the page's own client asks. */
const post = (
  path: string,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = { 'anti-content': `0asSim-${shop.shopKey}` },
): Promise<Answer> => ask(world, path, { site: SITE, headers: { cookie, ...headers }, body });
const send = (uid: string, content: string, type = 0): Promise<Answer> =>
  post('/plateau/chat/send_message', {
    data: {
      cmd: 'send_message',
      request_id: 'r-1',
      message: { to: { role: 'user', uid }, from: { role: 'mall_cs' }, content, type },
    },
    client: 'WEB',
  });
const move = (csid: string): Promise<Answer> =>
  post('/plateau/chat/move_conversation', {
    data: { cmd: 'move_conversation', conversation: { csid, uid: 'b', remark: '' } },
  });
const book = () => world.ledger().platforms[shop.storeId];

describe('who may ask', () => {
  it('a session ends with the mall and the user', () => {
    const [session = ''] = cookie.split(';');
    expect(session).toMatch(/^PASS_ID=[\da-f]{32}_/u);
    expect(session.endsWith(`_${shop.shopKey}_${shop.agent.id}`)).toBe(true);
  });

  it('tells the mall and the user, and 43001 without a session', async () => {
    expect((await post('/janus/api/new/userinfo', {}, {})).json).toMatchObject({
      success: true,
      result: { id: shop.agent.id, mall_id: shop.shopKey, username: '山野零食:客服' },
    });
    const stranger = await ask(world, '/janus/api/new/userinfo', { site: SITE, body: {} });
    expect(stranger.json).toMatchObject({ success: false, error_code: 43001 });
  });

  it.each(['/plateau/chat/latest_conversations', '/latitude/assign/getAssignCsList'])(
    'refuses %s without anti-content',
    async (path) => {
      expect((await post(path, {}, {})).status).toBe(403);
    },
  );

  it('answers 403 while a person must verify, and what the http fault says', async () => {
    world.control.shopFault(shop.storeId, { kind: 'challenge' });
    const asked = await post('/janus/api/new/userinfo');
    expect([asked.status, asked.json]).toMatchObject([403, { error_code: 54001 }]);
    world.control.shopFault(shop.storeId, { kind: 'none' });
    world.control.shopFault(shop.storeId, { kind: 'http', status: 429 });
    expect((await post('/janus/api/new/userinfo')).status).toBe(429);
  });
});

describe('sending', () => {
  it('names the message that the buyer has, and takes an image by its address', async () => {
    const { json } = await send('b', '您好');
    await send('b', 'https://img.example/1.png', 1);
    expect(book()?.sent_by_agent).toMatchObject([
      { buyer: 'b', type: 'text', content: '您好', client_message_id: 'r-1' },
      { type: 'image', content: 'https://img.example/1.png' },
    ]);
    const id = book()?.sent_by_agent[0]?.platform_message_id;
    expect(json).toMatchObject({ success: true, result: { result: 'ok', msg_id: id } });
  });

  it('sends a card by its goods id, and the buyer sees a card', async () => {
    const body = { uid: 'b', goods_id: 612345678901, biz_type: 3 };
    const { json } = await post('/plateau/message/send/mallGoodsCard', body);
    expect(json).toMatchObject({ success: true, result: { result: 'ok' } });
    const content = 'https://mobile.yangkeduo.com/goods.html?goods_id=612345678901';
    expect(book()?.sent_by_agent).toMatchObject([{ type: 'product_card', content }]);
    expect(book()?.buyers['b']?.at(-1)).toMatchObject({ type: 'product_card', content });
  });

  it('hides a refusal inside a success, and delivers nothing then', async () => {
    world.control.shopFault(shop.storeId, { kind: 'reject', count: 1 });
    expect((await send('b', '违规')).json).toMatchObject({
      success: true,
      result: { error_code: 10002 },
    });
    expect((await send('stranger', '您好')).json).toMatchObject({
      success: true,
      result: { error_code: 10007 },
    });
    expect(book()?.sent_by_agent).toEqual([]);
  });

  it('with a lost echo the buyer has it and the page has no evidence', async () => {
    world.control.shopFault(shop.storeId, { kind: 'lost_echo', mode: 'empty', count: 1 });
    expect((await send('b', '一')).json).toEqual({
      success: true,
      error_code: 1_000_000,
      error_msg: '',
      result: { result: 'ok' },
    });
    world.control.shopFault(shop.storeId, { kind: 'lost_echo', mode: 'pending', count: 1 });
    expect((await send('b', '二')).headers['x-sim-lost']).toBe('pending');
    expect(book()?.sent_by_agent).toHaveLength(2);
  });

  it('stores an image for whoever has a permit, once', async () => {
    const permit = (await post('/plateau/file/pre_upload', { chat_type_id: 1, file_usage: 1 }))
      .json as { result: { upload_signature: string; upload_url: string } };
    const { upload_signature: signature, upload_url: url } = permit.result;
    const store = () =>
      ask(world, new URL(url).pathname, {
        site: 'file.pinduoduo.com',
        headers: { origin: `http://${SITE}.localhost:${world.port}` },
        body: { image: 'data:image/png;base64,iVBORw0KGgo=', upload_sign: signature },
      });
    const stored = await store();
    expect(stored.headers['access-control-allow-origin']).toBe(
      `http://${SITE}.localhost:${world.port}`,
    );
    const { url: address } = stored.json as { url: string };
    const image = await ask(world, new URL(address).pathname, { site: 'file.pinduoduo.com' });
    expect(image.headers['content-type']).toBe('image/png');
    expect((await store()).status).toBe(403);
  });
});

describe('lists', () => {
  it('a conversation is its last message, the history has the others', async () => {
    await send('b', '您好');
    const latest = await post('/plateau/chat/latest_conversations', {
      data: { cmd: 'latest_conversations', page: 1, size: 100 },
    });
    expect(latest.json).toMatchObject({
      result: {
        has_more: false,
        conversations: [{ content: '您好', user_info: { uid: 'b', nickname: 'b' } }],
      },
    });
    const history = await post('/plateau/chat/list', {
      data: { cmd: 'list', list: { with: { role: 'user', id: 'b' }, size: 50 } },
    });
    expect(history.json).toMatchObject({
      result: {
        messages: [
          { content: '在吗', from: { role: 'user', uid: 'b' }, to: { mall_id: shop.shopKey } },
          { content: '您好', from: { uid: `cs_${shop.shopKey}_${shop.agent.id}` } },
        ],
      },
    });
  });

  it('pages the conversations', async () => {
    world.control.say(shop.storeId, 'c', { content: '二' });
    const page = async (number: number): Promise<unknown> =>
      (await post('/plateau/chat/latest_conversations', { data: { page: number, size: 1 } })).json;
    expect(await page(1)).toMatchObject({ result: { has_more: true, conversations: [{}] } });
    expect(await page(2)).toMatchObject({ result: { has_more: false, conversations: [{}] } });
  });

  it('hands a buyer to a colleague of this mall who is there', async () => {
    const row = { name: '售后', status: 1, department: '' };
    world.control.setStaff(shop.storeId, [
      { ...row, staff_id: '1', online: true },
      { ...row, staff_id: '2', online: false },
    ]);
    const csid = `cs_${shop.shopKey}_1`;
    expect((await post('/latitude/assign/getAssignCsList')).json).toMatchObject({
      result: { csList: { [csid]: { username: '售后', status: 1 } } },
    });
    for (const wrong of ['cs_1_1', `cs_${shop.shopKey}_2`, '1']) {
      const { json } = await move(wrong);
      expect(json).toMatchObject({ success: true, result: { result: 'fail' } });
    }
    expect(book()?.transfers).toEqual([]);
    expect((await move(csid)).json).toMatchObject({ result: { result: 'ok' } });
    expect(book()?.transfers).toMatchObject([{ buyer: 'b', staff_id: '1' }]);
  });
});

describe('sockets', () => {
  it.each(['kick', 'expire'] as const)('end with the session: %s', async (kind) => {
    const closed: Promise<unknown[]>[] = [];
    for (const name of ['m-ws', 'titan-ws']) {
      const host = `${name}.pinduoduo.com.localhost:${world.port}`;
      const socket = new WebSocket(`ws://127.0.0.1:${world.port}/`, { headers: { host, cookie } });
      await once(socket, 'open');
      closed.push(once(socket, 'close'));
    }
    world.control.shopFault(shop.storeId, { kind });
    const codes = (await Promise.all(closed)).map(([code]) => code);
    expect(codes).toEqual(kind === 'kick' ? [4403, 4403] : [4401, 4401]);
  });

  it('keep a stranger out', async () => {
    const host = `titan-ws.pinduoduo.com.localhost:${world.port}`;
    const socket = new WebSocket(`ws://127.0.0.1:${world.port}/`, { headers: { host } });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('401');
  });
});
