import type { Conversation } from './conversation.ts';
import { conversationKey, type ConversationRef, type ShopId } from './ids.ts';
import { newShopState } from './shop-state.ts';
import type { Shop } from './shop.ts';

/** Told apart at a glance and readable on both themes; given by position, the agent may choose another. */
export const SHOP_COLORS = [
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

/** A shop of which nothing but its id is known (GW7): 未登录 since `at`, in epoch ms. */
export const newShop = (shopId: ShopId, position: number, at: number): Shop => ({
  shopId,
  platform: null,
  name: null,
  alias: null,
  color: SHOP_COLORS[position % SHOP_COLORS.length] ?? SHOP_COLORS[0],
  position,
  state: newShopState(at),
  capabilities: [],
  adapterVersion: null,
  textLimit: ASSUMED_TEXT_LIMIT,
  defaultMode: 'auto',
  lastHeardAt: null,
});

/** A conversation in which nothing was said yet, in its shop's default mode (CV6). `at` is epoch ms. */
export const newConversation = (
  { shopId, buyerPin }: ConversationRef,
  { defaultMode }: Pick<Shop, 'defaultMode'>,
  at: number,
): Conversation => ({
  key: conversationKey({ shopId, buyerPin }),
  shopId,
  buyerPin,
  buyerName: null,
  avatarUrl: null,
  mode: defaultMode === 'manual' ? { kind: 'manual', endsAt: null } : { kind: 'auto' },
  waitingSince: null,
  answeredUpTo: null,
  unread: 0,
  last: null,
  pinned: null,
  suggestions: [],
  transferQuestion: null,
  draft: '',
  draftRevision: 0,
  starred: false,
  closed: false,
  firstSeenAt: at,
  lastOrderAt: 0,
});
