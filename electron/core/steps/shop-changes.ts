import type { Step } from '../step.ts';
import type { CallArguments } from '#shared/ipc/contract.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';

/** Puts the shop at a place among the tabs and numbers all of them anew from 0; only those that moved are written. */
const moveShop = (step: Step, shopId: string, position: number): void => {
  const others = [...step.state.shops.values()]
    .filter((shop) => shop.shopId !== shopId)
    .sort((a, b) => a.position - b.position);
  const moved = [...step.state.shops.values()].filter((shop) => shop.shopId === shopId);
  const row = [...others.slice(0, position), ...moved, ...others.slice(position)];
  row.forEach((shop, place) => {
    if (shop.position !== place) step.changes.putShop({ ...shop, position: place });
  });
};

/** PL13: the shop with all its rows and queues; `frames` of its frames wait for the back office. */
export const removeShop = (step: Step, shopId: ShopId, frames: number): Result<null> => {
  if (!step.state.shops.has(shopId)) return refuse('shop.unknown');
  step.changes.removeShop(shopId, frames);
  step.known.forgetShop(shopId);
  // Once more, for a cookie that was pushed while the question was open.
  step.changes.after({ kind: 'connectors.forget', shopId });
  return ok(null);
};

/** What the agent may change of a shop: its short name, colour, place and the mode of new conversations. */
export const changeShop = (step: Step, input: CallArguments<'shops.update'>): Result<null> => {
  const shop = step.state.shops.get(input.shopId);
  if (shop === undefined) return refuse('shop.unknown');
  const alias = input.alias === undefined ? shop.alias : input.alias === '' ? null : input.alias;
  step.changes.putShop({
    ...shop,
    alias,
    color: input.color ?? shop.color,
    defaultMode: input.defaultMode ?? shop.defaultMode,
  });
  if (input.position !== undefined) moveShop(step, input.shopId, input.position);
  return ok(null);
};
