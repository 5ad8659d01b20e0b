import type { MessageType } from '../model/message.ts';

/**
 * What a content is when `msg_type` is missing (spec 3.1: text and cards are recognised, image and video must say so).
 * Pure reading of untrusted text: long texts are never cards, so no pattern runs over more than 2 Ki characters.
 */

const LONGEST_LINK = 2048;
const LONGEST_ORDER_CARD = 512;

/** The two numbers of an order card's text. `goodsId` is null where the text names the order alone. */
export type OrderCardText = { readonly goodsId: string | null; readonly orderId: string };

const CARD_FIELD = /^(商品\s?id|订单号)\s?[:：]\s?([\w-]{1,64})$/iu;

/**
 * Reads `商品id:100123456789 订单号:250904-518080458310434` (spec 4.5): either colon, any order, spaces, commas or line
 * breaks between. Null when the text says anything else, or names no order.
 */
export const parseOrderCard = (content: string): OrderCardText | null => {
  if (content.length > LONGEST_ORDER_CARD) return null;
  const compact = content.trim().replaceAll(/\s*[:：]\s*/gu, ':');
  let goodsId: string | null = null;
  let orderId: string | null = null;
  for (const part of compact.split(/[\s,，;；]+(?=商品|订单)/u)) {
    const match = CARD_FIELD.exec(part);
    if (match?.[1] === undefined || match[2] === undefined) return null;
    if (match[1].startsWith('商品')) goodsId = match[2];
    else orderId = match[2];
  }
  return orderId === null ? null : { goodsId, orderId };
};

/** A link to one product page of one of the four platforms. */
export type ProductLink = { readonly link: string; readonly goodsId: string };

/** Host and path (or query) under which each platform shows one product; the first group is the product's id. */
const PRODUCT_PAGES: readonly { readonly host: RegExp; readonly id: RegExp }[] = [
  {
    host: /^item(?:\.m)?\.(?:jd\.com|jd\.hk|jkcsjd\.com)$/u,
    id: /^\/(?:product\/)?(\d{1,32})\.html/u,
  },
  {
    host: /^(?:item|detail|h5\.m|detail\.m|chaoshi\.detail)\.(?:taobao|tmall)\.(?:com|hk)$/u,
    id: /[?&]id=(\d{1,32})(?:[&#]|$)/u,
  },
  {
    host: /^(?:haohuo|v)\.(?:jinritemai|douyin)\.com$/u,
    id: /[?&](?:id|product_id|goods_id)=(\d{1,32})(?:[&#]|$)/u,
  },
  {
    host: /^mobile\.(?:yangkeduo|pinduoduo)\.com$/u,
    id: /[?&]goods_id=(\d{1,32})(?:[&#]|$)/u,
  },
];

const LINK = /^https?:\/\/([a-z0-9.-]{1,253})(?::\d{1,5})?([/?]\S*)$/iu;

/** Reads a content that is nothing but the link of a product page (spec 4.4). Null for any other text or link. */
export const parseProductLink = (content: string): ProductLink | null => {
  if (content.length > LONGEST_LINK) return null;
  const link = content.trim();
  const match = LINK.exec(link);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const host = match[1].toLowerCase();
  for (const page of PRODUCT_PAGES) {
    const goodsId = page.host.test(host) ? page.id.exec(match[2])?.[1] : undefined;
    if (goodsId !== undefined) return { link, goodsId };
  }
  return null;
};

/** The message type of a content without `msg_type`. Never image or video: those have to be named. */
export const recognizeMessageType = (content: string): MessageType => {
  if (parseProductLink(content) !== null) return 'product_card';
  const order = parseOrderCard(content);
  return order !== null && order.goodsId !== null ? 'order_card' : 'text';
};
