import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { platformMessage, SHOP, TestCore } from './testing/test-core.ts';
import { asShopId, asStaffId, type ShopId } from '#shared/model/ids.ts';
import { SHOP_EVENTS } from '#shared/model/testing/shop-events.ts';

const tellAll = async (world: TestCore, shopId: ShopId): Promise<void> => {
  const { core, clock } = world;
  const events = Object.values(SHOP_EVENTS);
  // Each after each other once: what an event does depends on the state that it meets.
  for (const before of events) {
    for (const event of events) {
      await core.accept({ kind: 'platform.event', shopId, event: before, at: clock.now() });
      await core.accept({ kind: 'platform.event', shopId, event, at: clock.now() });
    }
  }
  await world.goOnline(shopId);
  const person = { staffId: asStaffId('1'), name: '王', status: 1, department: '', online: true };
  for (const staff of [[person], [], [person]])
    await core.accept({ kind: 'platform.staff', shopId, staff });
};

describe('facts of a shop that nobody tells a second time', () => {
  it('[PL12] none is refused, whatever the shop: one that is known, one that is not, one that was deleted', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.hear(platformMessage());
    const verify = { verify_link: 'https://safe.jd.com/verify.html' };
    await world.gatewaySays({ type: 'error', content: '请验证', store_id: SHOP, data: verify });
    await world.core.handlers['shops.showPage']({ shopId: SHOP, noticeId: null });
    await tellAll(world, SHOP);
    await tellAll(world, asShopId('never-seen'));
    expect(Object.keys(world.core.replica().shops)).toEqual([SHOP, 'never-seen']);
    await world.core.handlers['shops.remove']({ shopId: SHOP });
    await tellAll(world, SHOP);
    expect(Object.keys(world.core.replica().shops)).toEqual(['never-seen']);
  });

  it('[ST5] [PL12] one that comes while the database fails is kept, in its order, and taken when it works again', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    world.store.failing = 'storage.full';
    const { core, clock } = world;
    const told = ['page.lost', 'connect.began', 'identity.asked', 'identity.confirmed'] as const;
    for (const kind of told) {
      const event = SHOP_EVENTS[kind];
      void core.accept({ kind: 'platform.event', shopId: SHOP, event, at: clock.now() });
      await settled();
      await clock.advance(10_000);
    }
    world.store.failing = null;
    await clock.advance(5_000);
    expect(core.replica().shops[SHOP]?.state).toMatchObject({ kind: 'online', reason: null });
  });
});
