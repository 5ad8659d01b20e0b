import { useMemo } from 'react';
import type { Conversation } from '#shared/model/conversation.ts';
import type { ConversationKey, ShopId } from '#shared/model/ids.ts';
import { ownOf } from '#shared/model/own-of.ts';
import type { Shop } from '#shared/model/shop.ts';
import { useReplica } from './replica.ts';
import { sameValue } from './same-value.ts';

/** A conversation without what every message changes. */
export type ConversationFace = Omit<
  Conversation,
  'last' | 'unread' | 'waitingSince' | 'answeredUpTo' | 'lastOrderAt'
>;
/** A shop without its heartbeat. */
export type ShopFace = Omit<Shop, 'lastHeardAt'>;

const faceOfConversation = (row: Conversation): ConversationFace => {
  const { last: _, unread: _1, waitingSince: _2, answeredUpTo: _3, lastOrderAt: _4, ...face } = row;
  return face;
};

const faceOfShop = (shop: Shop): ShopFace => {
  const { lastHeardAt: _, ...face } = shop;
  return face;
};

/** The same object again for as long as it says the same. */
const steady = <Row extends object, Face extends object>(
  faceOf: (row: Row) => Face,
): ((row: Row | null) => Face | null) => {
  let seen: Row | null = null;
  let kept: Face | null = null;
  return (row) => {
    if (row === seen) return kept;
    seen = row;
    const face = row === null ? null : faceOf(row);
    if (!sameValue(face, kept)) kept = face;
    return kept;
  };
};

/**
 * What the panes around the messages show of a conversation. Keeps its identity while messages pour in, so that
 * head, suggestions, composer and panel render when something of theirs changed, not 60 times a second.
 */
export const useConversationFace = (key: ConversationKey | null): ConversationFace | null => {
  const pick = useMemo(() => steady(faceOfConversation), []);
  return useReplica((state) => pick(state.conversations.get(key)));
};

/** A shop for the same places. */
export const useShopFace = (shopId: ShopId | null): ShopFace | null => {
  const pick = useMemo(() => steady(faceOfShop), []);
  return useReplica((state) => pick(ownOf(state.overview.shops, shopId)));
};
