import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  conversationKey,
  keyStartOf,
  type ConversationKey,
  type ConversationRef,
  type MessageId,
  type ShopId,
} from '#shared/model/ids.ts';
import type { MessagePosition } from '#shared/model/message.ts';

/** A message that the agent looked for and wants to see. */
export type SoughtMessage = MessagePosition & { readonly messageId: MessageId };

/** A conversation that was opened by a search; `message` null for the buyer as such. Each time a new object. */
export type Sought = { readonly key: ConversationKey; readonly message: SoughtMessage | null };

/** What this window looks at. `shopId` null is 全部店铺. */
export type SelectionState = {
  readonly shopId: ShopId | null;
  readonly conversationKey: ConversationKey | null;
  /** When the present conversation was opened: Enter within 1 s of a change asks once (UX, composer). */
  readonly openedAt: number;
  /** Null when the present conversation was opened in another way. */
  readonly sought: Sought | null;
  /** The caret shall go to 回复, and is not there yet. */
  readonly wantsCaret: boolean;
  /** A conversation of another shop is closed with it, so that nothing is written under the wrong tab; its draft stays. */
  readonly selectShop: (shopId: ShopId | null) => void;
  /** Opens it and brings the caret. */
  readonly openConversation: (key: ConversationKey | null) => void;
  /** Opens it for a look: the keys stay where they are, in the list. */
  readonly lookAt: (key: ConversationKey) => void;
  /** Whatever had the keys is done: the caret goes back to 回复 of the open conversation. */
  readonly wishCaret: () => void;
  readonly takeCaret: () => void;
  /** The one way from a search to a conversation, whether the replica has it or not. */
  readonly openSought: (ref: ConversationRef, message: SoughtMessage | null) => void;
};

export const createSelection = (clock: { readonly now: () => number }): StoreApi<SelectionState> =>
  createStore<SelectionState>((set) => ({
    shopId: null,
    conversationKey: null,
    openedAt: 0,
    sought: null,
    wantsCaret: false,
    selectShop: (shopId) => {
      set(({ conversationKey: key }) => {
        const isOther = shopId !== null && key !== null && !key.startsWith(keyStartOf(shopId));
        return isOther ? { shopId, conversationKey: null, sought: null } : { shopId };
      });
    },
    openConversation: (key) => {
      set((state) =>
        state.conversationKey === key
          ? { wantsCaret: key !== null }
          : {
              conversationKey: key,
              openedAt: clock.now(),
              sought: null,
              wantsCaret: key !== null,
            },
      );
    },
    lookAt: (key) => {
      set((state) =>
        state.conversationKey === key
          ? state
          : { conversationKey: key, openedAt: clock.now(), sought: null },
      );
    },
    wishCaret: () => {
      set(({ conversationKey }) => ({ wantsCaret: conversationKey !== null }));
    },
    takeCaret: () => {
      set({ wantsCaret: false });
    },
    openSought: (ref, message) => {
      const key = conversationKey(ref);
      set((state) => ({
        conversationKey: key,
        openedAt: state.conversationKey === key ? state.openedAt : clock.now(),
        sought: { key, message },
        wantsCaret: true,
      }));
    },
  }));
