import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Platform } from '#shared/model/platform.ts';
import { SITES } from '../platforms/sites.ts';
import { ask } from '../testing/ask.ts';
import { GuiLine } from '../testing/gui-line.ts';
import { startWorld, type World } from '../world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const post = (path: string, body: unknown): ReturnType<typeof ask> => ask(world, path, { body });

const newShop = async (
  body: Readonly<Record<string, unknown>> = { platform: 'douyin', name: '山野零食' },
): Promise<{ store_id: string; cookie: string }> =>
  (await post('/control/shops', body)).json as { store_id: string; cookie: string };

/** Whether the platform shows its workbench to this cookie, and not its login. */
const isLoggedIn = async (platform: string, cookie = ''): Promise<boolean> => {
  const [workbench] = SITES[platform as Platform].workbenchUrls;
  const { hostname, pathname } = new URL(workbench);
  const answer = await ask(world, pathname, { site: hostname, headers: { cookie } });
  return answer.status === 200;
};

describe('the control API', () => {
  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text, which a page may send anywhere', { 'content-type': 'text/plain' }, 415],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a page of a simulated platform', { 'sec-fetch-site': 'same-site' }, 403],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ])('takes no levers from %s', async (_what, headers, status) => {
    const body = { platform: 'jd', name: '店' };
    expect((await ask(world, '/control/shops', { headers, body })).status).toBe(status);
    expect(world.control.overview()).toEqual([]);
    const own = { origin: `http://127.0.0.1:${world.port}`, 'sec-fetch-site': 'same-origin' };
    expect((await ask(world, '/control/shops', { headers: own, body })).status).toBe(200);
  });
});

describe('POST /control/shops', () => {
  it('answers a UUID and a cookie, or the id that was asked for', async () => {
    const shop = await newShop();
    expect(shop.store_id).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u,
    );
    expect(shop.cookie).toMatch(/^sessionid=[\da-f]{32}; /u);
    const asked = await newShop({ platform: '天猫', name: '小满', store_id: 'my-shop' });
    expect(asked).toEqual({ store_id: 'my-shop', cookie: expect.stringMatching(/^cookie2=/u) });
  });

  it('says what is wrong with a body', async () => {
    await newShop({ platform: 'jd', name: '店', store_id: 'twice' });
    const twice = await post('/control/shops', { platform: 'jd', name: '店', store_id: 'twice' });
    expect([twice.status, twice.json]).toEqual([
      409,
      { error: 'A shop with store_id "twice" already exists.' },
    ]);
    const platform = await post('/control/shops', { platform: 'ebay', name: '店' });
    expect(platform.status).toBe(400);
    expect(platform.json).toEqual({ error: expect.stringContaining('"ebay" is none of jd') });
    expect((await post('/control/shops', 'no json')).json).toEqual({
      error: 'The body is not JSON.',
    });
    expect((await post('/control/shops', { platform: 'jd' })).json).toEqual({
      error: expect.stringContaining('"name"'),
    });
  });
});

describe('login', () => {
  it('pushes the shop’s cookie, a new one after it expired, and exactly the one that is given', async () => {
    const { store_id: id, cookie } = await newShop();
    const gui = await GuiLine.open(world);
    await post(`/control/shops/${id}/login`, {});
    await post(`/control/shops/${id}/fault`, { kind: 'expire' });
    await post(`/control/shops/${id}/login`, {});
    await post(`/control/shops/${id}/login`, { cookie: 'sessionid=nonsense' });
    const frames = await gui.until(
      (heard) => heard.filter(({ type }) => type === 'connect_success').length === 3,
    );
    const pushed = frames
      .filter(({ type }) => type === 'connect_success')
      .map(({ content }) => content);
    expect(pushed[0]).toBe(cookie);
    expect(pushed[1]).not.toBe(cookie);
    expect(pushed[2]).toBe('sessionid=nonsense');
  });

  const pushedCookies = async (gui: GuiLine, count: number): Promise<readonly string[]> => {
    const isPush = ({ type }: Readonly<Record<string, unknown>>) => type === 'connect_success';
    const frames = await gui.until((heard) => heard.filter(isPush).length === count);
    return frames.filter(isPush).map(({ content }) => String(content));
  };

  it.each(['jd', 'taobao'])(
    '%s: the back office’s plugin logs in by itself, and keeps its session while it is good',
    async (platform) => {
      const { store_id: id, cookie } = await newShop({ platform, name: '百货' });
      const gui = await GuiLine.open(world);
      for (let turn = 0; turn < 2; turn++) await post(`/control/shops/${id}/login`, {});
      await post(`/control/shops/${id}/fault`, { kind: 'expire' });
      const answer = await post(`/control/shops/${id}/login`, {});
      const [first, again, anew] = await pushedCookies(gui, 3);
      expect(again).toBe(first);
      expect(new Set([cookie, first, anew]).size).toBe(3);
      expect(answer.json).toEqual({ cookie: anew });
      expect(await isLoggedIn(platform, anew)).toBe(true);
      expect(await isLoggedIn(platform, first)).toBe(false);
    },
  );

  it.each(['douyin', 'pdd'])(
    '%s: the cookie of the merchant’s own browser is passed through',
    async (platform) => {
      const { store_id: id, cookie } = await newShop({ platform, name: '百货' });
      const gui = await GuiLine.open(world);
      await post(`/control/shops/${id}/login`, {});
      expect(await pushedCookies(gui, 1)).toEqual([cookie]);
      expect(await isLoggedIn(platform, cookie)).toBe(true);
    },
  );

  it.each(['jd', 'taobao', 'douyin', 'pdd'])(
    '%s: a cookie that is asked for is pushed as it is, good or not',
    async (platform) => {
      const { store_id: id, cookie } = await newShop({ platform, name: '百货' });
      const gui = await GuiLine.open(world);
      const asked = [`${cookie}; more=1`, 'stale=session'];
      for (const one of asked) await post(`/control/shops/${id}/login`, { cookie: one });
      expect(await pushedCookies(gui, 2)).toEqual(asked);
      expect(await isLoggedIn(platform, asked[0])).toBe(true);
      expect(await isLoggedIn(platform, asked[1])).toBe(false);
    },
  );

  it('without a gateway is a 409', async () => {
    const alone = await startWorld({ only: 'platforms' });
    const { store_id: id } = alone.control.createShop({ platform: 'jd', name: '店' });
    const answer = await ask(alone, `/control/shops/${id}/login`, { body: {} });
    expect([answer.status, answer.json]).toEqual([
      409,
      { error: 'This sandbox runs without a gateway (--only platforms).' },
    ]);
    await alone.close();
  });
});

describe('say', () => {
  it('answers the platform’s id, above 2^53, and shows it to the buyer', async () => {
    const { store_id: id } = await newShop();
    const said = await post(`/control/shops/${id}/buyers/${encodeURIComponent('a:b/c 买')}/say`, {
      msg_type: 'text',
      content: '在吗',
      name: '阿泽',
    });
    const { message_id: messageId } = said.json as { message_id: string };
    expect(BigInt(messageId) > 2n ** 53n).toBe(true);
    expect(world.ledger().platforms[id]?.buyers).toMatchObject({
      'a:b/c 买': [{ from: 'buyer', type: 'text', content: '在吗' }],
    });
  });

  it.each([
    ['image', 'no link', '"content" of a image must be an http(s) link.'],
    ['product_card', '商品', '"content" of a product_card must be an http(s) link.'],
    ['order_card', '订单 1', '"content" of an order_card must read "商品id:… 订单号:…".'],
    ['hologram', 'x', '"msg_type" does not fit'],
  ])('refuses a %s that none could be', async (type, content, sentence) => {
    const { store_id: id } = await newShop();
    const answer = await post(`/control/shops/${id}/buyers/b/say`, { msg_type: type, content });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: expect.stringContaining(sentence) });
  });
});

describe('everything else', () => {
  it('names an unknown shop, an unknown path and a wrong method', async () => {
    const unknown = await post('/control/shops/nobody/fault', { kind: 'silent' });
    expect([unknown.status, unknown.json]).toEqual([
      404,
      { error: 'No shop has the store_id "nobody"; make it with POST /control/shops.' },
    ]);
    expect((await ask(world, '/control/nothing')).status).toBe(404);
    expect((await ask(world, '/control/ledger', { body: {} })).status).toBe(405);
  });

  it.each([
    'expire',
    'kick',
    'challenge',
    'silent',
    'drift',
    'lost_echo',
    'slow',
    'reject',
    'none',
  ])('takes the fault %s with its kind alone', async (kind) => {
    const { store_id: id } = await newShop();
    const answer = await post(`/control/shops/${id}/fault`, { kind });
    expect([answer.status, answer.json]).toMatchObject([200, { fault: { kind } }]);
  });

  it.each(['drop', 'half_open', 'reject_token', 'flood', 'garbage', 'slow', 'none'])(
    'takes the gateway’s fault %s with its kind alone',
    async (kind) => {
      expect((await post('/control/gateway/fault', { kind })).status).toBe(200);
    },
  );

  it('refuses a fault that does not exist', async () => {
    const { store_id: id } = await newShop();
    expect((await post(`/control/shops/${id}/fault`, { kind: 'explode' })).status).toBe(400);
    expect((await post('/control/gateway/fault', {})).status).toBe(400);
  });

  it('sends exactly the frame to the GUI, and says when there is none', async () => {
    const frame = {
      type: 'transfer',
      content: '客服小王',
      receiver: { id: 'b' },
      store_id: 's',
      多: [1],
    };
    const alone = await post('/control/gateway/send', frame);
    expect([alone.status, alone.json]).toEqual([
      409,
      { error: 'No GUI is connected to the gateway, nothing was sent.' },
    ]);
    const gui = await GuiLine.open(world);
    await post('/control/gateway/send', frame);
    const frames = await gui.until((heard) => heard.length === 2);
    expect(frames[1]).toEqual(frame);
  });

  it('sets the staff list', async () => {
    const { store_id: id } = await newShop();
    const staff = [{ staff_id: '7545667615256944155', name: '售后客服01', online: false }];
    expect((await post(`/control/shops/${id}/staff`, { staff })).json).toEqual({ staff: 1 });
    expect(world.control.shop(id).staff).toEqual([{ ...staff[0], status: 1, department: '' }]);
  });

  it('sends a verify link of the shop’s platform', async () => {
    const { store_id: id } = await newShop({ platform: 'jd', name: '店' });
    const gui = await GuiLine.open(world);
    await post(`/control/shops/${id}/verify`, {});
    const frames = await gui.until((heard) => heard.length === 2);
    expect(frames[1]).toEqual({
      type: 'error',
      content: '图形验证码校验失败,请刷新重试!',
      receiver: { id: 'gui_12345678' },
      data: { verify_link: 'https://safe.jd.com/verify.html?from=gateway' },
      store_id: id,
    });
  });

  it('is told to this machine’s own names only', async () => {
    expect((await ask(world, '/control/ledger', { host: 'evil.example' })).status).toBe(421);
    expect((await ask(world, '/control/ledger', { host: 'localhost' })).status).toBe(200);
  });
});

describe('GET /control/ledger', () => {
  it('has the surface’s shape from the start', async () => {
    const { store_id: id } = await newShop();
    expect((await ask(world, '/control/ledger')).json).toMatchObject({
      gateway: { received: [] },
      platforms: { [id]: { sent_by_agent: [], transfers: [], buyers: {} } },
    });
  });

  it('tells with ?after= only what came later', async () => {
    const { store_id: id } = await newShop();
    const gui = await GuiLine.open(world);
    world.control.say(id, 'b', { content: '一' });
    gui.send({ type: 'transfer', content: '甲', sender: { id: 'b' }, store_id: id });
    await gui.barrier('1');
    const { seq } = world.ledger();
    world.control.say(id, 'b', { content: '二' });
    gui.send({ type: 'transfer', content: '乙', sender: { id: 'b' }, store_id: id });
    await gui.barrier('2');
    expect((await ask(world, `/control/ledger?after=${seq}`)).json).toMatchObject({
      gateway: { received: [{ content: '乙' }] },
      platforms: { [id]: { buyers: { b: [{ content: '二' }] } } },
    });
    const wrong = await ask(world, '/control/ledger?after=x');
    expect(wrong.status).toBe(400);
  });

  it('stays complete and quick under ten thousand messages of thirty shops', async () => {
    const ids = await Promise.all(
      Array.from({ length: 30 }, async (_, index) =>
        newShop({ platform: 'jd', name: `店 ${index}` }),
      ),
    );
    for (let index = 0; index < 10_000; index += 1) {
      const shop = ids[index % ids.length];
      if (shop !== undefined)
        world.control.say(shop.store_id, `b${index % 100}`, { content: '在' });
    }
    const { platforms } = (await ask(world, '/control/ledger')).json as ReturnType<World['ledger']>;
    const seen = Object.values(platforms).flatMap(({ buyers }) => Object.values(buyers).flat());
    expect(seen).toHaveLength(10_000);
    expect(new Set(seen.map(({ seq }) => seq)).size).toBe(10_000);
  });
});
