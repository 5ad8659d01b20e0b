import type { PlatformMessage } from '../../core/ports/facts.ts';
import { asBuyerPin, asPlatformMessageId } from '#shared/model/ids.ts';
import type { CardDetail } from '#shared/model/message.ts';
import { EMPTY, UNDECODED, type CodecResult } from '../adapter/codec-result.ts';
import { messageSchema, type ChatMessage, type Party } from './shapes.ts';

const TYPE = {
  text: 0,
  image: 1,
  emotion: 5,
  video: 14,
  transfer: 24,
  /** Where the buyer comes from; the page shows it as a grey line. */
  source: 41,
  goodsSpec: 64,
  withdrawn: 1002,
} as const;
const SUB_TYPE_ORDER = 1;
/** Of the page's own card there are a buyer's (0) and a service account's (2). */
const SUB_TYPES_GOODS: ReadonlySet<number> = new Set([0, 2]);
const GOODS_LINK = 'https://mobile.yangkeduo.com/goods.html?goods_id=';

export type BuyerCard = { readonly name: string | null; readonly avatarUrl: string | null };

/**
 * One chat message, of a socket, the list or a history. One of another mall, or between a buyer and nobody's mall, counts as
 * undecoded (PL5).
 */
export const decodeMessage = (
  payload: unknown,
  shopKey: string,
  cardOf: (pin: string) => BuyerCard | undefined = () => undefined,
): CodecResult => {
  const parsed = messageSchema.safeParse(payload);
  if (!parsed.success) return UNDECODED;
  const message = parsed.data;
  const from = senderOf(message);
  const pin = pinOf(message);
  const malls = [message.from, message.to].map(mallOf).filter((mall) => mall !== null);
  if (malls.some((mall) => mall !== shopKey)) return UNDECODED;
  // A word of the system to the shop itself belongs to no conversation.
  if (pin === null) return from === 'system' ? EMPTY : UNDECODED;
  if (malls.length === 0 && from !== 'system') return UNDECODED;
  // Not yet with the platform.
  if (!message.msg_id) return EMPTY;

  const card = cardOf(pin);
  const decoded: PlatformMessage = {
    platformMessageId: asPlatformMessageId(message.msg_id),
    buyerPin: asBuyerPin(pin),
    buyerName: (from === 'buyer' && message.nickname ? message.nickname : card?.name) || null,
    avatarUrl: card?.avatarUrl || null,
    from,
    ...contentOf(message),
    sentAt: timeOf(message.msg_id, message.ts),
  };
  const staffId = message.type === TYPE.transfer ? csUserOf(message.to.uid) : null;
  return {
    ...EMPTY,
    messages: [decoded],
    transferred: staffId === null ? [] : [{ buyerPin: pin, staffId }],
  };
};

/** Epoch ms. The platform tells seconds; a message id of 13 digits was seen to be the time in milliseconds. */
export const timeOf = (messageId: string, seconds: string | null | undefined): number | null => {
  const told = seconds && /^\d{9,11}$/u.test(seconds) ? Number(seconds) : null;
  if (!/^1\d{12}$/u.test(messageId)) return told === null ? null : told * 1000;
  const exact = Number(messageId);
  return told === null || Math.floor(exact / 1000) === told ? exact : told * 1000;
};

/** The user of a service account `cs_<mall>_<user>`. */
export const csUserOf = (csid: string | null | undefined, shopKey?: string): string | null => {
  const match = CSID.exec(csid ?? '');
  return match === null || (shopKey !== undefined && match[1] !== shopKey)
    ? null
    : (match[2] ?? null);
};
const CSID = /^cs_([^_]+)_(.+)$/u;

const isUser = ({ role, uid }: Party): boolean => role === 'user' && !!uid && uid !== '-1';

const pinOf = ({ from, to }: ChatMessage): string | null =>
  (isUser(from) ? from.uid : isUser(to) ? to.uid : null) ?? null;

/** A service account is named by its mall id, by `cs_<mall>_<user>`, or by a `mall_id` beside that. */
const mallOf = ({ role, uid, mall_id: mallId }: Party): string | null => {
  if (mallId) return mallId;
  if (role !== 'mall_cs' || !uid) return null;
  return CSID.exec(uid)?.[1] ?? uid;
};

/** What the page shows as a line between the messages is the system's, whoever caused it. */
const senderOf = ({ type, from }: ChatMessage): PlatformMessage['from'] => {
  if (type === TYPE.transfer || type === TYPE.withdrawn || type === TYPE.source) return 'system';
  if (from.role === 'user') return 'buyer';
  return from.role === 'mall_cs' ? 'self' : 'system';
};

const contentOf = (message: ChatMessage): Pick<PlatformMessage, 'type' | 'content' | 'card'> => {
  const content = message.content ?? '';
  switch (message.type) {
    case TYPE.text:
      if (message.sub_type === SUB_TYPE_ORDER) return orderOf(message);
      return isGoods(message) ? goodsOf(message) : { type: 'text', content, card: null };
    case TYPE.goodsSpec:
      return goodsOf(message);
    case TYPE.image:
      return { type: 'image', content, card: null };
    case TYPE.video:
      return { type: 'video', content, card: null };
    case TYPE.emotion:
      return { type: 'unknown', content: message.info?.description || content, card: null };
    case TYPE.withdrawn: {
      // What was withdrawn is not repeated: it keeps its place, and this line says that it was.
      const words = message.info?.withdraw_hint || content || '对方撤回了一条消息';
      return { type: 'text', content: words, card: null };
    }
    case TYPE.transfer:
      return { type: 'text', content: content || '会话已转接', card: null };
    case TYPE.source:
      return { type: 'text', content, card: null };
    default:
      return { type: 'unknown', content, card: null };
  }
};

const isGoods = (message: ChatMessage): boolean =>
  SUB_TYPES_GOODS.has(message.sub_type ?? -1) && cardDetailOf(message).goodsId !== null;

const goodsOf = (message: ChatMessage): Pick<PlatformMessage, 'type' | 'content' | 'card'> => {
  const content = message.content ?? '';
  const card = cardDetailOf(message);
  const link = [content, card.link ?? ''].find((text) => /^https?:\/\//u.test(text));
  if (link === undefined && card.goodsId === null) return { type: 'unknown', content, card: null };
  return { type: 'product_card', content: link ?? `${GOODS_LINK}${card.goodsId}`, card };
};

const orderOf = (message: ChatMessage): Pick<PlatformMessage, 'type' | 'content' | 'card'> => {
  const card = cardDetailOf(message);
  // The wire's text of an order card (spec 4.5), of what the card knows.
  const words = [
    card.goodsId && `商品id:${card.goodsId}`,
    card.orderId && `订单号:${card.orderId}`,
  ].filter(Boolean);
  return words.length === 0
    ? { type: 'unknown', content: message.content ?? '', card: null }
    : { type: 'order_card', content: words.join(' '), card };
};

/** The same things stand in `info` or in `info.data`, in one spelling or the other. */
const cardDetailOf = ({ info }: ChatMessage): CardDetail => {
  const deep = info?.data;
  return {
    title: deep?.goodsName ?? deep?.goods_name ?? info?.goodsName ?? info?.goods_name ?? null,
    priceText:
      deep?.goodsPrice ?? deep?.goods_price ?? info?.goodsPrice ?? info?.goods_price ?? null,
    imageUrl:
      deep?.goodsThumbUrl ?? deep?.thumb_url ?? info?.goodsThumbUrl ?? info?.thumb_url ?? null,
    goodsId: deep?.goodsID ?? deep?.goods_id ?? info?.goodsID ?? info?.goods_id ?? null,
    orderId:
      deep?.orderSequenceNo ??
      deep?.order_sequence_no ??
      info?.orderSequenceNo ??
      info?.order_sequence_no ??
      null,
    link: deep?.linkUrl ?? deep?.link_url ?? info?.linkUrl ?? info?.link_url ?? null,
  };
};
