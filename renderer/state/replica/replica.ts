import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { ClockStatus } from '#shared/model/clock-status.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import type { GatewayStatus } from '#shared/model/gateway-status.ts';
import type { StorageStatus } from '#shared/model/storage-status.ts';
import type { ConversationKey, ShopId } from '#shared/model/ids.ts';
import type { ManagedStatus } from '#shared/model/managed.ts';
import { ownOf } from '#shared/model/own-of.ts';
import type { UpdateStatus } from '#shared/model/updates.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { Shop, StaffList } from '#shared/model/shop.ts';
import type { ReplicaState } from './replica-store.ts';
import { useAppState } from '../state-context.tsx';

/** Reads a part of the replica; re-renders only when that part's identity changes. */
export const useReplica = <Part>(select: (state: ReplicaState) => Part): Part =>
  useStore(useAppState().follower.store, select);

/** All shops by their place among the tabs. */
export const useShops = (): readonly Shop[] => {
  const shops = useReplica((state) => state.overview.shops);
  return useMemo(
    () =>
      Object.values<Shop>(shops).sort(
        (a, b) => a.position - b.position || (a.shopId < b.shopId ? -1 : 1),
      ),
    [shops],
  );
};

export const useShop = (shopId: ShopId | null): Shop | null =>
  useReplica((state) => ownOf(state.overview.shops, shopId));

const NOTHING_TO_HEAR = (): void => undefined;

/** Re-renders with its own row alone. */
export const useConversation = (key: ConversationKey | null): Conversation | null => {
  const { conversations } = useAppState().follower;
  const listen = useCallback(
    (listener: () => void) =>
      key === null ? NOTHING_TO_HEAR : conversations.listen(key, listener),
    [conversations, key],
  );
  return useSyncExternalStore(listen, () => conversations.get(key));
};

export const useStaffList = (shopId: ShopId | null): StaffList | null =>
  useReplica((state) => ownOf(state.overview.staffLists, shopId));

export const useGateway = (): GatewayStatus => useReplica((state) => state.overview.gateway);

export const useStorageStatus = (): StorageStatus => useReplica((state) => state.overview.storage);

/** By how many milliseconds this computer is ahead of the world (negative: behind); null while it is right. */
export const useClockStatus = (): ClockStatus => useReplica((state) => state.overview.clock);

export const useSettings = (): Settings => useReplica((state) => state.overview.settings);

/** What the administrator of this computer has decided. */
export const useManaged = (): ManagedStatus => useReplica((state) => state.overview.managed);

/** Which version runs, and what is known of newer ones. */
export const useUpdates = (): UpdateStatus => useReplica((state) => state.overview.updates);
