import {
  asBuyerPin,
  asShopId,
  conversationKey,
  type ConversationKey,
  type ConversationRef,
} from './ids.ts';

/** The query of the address of a window that shows one conversation alone; `conversationOf` reads it. */
export const queryOf = ({ shopId, buyerPin }: ConversationRef): string =>
  `?shop=${encodeURIComponent(shopId)}&buyer=${encodeURIComponent(buyerPin)}`;

/** The conversation that such a query names; null for the window with everything. */
export const conversationOf = (query: string): ConversationKey | null => {
  const [, shop, buyer] = /^\?shop=([^&]+)&buyer=([^&]+)$/u.exec(query) ?? [];
  if (shop === undefined || buyer === undefined) return null;
  try {
    const shopId = asShopId(decodeURIComponent(shop));
    return conversationKey({ shopId, buyerPin: asBuyerPin(decodeURIComponent(buyer)) });
  } catch {
    return null;
  }
};
