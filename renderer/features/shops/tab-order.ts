import type { ShopId } from '#shared/model/ids.ts';
import type { Shop } from '#shared/model/shop.ts';

/** The new places when `dragged` is dropped on `target`: only the shops whose place changes. */
export const movedPositions = (
  shops: readonly Pick<Shop, 'shopId' | 'position'>[],
  dragged: ShopId,
  target: ShopId,
): readonly { readonly shopId: ShopId; readonly position: number }[] => {
  const ids = shops.map((shop) => shop.shopId);
  const from = ids.indexOf(dragged);
  const to = ids.indexOf(target);
  if (from === -1 || to === -1) return [];
  ids.splice(from, 1);
  ids.splice(to, 0, dragged);
  const positionOf = new Map(shops.map((shop) => [shop.shopId, shop.position]));
  return ids
    .map((shopId, position) => ({ shopId, position }))
    .filter((place) => positionOf.get(place.shopId) !== place.position);
};
