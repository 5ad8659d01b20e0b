import type { ShopId } from '#shared/model/ids.ts';
import { useReplica } from './replica.ts';
import { useAppState } from '../state-context.tsx';

/** How many buyers wait in one shop, or in all of them (null); re-renders only when that number changes. */
export const useWaitingCount = (shopId: ShopId | null): number => {
  const { waitingCounter } = useAppState();
  return useReplica((state) => {
    const counts = waitingCounter.read(state);
    return shopId === null ? counts.total : (counts.byShop.get(shopId) ?? 0);
  });
};
