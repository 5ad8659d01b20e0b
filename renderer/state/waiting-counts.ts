import { useMemo } from 'react';
import type { ShopId } from '#shared/model/ids.ts';
import { useReplica } from './replica.ts';
import { useAppState } from './state-context.tsx';

/** How many buyers wait: in all, and per shop. Computed from the list itself, never counted by hand. */
export const useWaitingCounts = (): {
  readonly total: number;
  readonly byShop: ReadonlyMap<ShopId, number>;
} => {
  const { follower } = useAppState();
  const waiting = useReplica((state) => state.order.waiting);
  return useMemo(() => {
    // A conversation never changes its shop, so the table may be read outside the subscription.
    const { conversations } = follower.store.getState().replica;
    const byShop = new Map<ShopId, number>();
    for (const key of waiting) {
      const shopId = conversations[key]?.shopId;
      if (shopId !== undefined) byShop.set(shopId, (byShop.get(shopId) ?? 0) + 1);
    }
    return { total: waiting.length, byShop };
  }, [follower, waiting]);
};
