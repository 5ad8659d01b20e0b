import type { Conversation } from '#shared/model/conversation.ts';
import {
  asBuyerPin,
  asMessageId,
  asNoticeId,
  asPhraseId,
  asPlatformMessageId,
  asShopId,
  type BuyerPin,
  type ShopId,
} from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import { newConversation } from '#shared/model/new-rows.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import type { Shop } from '#shared/model/shop.ts';
import type { BusinessFrame } from '#shared/protocol/frames.ts';
import type { Write } from '../../core/ports/store.ts';

/** Complete rows for tests; each takes what the test is about. */

export const SHOP = asShopId('shop-1');
export const OTHER_SHOP = asShopId('shop-2');
export const BUYER = asBuyerPin('buyer-1');
const NOON = 1_760_000_000_000;

export const shopRow = (change: Partial<Shop> = {}): Shop => ({
  shopId: SHOP,
  platform: 'douyin',
  name: '花间小铺',
  alias: null,
  color: '#aa3366',
  position: 0,
  state: { kind: 'online', since: NOON, reason: null, words: null, link: null },
  capabilities: ['text', 'image', 'transfer'],
  adapterVersion: 'douyin 1.0.0',
  textLimit: 500,
  defaultMode: 'auto',
  lastHeardAt: NOON,
  ...change,
});

export const conversationRow = (change: Partial<Omit<Conversation, 'key'>> = {}): Conversation => {
  const { shopId = SHOP, buyerPin = BUYER } = change;
  return {
    ...newConversation({ shopId, buyerPin }, { defaultMode: 'auto' }, NOON),
    buyerName: '小王',
    lastOrderAt: NOON,
    ...change,
  };
};

/** The `arrival`th message; ids and times follow from the number. */
export const messageRow = (arrival: number, change: Partial<Message> = {}): Message => ({
  messageId: asMessageId(`m-${arrival}`),
  shopId: SHOP,
  buyerPin: BUYER,
  origin: 'buyer',
  type: 'text',
  content: `第 ${arrival} 句`,
  card: null,
  systemLine: null,
  orderAt: NOON + arrival,
  arrival,
  sentAt: NOON + arrival,
  platformMessageId: asPlatformMessageId(`p-${arrival}`),
  send: null,
  ...change,
});

export const noticeRow = (id: string, change: Partial<ShopNotice> = {}): ShopNotice => ({
  noticeId: asNoticeId(id),
  shopId: SHOP,
  buyerPin: null,
  at: NOON,
  words: '请处理',
  link: null,
  linkProblem: null,
  ended: null,
  ...change,
});

export const phraseRow = (id: string, change: Partial<Phrase> = {}): Phrase => ({
  phraseId: asPhraseId(id),
  scope: { kind: 'all' },
  group: '',
  code: '',
  parts: [{ kind: 'text', text: '亲，在的' }],
  place: null,
  usedCount: 0,
  usedAt: null,
  ...change,
});

export const frameOf = (message: Message): BusinessFrame => ({
  type: 'message',
  content: message.content,
  msg_type: 'text',
  sender: { id: message.buyerPin },
  store_id: message.shopId,
  message_id: message.messageId,
  timestamp: message.sentAt,
});

/** What the core writes when a buyer speaks. */
export const buyerSpeaks = (
  arrival: number,
  { shopId = SHOP, buyerPin = BUYER }: { shopId?: ShopId; buyerPin?: BuyerPin } = {},
): readonly Write[] => {
  const row = messageRow(arrival, { shopId, buyerPin });
  return [
    { put: 'message', row },
    {
      put: 'conversation',
      row: conversationRow({
        shopId,
        buyerPin,
        waitingSince: row.sentAt,
        unread: 1,
        last: { origin: 'buyer', type: 'text', text: row.content, at: row.sentAt, sendState: null },
        lastOrderAt: row.orderAt,
      }),
    },
    { put: 'outbox', row: frameOf(row) },
  ];
};
