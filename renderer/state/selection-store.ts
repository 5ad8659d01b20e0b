import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConversationKey, ShopId } from '#shared/model/ids.ts';

/** What this window looks at. `shopId` null is 全部店铺. */
export type SelectionState = {
  readonly shopId: ShopId | null;
  readonly conversationKey: ConversationKey | null;
  /** When the present conversation was opened: Enter within 1 s of a change asks once (UX, composer). */
  readonly openedAt: number;
  readonly selectShop: (shopId: ShopId | null) => void;
  readonly openConversation: (key: ConversationKey | null) => void;
};

export const createSelection = (clock: { readonly now: () => number }): StoreApi<SelectionState> =>
  createStore<SelectionState>((set) => ({
    shopId: null,
    conversationKey: null,
    openedAt: 0,
    selectShop: (shopId) => {
      set({ shopId });
    },
    openConversation: (key) => {
      set((state) =>
        state.conversationKey === key ? state : { conversationKey: key, openedAt: clock.now() },
      );
    },
  }));
