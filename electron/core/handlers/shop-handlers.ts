import type { World } from '../effect-runner.ts';
import { changeShop } from '../steps/shop-changes.ts';
import type { TransferDesk } from '../transfer-desk.ts';
import { decide, type Writer } from './decide.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import { ok, refuse } from '#shared/model/result.ts';

type ShopCalls = Pick<
  CallHandlers,
  | 'staff.refresh'
  | 'transfers.start'
  | 'shops.showPage'
  | 'shops.hidePage'
  | 'shops.retry'
  | 'shops.update'
>;

export const shopHandlers = (
  writer: Writer,
  transfers: TransferDesk,
  world: () => World | null,
): ShopCalls => ({
  'staff.refresh': ({ shopId }) => transfers.refreshStaff(shopId),
  // What the platform did could not be noted, so it is not begun.
  'transfers.start': ({ staffId, reason, ...ref }) =>
    writer.storage.trouble === null
      ? transfers.start(ref, { staffId, reason })
      : refuse('storage.unavailable', writer.storage.trouble),
  'shops.showPage': ({ shopId }) => {
    const shop = writer.state.shops.get(shopId);
    if (shop === undefined) return refuse('shop.unknown');
    return world()?.desk.showPage(shopId, shop.state.link) ?? refuse('shop.noPage');
  },
  'shops.hidePage': async ({ shopId }) => {
    if (!writer.state.shops.has(shopId)) return refuse('shop.unknown');
    await world()?.desk.hidePage(shopId);
    return ok(null);
  },
  'shops.retry': ({ shopId }) => {
    if (!writer.state.shops.has(shopId)) return refuse('shop.unknown');
    return world()?.desk.retry(shopId) ?? refuse('shop.notOnline');
  },
  'shops.update': (input) => decide(writer, { decide: (step) => changeShop(step, input) }),
});
