import type { Fact } from '../ports/facts.ts';
import type { Step } from '../step.ts';
import { shopFor } from './new-rows.ts';
import { solveNotices } from './shop-notices.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { nextShopState, type ShopEvent } from '#shared/model/shop-state.ts';

/**
 * Something happened to a shop (PL12). Coming online wakes what waits to be sent.
 * `at` is when it happened, in epoch ms.
 */
export const takeShopEvent = (step: Step, shopId: ShopId, event: ShopEvent, at: number): void => {
  const shop = shopFor(step, shopId);
  const state = nextShopState(shop.state, event, at);
  if (state === shop.state) return;
  step.changes.putShop({ ...shop, state });
  if (state.kind !== 'online') return;
  // A gateway that forgot the shop meanwhile is told its staff again.
  if (shop.state.kind !== 'online') step.state.toldStaff.delete(shopId);
  solveNotices(step, shopId);
  step.changes.after({ kind: 'shop.online', shopId });
};

/** The identity probe told who the shop is and what its adapter can do. */
export const takeIdentity = (
  step: Step,
  fact: Extract<Fact, { kind: 'platform.identity' }>,
): void => {
  step.changes.putShop({
    ...shopFor(step, fact.shopId),
    name: fact.name,
    capabilities: fact.capabilities,
    adapterVersion: fact.adapterVersion,
    textLimit: fact.textLimit,
  });
};
