import type { Step } from '../step.ts';
import type { Conversation, ReplyMode } from '#shared/model/conversation.ts';
import { conversationKey, type ConversationRef, type ShopId } from '#shared/model/ids.ts';
import { newShopState } from '#shared/model/shop-state.ts';
import type { Shop } from '#shared/model/shop.ts';

/** Told apart at a glance and readable on both themes; given by position, the agent may choose another. */
const SHOP_COLORS = [
  '#2f6fed',
  '#e0562b',
  '#12946a',
  '#8a4be0',
  '#c98a06',
  '#d13b7a',
  '#0d8fb0',
  '#6b7a1f',
] as const;

/** Until the platform's adapter tells its own limit. */
const ASSUMED_TEXT_LIMIT = 500;

/** The shop, made (未登录) when the gateway speaks of one that nobody knows yet (GW7). */
export const shopFor = (step: Step, shopId: ShopId): Shop => {
  const known = step.state.shops.get(shopId);
  if (known !== undefined) return known;
  const position = [...step.state.shops.values()].reduce(
    (next, shop) => Math.max(next, shop.position + 1),
    0,
  );
  const shop: Shop = {
    shopId,
    platform: null,
    name: null,
    alias: null,
    color: SHOP_COLORS[position % SHOP_COLORS.length] ?? SHOP_COLORS[0],
    position,
    state: newShopState(step.now),
    capabilities: [],
    adapterVersion: null,
    textLimit: ASSUMED_TEXT_LIMIT,
    defaultMode: 'auto',
    lastHeardAt: null,
  };
  step.changes.putShop(shop);
  return shop;
};

const firstMode = (shop: Shop): ReplyMode =>
  shop.defaultMode === 'manual' ? { kind: 'manual', endsAt: null } : { kind: 'auto' };

/** The conversation, made on demand in the shop's default mode (CV6). */
export const conversationFor = (step: Step, ref: ConversationRef): Conversation => {
  const key = conversationKey(ref);
  const known = step.state.conversations.get(key);
  if (known !== undefined) return known;
  const conversation: Conversation = {
    key,
    shopId: ref.shopId,
    buyerPin: ref.buyerPin,
    buyerName: null,
    avatarUrl: null,
    mode: firstMode(shopFor(step, ref.shopId)),
    waitingSince: null,
    answeredUpTo: null,
    unread: 0,
    last: null,
    pinned: null,
    suggestions: [],
    transferQuestion: null,
    draft: '',
    starred: false,
    closed: false,
    firstSeenAt: step.now,
    lastOrderAt: 0,
  };
  step.changes.putConversation(conversation);
  return conversation;
};
