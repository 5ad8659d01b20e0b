import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { BUYER, platformMessage, REF, SHOP, TestCore } from './testing/test-core.ts';
import { asMessageId, asShopId, asStaffId, conversationKey } from '#shared/model/ids.ts';
import { ok, type Result } from '#shared/model/result.ts';

const OTHER = asShopId('other');

const remove = async (world: TestCore, shopId = SHOP): Promise<Result<null>> => {
  const answer = await world.core.handlers['shops.remove']({ shopId });
  await settled();
  return answer;
};

/** The shop with a conversation, a send in flight, one behind it, and frames for the back office. */
const busyShop = async (): Promise<TestCore> => {
  const world = await TestCore.open();
  await world.goOnline(OTHER);
  await world.goOnline();
  await world.core.accept({
    kind: 'platform.staff',
    shopId: OTHER,
    staff: [{ staffId: asStaffId('1'), name: '王', status: 1, department: '', online: true }],
  });
  await world.hear(platformMessage({ sentAt: world.clock.now() }));
  world.connectors.isHolding = true;
  await world.agentSends('在的', 'm-1');
  await world.agentSends('请稍等', 'm-2');
  expect(world.connectors.sends).toHaveLength(1);
  return world;
};

const expectGone = async (world: TestCore): Promise<void> => {
  const { shops, conversations, staffLists, gateway } = world.core.replica();
  expect(Object.keys(shops)).toEqual([OTHER]);
  expect(conversations).toEqual({});
  expect(Object.keys(staffLists)).toEqual([OTHER]);
  expect(await world.timeline()).toEqual([]);
  expect((await world.store.load()).shops.map(({ shopId }) => shopId)).toEqual([OTHER]);
  expect((await world.store.load()).openSends).toEqual([]);
  expect(gateway.pendingFrames).toBe((await world.frames()).length);
};

describe('deleting a shop', () => {
  it('[PL13] removes its rows, its session and its queues, and nothing of another shop', async () => {
    const world = await busyShop();
    expect(await world.frames()).toEqual(['staff_list', 'message']);
    expect(await world.core.handlers['shops.loadLoss']({ shopId: SHOP })).toEqual(
      ok({ conversations: 1, unsent: 2, drafts: 0, suggestions: 0 }),
    );
    expect(await remove(world)).toEqual(ok(null));
    expect(world.connectors.forgotten).toContain(SHOP);
    expect(world.publisher.deltas.some((delta) => delta.removedShops?.includes(SHOP))).toBe(true);
    expect(await world.frames()).toEqual(['staff_list']);
    expect(world.core.queues()).toMatchObject({ queuedSends: 0, sendsInFlight: 0 });
    await expectGone(world);
    expect(await remove(world)).toMatchObject({ ok: false, error: { kind: 'shop.unknown' } });
    await expectGone(await world.restart());
  });

  it('[PL13] a session that cannot be deleted keeps the shop, and the agent is told', async () => {
    const world = await busyShop();
    world.connectors.canForget = false;
    expect(await remove(world)).toMatchObject({ ok: false, error: { kind: 'shop.notRemoved' } });
    expect(world.conversation().buyerPin).toBe(BUYER);
    world.connectors.canForget = true;
    expect(await remove(world)).toEqual(ok(null));
    await expectGone(world);
  });

  it('[PL13] nothing that comes late brings it back', async () => {
    const world = await busyShop();
    await world.core.accept({ kind: 'platform.pageShown', shopId: SHOP, place: 'window' });
    const [inFlight] = world.connectors.sends;
    const pending = remove(world);
    // In the same batch, and behind it.
    const late = world.hear(platformMessage({ sentAt: world.clock.now(), content: '还在吗' }));
    await Promise.all([pending, late]);
    expect(inFlight?.mayWrite()).toBe(false);
    inFlight?.answer(world.connectors.sent());
    await inFlight?.keepAddress('https://x.example/1.png');
    await settled();
    await world.setState('online');
    await world.goOnline();
    await world.core.accept({ kind: 'platform.staff', shopId: SHOP, staff: [] });
    await world.core.accept({ kind: 'platform.heard', shopId: SHOP, at: world.clock.now() });
    await world.core.accept({ kind: 'platform.pageShown', shopId: SHOP, place: 'beside' });
    const note = { count: 1, names: ['a'] };
    await world.core.accept({ kind: 'platform.cookieNote', shopId: SHOP, note });
    await world.aiReplies('您好', 'late-1');
    await world.gatewaySays({
      type: 'transfer',
      content: '王',
      receiver: { id: BUYER },
      store_id: SHOP,
    });
    await world.gatewaySays({ type: 'error', content: '登录失效', store_id: SHOP });
    expect(await world.agentSends('在', 'm-3')).toMatchObject({ ok: false });
    await world.clock.advance(15 * 60_000);
    await settled();
    await expectGone(world);
    expect(world.core.replica()).toMatchObject({ shownPages: {}, cookieNotes: {} });
    await expectGone(await world.restart());
  });

  it('[PL13] a transfer under way ends without bringing it back', async () => {
    const world = await busyShop();
    let end: (value: { readonly kind: 'transferred' }) => void = () => undefined;
    world.connectors.transfer = () => new Promise((resolve) => (end = resolve));
    const staff = [
      { staffId: asStaffId('7'), name: '李', status: 1, department: '', online: true },
    ];
    await world.core.accept({ kind: 'platform.staff', shopId: SHOP, staff });
    const choice = { ...REF, staffId: asStaffId('7'), reason: '' };
    const started = world.core.handlers['transfers.start'](choice);
    await remove(world);
    end({ kind: 'transferred' });
    await started;
    await expectGone(world);
  });

  it('[PL13] a new cookie of the back office makes it anew, with what its buyers say', async () => {
    const world = await busyShop();
    const said = platformMessage({ sentAt: world.clock.now(), content: '有货吗' });
    await world.hear(said);
    const cookie = {
      type: 'connect_success',
      content: 'sessionid=1',
      store_id: SHOP,
      platform_name: '抖音',
      message_id: asMessageId('cookie-1'),
    } as const;
    await world.gatewaySays(cookie);
    // Both in one batch: the end first, then the beginning.
    await Promise.all([remove(world), world.hear(said)]);
    await world.gatewaySays(cookie);
    expect(world.core.replica().shops[SHOP]).toMatchObject({ name: null, state: { kind: 'idle' } });
    expect(world.connectors.connects.at(-1)).toMatchObject({ shopId: SHOP, platform: 'douyin' });
    await world.goOnline();
    await world.hear(said);
    expect(Object.keys(world.core.replica().conversations)).toEqual([conversationKey(REF)]);
    expect((await world.timeline()).map(({ content }) => content)).toEqual(['有货吗']);
    const next = await world.restart();
    expect(Object.keys(next.core.replica().shops).toSorted()).toEqual([SHOP, OTHER].toSorted());
  });
});

describe('ids that objects have words for', () => {
  it.each(['constructor', '__proto__', 'toString'])(
    '[PL13] a shop called %s lives and goes like any other',
    async (name) => {
      const world = await TestCore.open();
      const shopId = asShopId(name);
      await world.goOnline(shopId);
      await world.core.accept({ kind: 'platform.messages', shopId, messages: [platformMessage()] });
      await world.core.accept({ kind: 'platform.pageShown', shopId, place: 'window' });
      const note = { count: 1, names: ['a'] };
      await world.core.accept({ kind: 'platform.cookieNote', shopId, note });
      const { shops, shownPages, cookieNotes } = world.core.replica();
      for (const table of [shops, shownPages, cookieNotes])
        expect(Object.keys(table)).toEqual([name]);
      expect(await remove(world, shopId)).toEqual(ok(null));
      const left = world.core.replica();
      for (const table of [left.shops, left.shownPages, left.cookieNotes, left.conversations])
        expect(Object.keys(table)).toEqual([]);
    },
  );
});

describe('a blank nickname', () => {
  it.each(['', '  ', '\u200b\u200d', '\u202e\u2066', '\u3000', '\u3164', '\ufeff'])(
    '[SE4] %j is no name: the pin is shown',
    async (buyerName) => {
      const world = await TestCore.open();
      await world.goOnline();
      await world.hear(platformMessage({ buyerName }));
      expect(world.conversation().buyerName).toBeNull();
      await world.hear(platformMessage({ buyerName: '小明👨‍👩‍👧' }));
      await world.hear(platformMessage({ buyerName }));
      expect(world.conversation().buyerName).toBe('小明👨‍👩‍👧');
    },
  );
});
