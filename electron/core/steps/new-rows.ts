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

/** The conversation, made on demand in the shop's default mode (CV6). */
export const conversationFor = (step: Step, ref: ConversationRef): Conversation => {
  const known = step.state.conversations.get(conversationKey(ref));
  if (known !== undefined) return known;
  const conversation = newConversation(ref, shopFor(step, ref.shopId), step.now);
  step.changes.putConversation(conversation);
  return conversation;
};
