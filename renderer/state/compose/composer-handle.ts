import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Conversation } from '#shared/model/conversation.ts';
import type { Shop } from '#shared/model/shop.ts';

/** The box of the open conversation, for what else puts words into it. */
export type ComposerHandle = {
  readonly conversation: Pick<Conversation, 'key' | 'shopId' | 'buyerPin' | 'buyerName' | 'pinned'>;
  readonly shop: Pick<Shop, 'shopId' | 'platform' | 'name' | 'alias' | 'textLimit'>;
  readonly box: HTMLTextAreaElement;
  /** Another conversation was open just before: what is sent within a second may be meant for that buyer. */
  readonly isSwitch: boolean;
};

export type ComposerHandleState = { readonly handle: ComposerHandle | null };

export const createComposerHandle = (): StoreApi<ComposerHandleState> =>
  createStore<ComposerHandleState>(() => ({ handle: null }));
