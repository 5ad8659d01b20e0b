import type * as z from 'zod';
import type { SendOutcome, TransferOutcome } from '../../core/ports/connectors.ts';
import type { PlatformMessage } from '../../core/ports/facts.ts';
import { asBuyerPin, asPlatformMessageId, asStaffId } from '#shared/model/ids.ts';
import type { CardDetail } from '#shared/model/message.ts';
import type { Staff } from '#shared/model/shop.ts';
import type { Adapter, IdentityAnswer, PageEvent } from '../adapter/adapter.ts';
import {
  goodBodyOf,
  identityOf,
  isLoginPage,
  readJson,
  webIdentityOf,
} from '../adapter/codec-kit.ts';
import { EMPTY, joined, UNDECODED, type CodecResult } from '../adapter/codec-result.ts';
import {
  codeSchema,
  conversationListSchema,
  currentUserSchema,
  goodsCardSchema,
  identityAnswerSchema,
  kickedSchema,
  messageSchema,
  pollAnswerSchema,
  staffListSchema,
  transferCodeSchema,
  uploadAnswerSchema,
  type PigeonMessage,
} from './shapes.ts';

/** Codes of the back-stage api that mean: log in again. */
const LOGIN_CODES = new Set([10005, 10008]);
const GOODS_LINK = 'https://haohuo.jinritemai.com/views/product/item2?id=';

/** Shapes of 飞鸽's page and api to ours; pure. What is not understood counts as undecoded and is never guessed at. */
export const douyinCodec: Adapter['codec'] = {
  identity: (answer) =>
    webIdentityOf(identityAnswerSchema, answer, isLoginPage, (body, { status }) => {
      const code = codeSchema.safeParse(body);
      if (code.success && LOGIN_CODES.has(code.data.code))
        return { kind: 'loginRequired', words: code.data.msg ?? null };
      if (status !== 200 || !code.success || code.data.code !== 0)
        return { kind: 'failed', trace: (code.data?.msg ?? '') || `HTTP ${status}` };
      return identified(body);
    }),

  events: (events) => joined(events.map(decodeEvent)),

  poll: (answer) => {
    const parsed = pollAnswerSchema.safeParse(answer);
    if (!parsed.success) return UNDECODED;
    // A refused list is the probe's business, not one of shapes.
    if (parsed.data.status !== 200) return EMPTY;
    const body = readJson(parsed.data.text);
    const code = codeSchema.safeParse(body);
    if (code.success && code.data.code !== 0) return EMPTY;
    const list = conversationListSchema.safeParse(body);
    if (!list.success) return UNDECODED;
    const ofThisShop = list.data.data.conversations.filter(
      ({ conversationId }) => shopKeyOf(conversationId) === parsed.data.shopKey,
    );
    const results = ofThisShop.flatMap(({ messages, buyerName, buyerAvatar }) =>
      messages.map((message) => decodeMessage(message, { buyerName, buyerAvatar })),
    );
    // A transfer in the list is of the past.
    return { ...joined(results), transferred: [] };
  },

  uploadedUrl: (answer) => {
    const parsed = uploadAnswerSchema.safeParse(answer);
    return parsed.success ? parsed.data.answer.url : null;
  },

  sendEvidence: (answer) => sendEvidence(answer),

  staff: (answer) => {
    const list = staffListSchema.safeParse(goodBodyOf(answer));
    return list.success ? list.data.data.map(staffOf) : null;
  },

  transferEvidence: (answer) => transferEvidence(answer),
};

const identified = (body: unknown): IdentityAnswer =>
  identityOf(currentUserSchema, body, ({ data: { ShopId, ShopName, CustomerServiceInfo } }) => ({
    kind: 'identified',
    shopKey: ShopId,
    shopName: ShopName,
    staffId: CustomerServiceInfo.id,
    staffName: CustomerServiceInfo.screen_name,
  }));

const decodeEvent = (event: PageEvent): CodecResult => {
  switch (event.kind) {
    case 'message':
      return decodeMessage(event.payload, {});
    case 'kicked': {
      const { reason, by } = kickedSchema.catch({ reason: null, by: null }).parse(event.payload);
      return { ...EMPTY, kicked: [reason, by].filter(Boolean).join(' · ') };
    }
    case 'challenge':
      return { ...EMPTY, challenged: '' };
    default:
      return UNDECODED;
  }
};

type BuyerCard = {
  readonly buyerName?: string | null | undefined;
  readonly buyerAvatar?: string | null | undefined;
};

const decodeMessage = (payload: unknown, buyer: BuyerCard): CodecResult => {
  const parsed = messageSchema.safeParse(payload);
  const pin = parsed.success ? pinOf(parsed.data.conversationId) : null;
  if (!parsed.success || pin === null) return UNDECODED;
  const message = parsed.data;
  // Not yet with the platform: the page shows it while it is being sent.
  if (!message.serverId) return EMPTY;

  const from = senderOf(message);
  const { ext } = message;
  const transferredTo = from === 'system' ? ext.to_trans_uid : null;
  const decoded: PlatformMessage = {
    platformMessageId: asPlatformMessageId(message.serverId),
    buyerPin: asBuyerPin(pin),
    buyerName: (from === 'buyer' && ext.sender_name ? ext.sender_name : buyer.buyerName) || null,
    avatarUrl:
      (from === 'buyer' && ext.sender_avatar ? ext.sender_avatar : buyer.buyerAvatar) || null,
    from,
    ...contentOf(message),
    sentAt: message.createdAt ?? null,
  };
  return {
    ...EMPTY,
    messages: [decoded],
    transferred: transferredTo ? [{ buyerPin: pin, staffId: transferredTo }] : [],
  };
};

/** A buyer's pin may hold ':' itself, so the conversation id is read from its end. */
const CONVERSATION = /^(.+):([^:]+)::2:1:pigeon$/su;
const pinOf = (conversationId: string): string | null =>
  CONVERSATION.exec(conversationId)?.[1] ?? null;
const shopKeyOf = (conversationId: string): string | null =>
  CONVERSATION.exec(conversationId)?.[2] ?? null;

/** `s:sender_biz_role`: 1 the buyer, 2 a service account, 3 the system. */
const senderOf = ({ ext }: PigeonMessage): PlatformMessage['from'] => {
  const role = ext['s:sender_biz_role'];
  if (role === '1') return 'buyer';
  return role === '2' ? 'self' : 'system';
};

const contentOf = (message: PigeonMessage): Pick<PlatformMessage, 'type' | 'content' | 'card'> => {
  const content = message.content ?? '';
  switch (message.ext.type) {
    case 'text':
    case 'image':
    case 'video':
      return { type: message.ext.type, content, card: null };
    case 'goods_card': {
      const card = cardOf(message);
      const link = card === null ? null : productLink(card);
      return link === null
        ? { type: 'unknown', content, card: null }
        : { type: 'product_card', content: link, card };
    }
    case 'order_card': {
      const card = cardOf(message);
      const words = card === null ? '' : orderWords(card);
      return words === ''
        ? { type: 'unknown', content, card: null }
        : { type: 'order_card', content: words, card };
    }
    default:
      return { type: 'unknown', content, card: null };
  }
};

/** The wire's text of an order card (spec 4.5), of what the card knows. */
const orderWords = ({ goodsId, orderId }: CardDetail): string =>
  [goodsId && `商品id:${goodsId}`, orderId && `订单号:${orderId}`].filter(Boolean).join(' ');

/** The link that the card carries, else the product's address by its goods id; null when it has neither. */
const productLink = ({ link, goodsId }: CardDetail): string | null => {
  if (link !== null && /^https?:\/\//u.test(link)) return link;
  return goodsId === null ? null : GOODS_LINK + goodsId;
};

/** The card's own JSON, completed by what `ext` says; null when there is neither an id nor a link. */
const cardOf = ({ content, ext }: PigeonMessage): CardDetail | null => {
  const parsed = goodsCardSchema.safeParse(readJson(content ?? ''));
  const goodsId = (parsed.data?.goods_id ?? ext.goods_id) || null;
  const link = parsed.data?.link ?? null;
  if (goodsId === null && link === null) return null;
  return {
    title: parsed.data?.title ?? null,
    priceText: parsed.data?.price ?? null,
    imageUrl: parsed.data?.img ?? null,
    goodsId,
    orderId: parsed.data?.order_id ?? ext.order_id ?? null,
    link,
  };
};

/** CV3: sent means both codes are 0 and there is a server id; a resolved promise alone says nothing. */
const sendEvidence = (answer: unknown): SendOutcome => {
  const parsed = messageSchema.safeParse(answer);
  if (!parsed.success) return { kind: 'unconfirmed', why: 'the answer was not understood' };
  const { serverId, createdAt, ext } = parsed.data;
  const code = [ext['s:send_response_status'], ext.check_code].find(
    (given) => given !== null && given !== undefined && given !== '0',
  );
  if (code !== undefined)
    return { kind: 'rejected', code: code ?? '', text: ext.check_message ?? '' };
  const isProven = ext['s:send_response_status'] === '0' && ext.check_code === '0';
  if (!isProven || !serverId) return { kind: 'unconfirmed', why: 'no evidence in the answer' };
  return {
    kind: 'sent',
    platformMessageId: asPlatformMessageId(serverId),
    sentAt: createdAt ?? null,
  };
};

/** Code 0 is accepted, not done: the evidence is the event that follows. */
const transferEvidence = (answer: unknown): TransferOutcome => {
  const { code, msg } = transferCodeSchema.parse(answer);
  if (code === '0') return { kind: 'unconfirmed', why: 'accepted' };
  return { kind: 'refused', text: msg ?? code ?? '' };
};

const staffOf = (row: z.output<typeof staffListSchema>['data'][number]): Staff => ({
  staffId: asStaffId(row.staffId),
  name: row.staffName,
  status: row.status,
  department: row.department ?? '',
  online: row.online_status === 1,
});
