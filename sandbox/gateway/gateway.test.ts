import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GuiLine } from '../testing/gui-line.ts';
import { startWorld, type World } from '../world.ts';
import { findViolation } from './spec-check.ts';

const STORE = '93a5c3d2-efe1-4ab5-ada3-d8c1d1212b31';

/** The examples of the spec, section 4. */
const SPEC_FRAMES = [
  {
    type: 'message',
    content: '你好,请问在吗?',
    msg_type: 'text',
    sender: { id: 'jd_user_001' },
    store_id: STORE,
  },
  {
    type: 'message',
    content: 'https://example.com/a.jpg',
    msg_type: 'image',
    sender: { id: 'jd_user_001' },
    store_id: STORE,
  },
  {
    type: 'message',
    content: '商品id:100123456789 订单号:250904-518080458310434',
    msg_type: 'order_card',
    sender: { id: 'jd_user_001' },
    store_id: STORE,
  },
  {
    type: 'staff_list',
    content: '客服列表更新',
    data: {
      staff_list: [
        {
          staff_id: '7545667615256944155',
          name: '售后客服01',
          status: 1,
          department: '',
          online: true,
        },
      ],
    },
    store_id: STORE,
  },
  { type: 'transfer', content: '客服小王', sender: { id: 'jd_user_001' }, store_id: STORE },
];

let world: World;

beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

describe('opening', () => {
  it('answers another token with 401 and another path with 404', async () => {
    await expect(GuiLine.open(world, 'wrong')).rejects.toThrow('401');
    const elsewhere = { ...world, gatewayUrl: `${world.gatewayUrl}/elsewhere` };
    await expect(GuiLine.open(elsewhere)).rejects.toThrow('404');
  });

  it('takes a token that had to be percent-encoded', async () => {
    const odd = await startWorld({ token: 'a/b c?令' });
    const gui = await GuiLine.open(odd);
    await gui.until((frames) => frames.length === 1);
    await odd.close();
  });

  it('says success first, then tells the cookies of the shops that are logged in', async () => {
    const { store_id: storeId } = world.control.createShop({
      platform: '京东',
      name: '青禾家居旗舰店',
    });
    world.control.createShop({ platform: 'douyin', name: '没有登录的店' });
    const { cookie } = world.control.login(storeId);
    const gui = await GuiLine.open(world);
    await gui.barrier('b');
    expect(gui.frames.slice(0, -1)).toEqual([
      { type: 'success', content: 'connected' },
      { type: 'connect_success', content: cookie, store_id: storeId, platform_name: '京东' },
    ]);
  });

  it('tells the newest of several sockets alone, and the one before it again when that is gone', async () => {
    const first = await GuiLine.open(world);
    const second = await GuiLine.open(world);
    world.control.gatewaySend({ type: 'message', content: '一' });
    await second.until((frames) => frames.some((frame) => frame['content'] === '一'));
    second.socket.terminate();
    await expect.poll(() => world.control.openSockets).toBe(1);
    world.control.gatewaySend({ type: 'message', content: '二' });
    await first.until((frames) => frames.some((frame) => frame['content'] === '二'));
    expect(first.frames.some((frame) => frame['content'] === '一')).toBe(false);
    expect(world.ledger().gateway.sockets).toMatchObject([
      { socket: 1, closedAt: null },
      { socket: 2, closeCode: 1006 },
    ]);
  });
});

describe('hearing', () => {
  it('keeps every frame exactly as it came, but for pings, and counts a repeated message_id', async () => {
    const gui = await GuiLine.open(world);
    const frames = [
      ...SPEC_FRAMES,
      { ...SPEC_FRAMES[0], message_id: 'm-1', timestamp: 1_790_000_000_000, extra: { kept: true } },
      { ...SPEC_FRAMES[0], message_id: 'm-1', timestamp: 1_790_000_000_000, extra: { kept: true } },
    ];
    for (const frame of frames) gui.send(frame);
    await gui.barrier('after');
    const { gateway } = world.ledger();
    expect(gateway.received).toEqual(frames);
    expect(gateway.received_marks.map(({ duplicate }) => duplicate)).toEqual([
      ...SPEC_FRAMES.map(() => false),
      false,
      true,
    ]);
    expect(gateway).toMatchObject({ duplicates: 1, pings: 1, malformed: 0, violations: [] });
  });

  it('tells of a repeated message_id once, and per shop', async () => {
    const heard: unknown[] = [];
    world.gateway?.onBusiness(({ frame }) => heard.push(frame['content']));
    const gui = await GuiLine.open(world);
    const frame = { ...SPEC_FRAMES[0], message_id: 'm-1' };
    gui.send({ ...frame, content: '一' });
    gui.send({ ...frame, content: '一,再发' });
    gui.send({ ...frame, content: '别家', store_id: '00000000-0000-4000-8000-000000000001' });
    gui.send({ ...frame, content: '没有编号', message_id: undefined });
    gui.send({ ...frame, content: '没有编号', message_id: undefined });
    await gui.barrier('after');
    expect(heard).toEqual(['一', '别家', '没有编号', '没有编号']);
  });

  it('answers a ping with the same uuid', async () => {
    const gui = await GuiLine.open(world);
    await gui.barrier('connection_test_123');
    expect(gui.frames.at(-1)).toEqual({ type: 'pong', uuid: 'connection_test_123' });
  });

  it('names what the spec would not have, and keeps the frame', async () => {
    const gui = await GuiLine.open(world);
    gui.send('not json');
    gui.send('[1]');
    gui.send({ type: 'message', content: '无店铺', sender: { id: 'b' } });
    await gui.barrier('after');
    const { gateway } = world.ledger();
    expect(gateway.malformed).toBe(2);
    expect(gateway.received).toHaveLength(1);
    expect(gateway.violations.map(({ sentence }) => sentence)).toEqual([
      'A frame that is not JSON.',
      'A frame that is not an object with a "type".',
      expect.stringContaining('store_id'),
    ]);
  });

  it.each(SPEC_FRAMES.map((frame) => [frame.type, frame] as const))(
    'finds nothing wrong with the spec’s own %s',
    (_type, frame) => {
      expect(findViolation(frame)).toBeNull();
    },
  );
});

describe('faults', () => {
  it('drop cuts every socket and can refuse new ones for a while', async () => {
    const gui = await GuiLine.open(world);
    const closed = gui.closed();
    world.control.gatewayFault({ kind: 'drop', for_ms: 60_000 });
    expect(await closed).toBe(1006);
    await expect(GuiLine.open(world)).rejects.toThrow();
    world.control.gatewayFault({ kind: 'none' });
    await GuiLine.open(world);
  });

  it('half_open hears and says nothing more, while a new socket lives', async () => {
    const gui = await GuiLine.open(world);
    await gui.barrier('alive');
    world.control.gatewayFault({ kind: 'half_open' });
    gui.send({ type: 'ping', uuid: 'dead' });
    gui.send(SPEC_FRAMES[0] ?? {});
    const other = await GuiLine.open(world);
    await other.barrier('alive');
    expect(gui.frames.some((frame) => frame['uuid'] === 'dead')).toBe(false);
    expect(world.ledger().gateway.received).toEqual([]);
    expect(gui.socket.readyState).toBe(gui.socket.OPEN);
    const closed = gui.closed();
    world.control.gatewayFault({ kind: 'none' });
    await closed;
  });

  it('reject_token closes with 4001 and answers 401', async () => {
    const gui = await GuiLine.open(world);
    const closed = gui.closed();
    world.control.gatewayFault({ kind: 'reject_token' });
    expect(await closed).toBe(4001);
    await expect(GuiLine.open(world)).rejects.toThrow('401');
  });

  it('flood writes as many replies as asked, garbage writes what is broken', async () => {
    const gui = await GuiLine.open(world);
    world.control.gatewayFault({ kind: 'flood', count: 500, store_id: STORE, buyer: 'b' });
    await gui.until((frames) => frames.filter(({ type }) => type === 'message').length === 500);
    expect(gui.frames.at(-1)).toEqual({
      type: 'message',
      content: '第 500 条',
      msg_type: 'text',
      receiver: { id: 'b' },
      store_id: STORE,
    });
    world.control.gatewayFault({ kind: 'garbage' });
    await gui.barrier('after');
    expect(gui.broken.length).toBeGreaterThan(2);
  });

  it('slow delays pongs too', async () => {
    const gui = await GuiLine.open(world);
    await gui.barrier('first');
    world.control.gatewayFault({ kind: 'slow', ms: 200 });
    gui.send({ type: 'ping', uuid: 'late' });
    gui.send({ type: 'message', content: 'x', sender: { id: 'b' }, store_id: STORE });
    await expect.poll(() => world.ledger().gateway.received.length).toBe(1);
    expect(gui.frames.some((frame) => frame['uuid'] === 'late')).toBe(false);
    await gui.until((frames) => frames.some((frame) => frame['uuid'] === 'late'));
  });

  it('no_success never says that the user is known', async () => {
    world.control.gatewayFault({ kind: 'no_success' });
    const gui = await GuiLine.open(world);
    await gui.barrier('still answers');
    expect(gui.frames).toHaveLength(1);
  });
});

it('never shows a cookie in the ledger', async () => {
  const { store_id: storeId } = world.control.createShop({ platform: 'jd', name: '店' });
  const gui = await GuiLine.open(world);
  const { cookie } = world.control.login(storeId);
  await gui.until((frames) => frames.some((frame) => frame['content'] === cookie));
  expect(JSON.stringify(world.ledger())).not.toContain(cookie.slice(5, 25));
});
