import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { BUYER, platformMessage, SHOP, TestCore } from './testing/test-core.ts';
import { asBuyerPin, asMessageId, asShopId } from '#shared/model/ids.ts';

const NEW_SHOP = asShopId('11111111-2222-4333-8444-555555555555');
const COOKIE = 'thor=CANARY-cookie-9f31; pin=x';
const shopOf = (world: TestCore, shopId = SHOP) => world.core.replica().shops[shopId];

describe('shops', () => {
  it('[GW7] connect_success makes the shop and connects it after the commit', async () => {
    const world = await TestCore.open();
    const frame = { type: 'connect_success', content: COOKIE, store_id: NEW_SHOP } as const;
    await world.gatewaySays({ ...frame, platform_name: '京东' });
    expect(shopOf(world, NEW_SHOP)).toMatchObject({ platform: 'jd', position: 0 });
    const [connect] = world.connectors.connects;
    expect(connect).toMatchObject({ shopId: NEW_SHOP, platform: 'jd' });
    expect(connect?.cookies?.reveal()).toBe(COOKIE);
    // A later push that names no platform keeps the known one.
    await world.gatewaySays(frame);
    expect(world.connectors.connects.map(({ platform }) => platform)).toEqual(['jd', 'jd']);
  });

  it('[PL3] the cookie is in no row, no delta and no replica', async () => {
    const world = await TestCore.open();
    await world.gatewaySays({
      type: 'connect_success',
      content: COOKIE,
      store_id: NEW_SHOP,
      platform_name: '抖音',
      message_id: asMessageId('c1'),
    });
    const everything = [world.store.commits, world.publisher.deltas, world.core.replica()];
    expect(JSON.stringify(everything)).not.toContain('CANARY');
    expect(JSON.stringify(world.connectors.connects)).not.toContain('CANARY');
  });

  it('[GW7] a platform that nobody knows is said, not guessed', async () => {
    const world = await TestCore.open();
    await world.gatewaySays({
      type: 'connect_success',
      content: COOKIE,
      store_id: NEW_SHOP,
      platform_name: '别的平台',
    });
    expect(world.connectors.connects).toEqual([]);
    expect(shopOf(world, NEW_SHOP)?.state).toMatchObject({
      kind: 'adapter_broken',
      reason: { code: 'noPlatform', platformName: '别的平台' },
    });
  });

  it('[GW7] any other frame of an unknown shop makes it 未登录 and is kept there', async () => {
    const world = await TestCore.open();
    await world.aiReplies('您好');
    await world.gatewaySays({ type: 'error', content: '坏了', store_id: NEW_SHOP });
    expect(shopOf(world)?.state.kind).toBe('idle');
    expect(shopOf(world, NEW_SHOP)?.state).toMatchObject({ kind: 'idle' });
    await world.goOnline();
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['您好']);
  });

  it('[PL1] after a restart nothing pretends to receive; known shops are taken up with the session they have', async () => {
    const world = await TestCore.open();
    await world.gatewaySays({
      type: 'connect_success',
      content: COOKIE,
      store_id: SHOP,
      platform_name: '抖音',
    });
    await world.goOnline();
    const again = await world.restart({ isStarted: false });
    expect(shopOf(again)?.state.kind).toBe('idle');
    expect(again.connectors.connects).toEqual([]);
    again.core.start();
    expect(again.connectors.connects).toEqual([
      { shopId: SHOP, platform: 'douyin', cookies: null },
    ]);
  });

  it('moves a shop among the tabs without a gap or a double', async () => {
    const world = await TestCore.open();
    const ids = ['a', 'b', 'c', 'd'].map(asShopId);
    for (const shopId of ids) await world.goOnline(shopId);
    const [, , , last] = ids;
    if (last === undefined) throw new Error('no shop');
    await world.core.handlers['shops.update']({ shopId: last, position: 1, alias: '' });
    const shops = Object.values(world.core.replica().shops);
    const order = shops.toSorted((a, b) => a.position - b.position);
    expect(order.map(({ shopId, position }) => `${shopId}${position}`)).toEqual([
      'a0',
      'd1',
      'b2',
      'c3',
    ]);
  });

  it('a sign of life is told at most every 5 s and never written', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const commits = world.store.commits.length;
    const deltas = world.publisher.deltas.length;
    for (let at = 1; at <= 50; at += 1) {
      await world.core.accept({ kind: 'platform.heard', shopId: SHOP, at });
      await world.clock.advance(100);
    }
    expect(world.store.commits).toHaveLength(commits);
    expect(world.publisher.deltas).toHaveLength(deltas + 1);
    expect(shopOf(world)?.lastHeardAt).toBe(50);
  });

  it('[PL8] a shown page is told at once and never written, and a new screen knows of it', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const commits = world.store.commits.length;
    await world.core.accept({ kind: 'platform.pageShown', shopId: SHOP, place: 'window' });
    expect(world.publisher.deltas.at(-1)).toEqual({ shownPages: { [SHOP]: 'window' } });
    expect(world.core.replica().shownPages).toEqual({ [SHOP]: 'window' });
    await world.core.accept({ kind: 'platform.pageShown', shopId: SHOP, place: null });
    expect(world.core.replica().shownPages).toEqual({});
    expect(world.store.commits).toHaveLength(commits);
  });
});

describe('frames of the gateway', () => {
  it('[GW11] the same message_id counts once per shop, also at the same moment and after a restart', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await Promise.all([world.aiReplies('您好', 'g1'), world.aiReplies('您好', 'g1')]);
    await world.aiReplies('您好', 'g1');
    expect(world.connectors.sends).toHaveLength(1);
    const again = await world.restart();
    await again.goOnline();
    await again.aiReplies('您好', 'g1');
    expect(again.connectors.sends).toHaveLength(0);
    await again.gatewaySays({
      type: 'message',
      content: '您好',
      receiver: { id: BUYER },
      store_id: NEW_SHOP,
      message_id: asMessageId('g1'),
    });
    expect(again.store.tables.conversations.size).toBe(2);
  });

  it('[GW11] under one message_id another text, buyer or type is another frame', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const frame = {
      type: 'message',
      store_id: SHOP,
      receiver: { id: BUYER },
      message_id: asMessageId('buyer-id'),
    } as const;
    await world.gatewaySays({ ...frame, content: '第一条' });
    await world.gatewaySays({ ...frame, content: '第二条' });
    await world.gatewaySays({ ...frame, content: '第一条' });
    const again = await world.restart();
    await again.goOnline();
    await again.gatewaySays({ ...frame, content: '第二条' });
    const texts = (await again.timeline()).map(({ content }) => content);
    expect(texts).toEqual(['第一条', '第二条']);
  });

  it.each(['93A5C3D2-EFE1-4ab5-ada3-d8c1d1212b31', SHOP.toUpperCase()])(
    '[GW6] a store_id in another case (%s) is the shop that is known',
    async (written) => {
      const world = await TestCore.open();
      await world.goOnline();
      await world.gatewaySays({
        type: 'message',
        content: '您好',
        store_id: asShopId(written),
        receiver: { id: BUYER },
      });
      expect(Object.keys(world.core.replica().shops)).toEqual([SHOP]);
      expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['您好']);
    },
  );

  it('[GW6] [PF1] two spellings of a new shop in one batch are one shop, and no frame is lost', async () => {
    const world = await TestCore.open();
    await Promise.all(
      [SHOP, asShopId(SHOP.toUpperCase())].map((store_id, number) => {
        const receiver = { id: asBuyerPin(`buyer-${String(number)}`) };
        const frame = { type: 'message', content: '您好', store_id, receiver } as const;
        return world.core.accept({ kind: 'gateway.frame', frame });
      }),
    );
    await world.goOnline();
    expect(Object.keys(world.core.replica().shops)).toEqual([SHOP]);
    expect(world.connectors.sends).toHaveLength(2);
  });

  it('[GW11] without message_id equal texts are two messages', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.aiReplies('您好');
    await world.aiReplies('您好');
    expect(world.connectors.sends).toHaveLength(2);
  });

  it('[GW13] an error that names a known buyer stands in the conversation, another on the shop', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.hear(platformMessage({ sentAt: world.clock.now() }));
    const frame = { type: 'error', store_id: SHOP } as const;
    await world.gatewaySays({ ...frame, content: '超时', receiver: { id: BUYER } });
    expect((await world.timeline()).at(-1)?.systemLine).toEqual({
      code: 'gateway.error',
      text: '超时',
    });
    expect(shopOf(world)?.state).toMatchObject({ kind: 'online', words: null });
    expect(world.conversation().last?.origin).toBe('buyer');
    await world.gatewaySays({ ...frame, content: '坏了', receiver: { id: 'gui_1' as never } });
    expect(shopOf(world)?.state).toMatchObject({ kind: 'online', words: null });
    expect(Object.keys(world.core.replica().conversations)).toHaveLength(1);
  });

  it('[GW13] [PL8] verify_link opens a challenge; only http and https are taken', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.hear(platformMessage());
    const link = 'https://safe.jd.com/verify.html?xxx';
    const frame = { type: 'error', content: '图形验证码校验失败', store_id: SHOP } as const;
    await world.gatewaySays({ ...frame, data: { verify_link: 'javascript:alert(1)' } });
    expect(world.connectors.challenges).toEqual([]);
    await world.gatewaySays({ ...frame, data: { verify_link: link } });
    expect(world.connectors.challenges).toEqual([{ shopId: SHOP, link }]);
  });

  it('[PL8] [PL12] a challenge stops the shop, and told again it has waited since it was first told', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.hear(platformMessage());
    const announced = (words: string): Promise<void> =>
      world.core.accept({
        kind: 'platform.event',
        shopId: SHOP,
        event: { kind: 'challenge.announced', words, link: 'https://safe.jd.com/verify.html' },
        at: world.clock.now(),
      });
    await announced('请验证');
    const since = shopOf(world)?.state.since;
    await world.agentSends('一', 'm1');
    expect(world.connectors.sends).toHaveLength(0);
    await world.clock.advance(60_000);
    await announced('请尽快验证');
    expect(shopOf(world)?.state).toMatchObject({ kind: 'challenge', since, words: '请尽快验证' });
  });

  it('[GW9] acknowledged rows are done and the count follows', async () => {
    const world = await TestCore.open();
    await world.hear(platformMessage(), platformMessage(), platformMessage());
    expect(world.core.replica().gateway.pendingFrames).toBe(3);
    const rows = await world.store.loadOutbox(0, 10);
    const outboxSeq = rows[1]?.outboxSeq ?? 0;
    await world.core.accept({ kind: 'gateway.acknowledged', outboxSeq, frames: 2 });
    expect(world.core.replica().gateway.pendingFrames).toBe(1);
    expect(await world.frames()).toEqual(['message']);
    const again = await world.restart();
    expect(again.core.replica().gateway.pendingFrames).toBe(1);
  });

  it('[GW14] outages are kept, ended and capped; one that the last life left open ends with the connection', async () => {
    const world = await TestCore.open();
    for (let from = 1; from <= 60; from += 1) {
      await world.core.accept({ kind: 'gateway.outage', outage: { from, to: null } });
      if (from < 60)
        await world.core.accept({ kind: 'gateway.outage', outage: { from, to: from } });
    }
    expect(world.core.replica().gateway.outages).toHaveLength(50);
    const again = await world.restart();
    const status = { ...again.core.replica().gateway, phase: 'connected' as const };
    await again.core.accept({ kind: 'gateway.status', status });
    await settled();
    expect(again.core.replica().gateway.outages.at(-1)).toEqual({
      from: 60,
      to: again.clock.now(),
    });
    expect(again.core.replica().gateway.phase).toBe('connected');
  });

  it('[GW6] an empty reply is quarantined, not sent', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.aiReplies('   ');
    expect(world.connectors.sends).toEqual([]);
    expect(world.core.replica().gateway.quarantinedFrames).toBe(1);
  });

  it('[GW8] an unknown type goes out as text only when a person could read it', async () => {
    const world = await TestCore.open();
    await world.hear(
      platformMessage({ type: 'unknown', content: '[语音] 3 秒' }),
      platformMessage({ type: 'unknown', content: '{"kind":77}' }),
    );
    const rows = await world.store.loadOutbox(0, 10);
    expect(rows.map(({ frame }) => frame)).toMatchObject([
      { msg_type: 'text', content: '[语音] 3 秒' },
    ]);
    expect((await world.timeline()).map(({ type }) => type)).toEqual(['unknown', 'unknown']);
  });

  it('keeps the newest card in sight', async () => {
    const world = await TestCore.open();
    await world.hear(
      platformMessage({ type: 'order_card', content: '商品id:1 订单号:2', sentAt: 20 }),
    );
    await world.hear(
      platformMessage({ type: 'product_card', content: 'https://x.example', sentAt: 10 }),
    );
    expect(world.conversation().pinned).toMatchObject({ type: 'order_card', at: 20 });
  });
});
