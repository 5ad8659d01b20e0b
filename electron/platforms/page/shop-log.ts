import type { Log } from '../../core/ports.ts';
import type { ShopId } from '#shared/model/ids.ts';

/** A log in which every line names the shop. */
export const shopLog = (log: Log, shopId: ShopId): Log => ({
  info: (event, detail) => log.info(event, { shopId, ...detail }),
  warn: (event, detail) => log.warn(event, { shopId, ...detail }),
});
