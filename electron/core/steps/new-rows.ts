import type { Step } from '../step.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { conversationKey, type ConversationRef, type ShopId } from '#shared/model/ids.ts';
import { newConversation, newShop } from '#shared/model/new-rows.ts';
import type { Shop } from '#shared/model/shop.ts';

/** The shop, made (未登录) when the gateway speaks of one that nobody knows yet (GW7). */
export const shopFor = (step: Step, shopId: ShopId): Shop => {
  const known = step.state.shops.get(shopId);
  if (known !== undefined) return known;
  const position = [...step.state.shops.values()].reduce(
    (next, shop) => Math.max(next, shop.position + 1),
    0,
  );
  const shop = newShop(shopId, position, step.now);
  step.changes.putShop(shop);
  return shop;
};

/**
 * The conversation as it is decided by now, null where there is none. A step must have asked for it in its `lookUp`: one
 * that is neither in memory nor was asked for may exist, and would be made a second time over the first.
 */
export const conversationOf = (step: Step, ref: ConversationRef): Conversation | null => {
  const key = conversationKey(ref);
  const known = step.state.conversations.get(key);
  if (known === undefined && !step.lookedUp.has(key) && !step.state.removedShops.has(ref.shopId))
    throw new Error('a step did not look up the conversation that it needs');
  return known ?? null;
};

/** The conversation, made on demand in the shop's default mode (CV6). */
export const conversationFor = (step: Step, ref: ConversationRef): Conversation => {
  const known = conversationOf(step, ref);
  if (known !== null) return known;
  const conversation = newConversation(ref, shopFor(step, ref.shopId), step.now);
  step.changes.putConversation(conversation);
  return conversation;
};
