import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, ask } from '../../testing/ask.ts';
import { startWorld, type World } from '../../world.ts';
import type { SimulatedShop } from '../shop.ts';

const SITE = 'dongdong.jd.com';

describe('京东, simulated', () => {
  let world: World;
  let shop: SimulatedShop;
  let cookie: string;
  beforeEach(async () => {
    world = await startWorld();
    const made = world.control.createShop({ platform: 'jd', name: '星河数码' });
    shop = world.control.shop(made.store_id);
    ({ cookie } = made);
  });
  afterEach(() => world.close());

  const checkin = (headers: Readonly<Record<string, string>> = { cookie }): Promise<Answer> =>
    ask(world, '/workbench/checkin.json?version=2.6.3&client=openweb', { site: SITE, headers });
  const call = (path: string, body?: unknown, sign = shop.shopKey): Promise<Answer> =>
    ask(world, `/_sim/${path}`, { site: SITE, headers: { cookie, 'x-page-sign': sign }, body });
  const say = (content: string, pin = 'b1'): string => shop.buyerSays(pin, 'text', content, '小鱼');
  const openSocket = async (query = '') => {
    const frames: Record<string, unknown>[] = [];
    const socket = new WebSocket(`ws://127.0.0.1:${world.port}/_sim/socket${query}`, {
      headers: { host: `${SITE}.localhost:${world.port}`, cookie },
    });
    socket.on('message', (data) =>
      frames.push(JSON.parse((data as Buffer).toString('utf8')) as Record<string, unknown>),
    );
    await once(socket, 'message');
    return { frames, socket };
  };

  it('tells who is logged in, and sends others to the login', async () => {
    expect((await checkin()).json).toMatchObject({
      code: 0,
      data: { pin: '星河数码:客服', venderId: shop.shopKey },
    });
    const refused = await checkin({});
    expect(refused.status).toBe(302);
    expect(refused.headers['location']).toContain('passport.jd.com.localhost');
  });

  it('tells a message as the workbench has it', async () => {
    const mid = say('在吗');
    const { json } = await call('chats');
    expect(json).toMatchObject({
      chats: [
        {
          pin: 'b1',
          name: '小鱼',
          messages: [
            {
              type: 'chat_message',
              mid,
              from: { app: 'im.customer', pin: 'b1' },
              to: { app: 'im.waiter' },
              body: { type: 'text', content: '在吗', chatinfo: { venderId: shop.shopKey } },
            },
          ],
        },
      ],
    });
  });

  it('takes a send of its own page alone, and refuses in a successful answer', async () => {
    say('在吗');
    const part = { pin: 'b1', type: 'text', content: '在的', id: 'c-1' };
    expect((await call('send', part, 'stranger')).status).toBe(403);
    expect((await call('send', part)).json).toMatchObject({ code: 0, message: { id: 'c-1' } });
    shop.applyFault({ kind: 'reject', scope: 'send', code: '10002', text: '违规', count: 1 });
    const refused = await call('send', part);
    expect(refused.status).toBe(200);
    expect(refused.json).toMatchObject({ code: 1, errorCode: '10002', errorMsg: '违规' });
    expect(world.ledger().platforms[shop.storeId]?.sent_by_agent).toHaveLength(1);
  });

  it('transfers to who is online, and says so on the socket', async () => {
    say('找人');
    const member = { status: 1, department: '' };
    shop.setStaff([
      { staff_id: '1', name: '王', online: true, ...member },
      { staff_id: '2', name: '李', online: false, ...member },
    ]);
    const { frames, socket } = await openSocket();
    expect((await call('transfer', { pin: 'b1', waiter: '2' })).json).toMatchObject({
      errorMsg: '该客服已离线,无法转接',
    });
    expect((await call('transfer', { pin: 'b1', waiter: '1' })).json).toEqual({ code: 0 });
    await expect
      .poll(() => frames.find(({ type }) => type === 'chat_message'))
      .toMatchObject({ from: { app: 'im.system' }, body: { transferTo: '王' } });
    socket.close();
  });

  it('brings what a page missed, renames with the codec, and ends a kicked page', async () => {
    const { seq } = shop.line;
    const mid = say('早');
    const { frames, socket } = await openSocket(`?after=${seq}`);
    await expect.poll(() => frames).toMatchObject([{ mid }, { type: 'seq', seq: seq + 1 }]);
    shop.applyFault({ kind: 'drift', what: 'codec' });
    const drifted = say('一');
    await expect.poll(() => frames.find(({ msgId }) => msgId === drifted)).toBeDefined();
    const closed = once(socket, 'close');
    shop.applyFault({ kind: 'kick', by: '主管', reason: '已在别处登录' });
    expect((await closed)[0]).toBe(4403);
    expect(frames.at(-1)).toEqual({
      type: 'failure',
      body: { code: 4281, msg: '已在别处登录', by: '主管' },
    });
  });

  it('answers with the status that it is told, and 403 while a person must verify', async () => {
    shop.applyFault({ kind: 'http', status: 429 });
    expect((await checkin()).status).toBe(429);
    shop.applyFault({ kind: 'none' });
    shop.applyFault({ kind: 'challenge', mode: 'overlay' });
    expect((await checkin()).status).toBe(403);
    expect((await call('chats')).status).toBe(403);
    shop.solveChallenge();
    expect((await checkin()).status).toBe(200);
  });
});
