import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, ask } from '../testing/ask.ts';
import { startWorld, type World } from '../world.ts';
import type { SimulatedShop } from './shop.ts';
import { PLATFORMS } from '#shared/model/platform.ts';
import { SITES } from './sites.ts';

let world: World;
let shop: SimulatedShop;
let cookie: string;

beforeEach(async () => {
  world = await startWorld();
  const made = world.control.createShop({ platform: 'douyin', name: '山野零食' });
  shop = world.control.shop(made.store_id);
  ({ cookie } = made);
});
afterEach(() => world.close());

const api = (
  path: string,
  headers: Readonly<Record<string, string>> = { cookie },
): Promise<Answer> => ask(world, `/backstage/${path}`, { site: 'pigeon.jinritemai.com', headers });
const call = (
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = { cookie, 'x-page-sign': shop.shopKey },
): Promise<Answer> => ask(world, `/_sim/${path}`, { site: 'im.jinritemai.com', headers, body });
const idOf = (pin: string): string => `${pin}:${shop.shopKey}::2:1:pigeon`;
const send = (pin: string, content: string): Promise<Answer> =>
  call('send', { conversationId: idOf(pin), type: 'text', content, clientMessageId: 'c-1' });

/** A page's stream, as frames. */
const openStream = async (
  after = '',
): Promise<{ frames: Record<string, unknown>[]; socket: WebSocket }> => {
  const host = `im.jinritemai.com.localhost:${world.port}`;
  const frames: Record<string, unknown>[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${world.port}/_sim/stream${after}`, {
    headers: { host, cookie },
  });
  socket.on('message', (data) =>
    frames.push(JSON.parse((data as Buffer).toString('utf8')) as Record<string, unknown>),
  );
  await once(socket, 'message');
  return { frames, socket };
};
const contents = (frames: readonly Record<string, unknown>[]): readonly string[] =>
  frames.flatMap(({ message }) =>
    message === undefined ? [] : [(message as { content: string }).content],
  );

describe('who may come in', () => {
  it.each(PLATFORMS)(
    '%s: no or a wrong cookie goes to the login, a good one to the workbench',
    async (platform) => {
      const site = SITES[platform];
      const made = world.control.createShop({ platform, name: '店' });
      const { hostname, pathname } = new URL(site.workbenchUrls[0]);
      const login = new URL(site.loginUrl);
      for (const headers of [{}, { cookie: `${site.sessionCookie}=nonsense` }]) {
        const refused = await ask(world, pathname, { site: hostname, headers });
        expect(refused.status).toBe(302);
        expect(refused.headers['location']).toBe(
          `http://${login.hostname}.localhost:${world.port}${login.pathname}`,
        );
      }
      const page = await ask(world, pathname, { site: hostname, headers: { cookie: made.cookie } });
      expect(page.status).toBe(200);
      expect(page.text).toContain('模拟平台');
      expect(page.text.includes('暂用抖音')).toBe(site.interimNote !== null);
    },
  );

  it('keeps shops apart: a cookie is one shop’s, on one platform', async () => {
    const other = world.control.createShop({ platform: 'douyin', name: '另一家' });
    expect((await api('currentuser', { cookie: other.cookie })).json).toMatchObject({
      data: { ShopName: '另一家' },
    });
    const asJd = cookie.replace('sessionid', 'thor');
    const jd = await ask(world, '/workbench/checkin.json', {
      site: 'dongdong.jd.com',
      headers: { cookie: asJd },
    });
    expect(jd.status).toBe(302);
  });

  it('answers the api without a session with 401 and 10008', async () => {
    const answer = await api('currentuser?biz_type=4', {});
    expect([answer.status, answer.json]).toMatchObject([401, { code: 10008 }]);
  });

  it('lets pages of the own site read, and no others', async () => {
    const headers = (origin: string): Record<string, string> => ({ cookie, origin });
    const own = `http://im.jinritemai.com.localhost:${world.port}`;
    expect((await api('currentuser', headers(own))).headers).toMatchObject({
      'access-control-allow-origin': own,
      'access-control-allow-credentials': 'true',
    });
    for (const origin of ['http://evil.localhost', 'http://xjinritemai.com.localhost', 'null']) {
      const { headers: answered } = await api('currentuser', headers(origin));
      expect(answered['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('refuses a call of the page without the page’s own header', async () => {
    expect((await call('send', {}, { cookie })).status).toBe(403);
    expect((await call('send', {}, {})).status).toBe(401);
  });

  it('ends every session by expire, and takes it back by none', async () => {
    world.control.shopFault(shop.storeId, { kind: 'expire' });
    expect((await api('currentuser')).status).toBe(401);
    world.control.shopFault(shop.storeId, { kind: 'none' });
    expect((await api('currentuser')).status).toBe(200);
  });

  it('answers 403 while a person must verify, until it is solved', async () => {
    world.control.shopFault(shop.storeId, { kind: 'challenge' });
    expect((await api('currentuser')).status).toBe(403);
    expect(
      (
        await ask(world, '/pc_seller_v2/main/workspace', {
          site: 'im.jinritemai.com',
          headers: { cookie },
        })
      ).headers['location'],
    ).toBe(`http://verify.jinritemai.com.localhost:${world.port}/captcha`);
    expect((await call('solve', {})).json).toEqual({ code: 0, solved: true });
    expect((await api('currentuser')).status).toBe(200);
  });

  it('rotates the session cookie by Set-Cookie', async () => {
    world.control.shopFault(shop.storeId, { kind: 'rotate' });
    const page = await ask(world, '/pc_seller_v2/main/workspace', {
      site: 'im.jinritemai.com',
      headers: { cookie },
    });
    const [header = ''] = page.headers['set-cookie'] ?? [];
    expect(header).toMatch(
      /^sessionid=[\da-f]{32}; Domain=\.jinritemai\.com\.localhost; .*HttpOnly/u,
    );
    const [rotated = ''] = header.split(';');
    expect((await api('currentuser', { cookie: rotated })).status).toBe(200);
    expect(cookie).not.toContain(rotated);
  });
});

describe('shapes', () => {
  it('tells the service account, the staff and the conversations', async () => {
    world.control.setStaff(shop.storeId, [
      { staff_id: '7545667615256944155', name: '售后', status: 1, department: '', online: false },
    ]);
    const { message_id: id } = world.control.say(shop.storeId, 'AQ1:22', {
      content: '商品id:3645790011223344556 订单号:250904-518080458310434',
      msg_type: 'order_card',
      name: '阿泽',
      ago_ms: 60_000,
    });
    expect((await api('getCanAssignStaffList')).json).toEqual({
      code: 0,
      msg: 'success',
      data: [
        {
          staffId: '7545667615256944155',
          staffName: '售后',
          status: 1,
          online_status: 0,
          department: '',
        },
      ],
    });
    const list = await api('conversation/get_current_conversation_list?pageSize=200');
    const { data } = list.json as {
      data: { conversations: { messages: { content: string; createdAt: number }[] }[] };
    };
    const [message] = data.conversations[0]?.messages ?? [];
    expect(data.conversations).toMatchObject([
      {
        conversationId: idOf('AQ1:22'),
        buyerName: '阿泽',
        updatedAt: message?.createdAt,
        messages: [
          {
            serverId: id,
            conversationId: idOf('AQ1:22'),
            ext: {
              type: 'order_card',
              's:sender_biz_role': '1',
              sender_name: '阿泽',
              shop_id: shop.shopKey,
              goods_id: '3645790011223344556',
              order_id: '250904-518080458310434',
            },
          },
        ],
      },
    ]);
    expect(JSON.parse(message?.content ?? '')).toMatchObject({
      goods_id: '3645790011223344556',
      order_id: '250904-518080458310434',
      title: '山野 每日坚果 30 包礼盒',
    });
  });

  it.each([
    ['https://item.jd.com/100123456789.html', '100123456789'],
    [
      'https://haohuo.jinritemai.com/views/product/item2?id=3645790011223344556',
      '3645790011223344556',
    ],
    ['https://mobile.yangkeduo.com/goods.html?goods_id=512345678901', '512345678901'],
    ['https://shop.example/nothing', ''],
  ])('keeps the link of a product card: %s', async (link, goodsId) => {
    world.control.say(shop.storeId, 'b', { content: link, msg_type: 'product_card' });
    const [conversation] = shop.conversations(1, 1);
    expect(conversation?.messages[0]?.card).toMatchObject({ link, goodsId });
  });

  it('gives at most fifty messages of a conversation, the newest, oldest of them first', async () => {
    for (let index = 1; index <= 60; index += 1) {
      world.control.say(shop.storeId, 'b', { content: String(index) });
    }
    const list = await api('conversation/get_current_conversation_list?pageSize=200');
    const { data } = list.json as {
      data: { conversations: { messages: { content: string }[] }[] };
    };
    const told = data.conversations[0]?.messages.map(({ content }) => content);
    expect(told).toEqual(Array.from({ length: 50 }, (_, index) => String(index + 11)));
  });
});

describe('sending', () => {
  it('gives evidence, pushes the echo and shows it to that buyer alone', async () => {
    world.control.say(shop.storeId, 'b', { content: '在吗' });
    world.control.say(shop.storeId, 'c', { content: '在吗' });
    const { frames } = await openStream();
    const { json } = await send('b', '在的');
    const { message } = json as { message: { serverId: string } };
    await expect.poll(() => frames.at(-1)).toMatchObject({ kind: 'message', message });
    const book = world.ledger().platforms[shop.storeId];
    expect(book?.sent_by_agent).toMatchObject([
      {
        buyer: 'b',
        type: 'text',
        content: '在的',
        platform_message_id: message.serverId,
        client_message_id: 'c-1',
      },
    ]);
    expect(book?.buyers['b']).toHaveLength(2);
    expect(book?.buyers['c']).toHaveLength(1);
  });

  it('knows no conversation of another shop or of a stranger', async () => {
    const other = world.control.createShop({ platform: 'douyin', name: '另一家' });
    const { shopKey } = world.control.shop(other.store_id);
    world.control.say(other.store_id, 'b', { content: '在吗' });
    for (const conversationId of [`b:${shopKey}::2:1:pigeon`, idOf('stranger'), 'b']) {
      const body = { conversationId, type: 'text', content: '在', clientMessageId: 'c' };
      expect((await call('send', body)).json).toMatchObject({
        message: { serverId: '', ext: { check_code: '10007' } },
      });
    }
    expect(world.ledger().platforms[other.store_id]?.sent_by_agent).toEqual([]);
  });

  it('delivers nothing that it refused, and refuses only as often as asked', async () => {
    world.control.say(shop.storeId, 'b', { content: '在吗' });
    world.control.shopFault(shop.storeId, { kind: 'reject', code: 4007, text: '不许', count: 1 });
    expect((await send('b', '一')).json).toMatchObject({
      message: { serverId: '', ext: { check_code: '4007', check_message: '不许' } },
    });
    await send('b', '二');
    expect(world.ledger().platforms[shop.storeId]?.sent_by_agent).toMatchObject([
      { content: '二' },
    ]);
    expect(world.ledger().platforms[shop.storeId]?.buyers['b']).toHaveLength(2);
  });

  it('refuses an image that is no link', async () => {
    world.control.say(shop.storeId, 'b', { content: '在吗' });
    const body = { conversationId: idOf('b'), type: 'image', content: 'x', clientMessageId: 'c' };
    expect((await call('send', body)).json).toMatchObject({
      message: { serverId: '', ext: { check_code: '10006' } },
    });
    expect(world.ledger().platforms[shop.storeId]?.sent_by_agent).toEqual([]);
  });

  it('with a lost echo reaches the buyer, and the page hears nothing', async () => {
    world.control.say(shop.storeId, 'b', { content: '在吗' });
    world.control.shopFault(shop.storeId, { kind: 'lost_echo', count: 1 });
    const { frames } = await openStream();
    expect((await send('b', '一')).json).toEqual({ code: 0, lost: 'pending' });
    await send('b', '二');
    await expect.poll(() => contents(frames)).toEqual(['二']);
    expect(world.ledger().platforms[shop.storeId]?.buyers['b']).toHaveLength(3);
  });
});

describe('pushing', () => {
  const say = (...words: readonly string[]): void => {
    for (const content of words) world.control.say(shop.storeId, 'b', { content });
  };

  it('is silent when told so, while the list still tells', async () => {
    const { frames } = await openStream();
    world.control.shopFault(shop.storeId, { kind: 'silent' });
    say('一');
    world.control.shopFault(shop.storeId, { kind: 'none' });
    say('二');
    await expect.poll(() => contents(frames)).toEqual(['二']);
    const list = await api('conversation/get_current_conversation_list');
    expect(list.text).toContain('"content":"一"');
  });

  it('repeats and disorders when told so', async () => {
    const { frames } = await openStream();
    world.control.shopFault(shop.storeId, { kind: 'disorder' });
    say('一', '二', '三');
    await expect.poll(() => contents(frames)).toEqual(['二', '一', '三']);
    world.control.shopFault(shop.storeId, { kind: 'none' });
    world.control.shopFault(shop.storeId, { kind: 'duplicate' });
    say('四');
    await expect.poll(() => contents(frames)).toEqual(['二', '一', '三', '四', '四']);
  });

  it('tells a page that was away what it missed', async () => {
    const first = await openStream();
    const { seq } = first.frames[0] as { seq: number };
    first.socket.terminate();
    say('一', '二');
    const again = await openStream(`?after=${seq}`);
    expect(again.frames[0]).toMatchObject({
      kind: 'hello',
      seq: seq + 2,
      batch: [{ content: '一' }, { content: '二' }],
    });
  });

  it('tells a page at once what happened between its loading and its stream', async () => {
    world.control.shopFault(shop.storeId, { kind: 'drift' });
    world.control.shopFault(shop.storeId, { kind: 'challenge', mode: 'overlay' });
    world.control.shopFault(shop.storeId, { kind: 'kick', by: '主管', reason: '别处登录' });
    const { frames } = await openStream('?after=0&kicks=0');
    await expect
      .poll(() => frames.slice(1))
      .toEqual([
        { kind: 'drift', what: 'object' },
        { kind: 'challenge', mode: 'overlay' },
        { kind: 'kicked', by: '主管', reason: '别处登录' },
      ]);
    const later = await openStream('?after=0&kicks=1');
    await expect.poll(() => later.frames.length).toBe(3);
  });

  it('ends the stream of an expired session with 4401 and of a kicked one with 4403', async () => {
    for (const [kind, code] of [
      ['kick', 4403],
      ['expire', 4401],
    ] as const) {
      const { socket } = await openStream();
      const closed = once(socket, 'close');
      world.control.shopFault(shop.storeId, { kind });
      expect((await closed)[0]).toBe(code);
    }
  });

  it('keeps a stranger out', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${world.port}/_sim/stream`, {
      headers: { host: `im.jinritemai.com.localhost:${world.port}` },
    });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('401');
  });
});

describe('media', () => {
  it('serves pictures and a video in parts', async () => {
    const picture = await ask(world, '/media/shelf.png');
    expect(picture.headers['content-type']).toBe('image/png');
    const part = await ask(world, '/media/sample.webm', { headers: { range: 'bytes=0-3' } });
    expect(part.status).toBe(206);
    expect(part.headers['content-length']).toBe('4');
    expect((await ask(world, '/media/../main.ts')).status).toBe(404);
  });
});
