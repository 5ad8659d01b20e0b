import type { ShopId } from '#shared/model/ids.ts';
import type { ReplicaState } from './replica-store.ts';

/** How many buyers wait: in all, and per shop. */
export type WaitingCounts = {
  readonly total: number;
  readonly byShop: ReadonlyMap<ShopId, number>;
};

const isSame = (a: WaitingCounts, b: WaitingCounts): boolean =>
  a.total === b.total &&
  a.byShop.size === b.byShop.size &&
  [...a.byShop].every(([shopId, count]) => b.byShop.get(shopId) === count);

/** Counted from the list itself, never by hand; the same object while no number changes. */
export class WaitingCounter {
  #order: ReplicaState['order']['waiting'] | null = null;
  #counts: WaitingCounts = { total: 0, byShop: new Map() };

  readonly read = ({
    order,
    conversations,
  }: Pick<ReplicaState, 'order' | 'conversations'>): WaitingCounts => {
    if (order.waiting === this.#order) return this.#counts;
    this.#order = order.waiting;
    const byShop = new Map<ShopId, number>();
    for (const key of order.waiting) {
      const shopId = conversations.get(key)?.shopId;
      if (shopId !== undefined) byShop.set(shopId, (byShop.get(shopId) ?? 0) + 1);
    }
    const next = { total: order.waiting.length, byShop };
    if (!isSame(this.#counts, next)) this.#counts = next;
    return this.#counts;
  };
}
