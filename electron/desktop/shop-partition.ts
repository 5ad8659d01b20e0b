import { createHash } from 'node:crypto';
import type { ShopId } from '#shared/model/ids.ts';

/**
 * The session partition of a shop (PL4). Shop ids come from outside, and a partition's name becomes a folder's: what is not
 * plain lower case (two ids could be one folder on Windows) is named by its hash, which no plain id can equal in length.
 */
export const partitionOf = (shopId: ShopId): string =>
  /^[a-z0-9-]{1,63}$/u.test(shopId)
    ? `persist:shop-${shopId}`
    : `persist:shop-${createHash('sha256').update(shopId).digest('hex')}`;
