import type { CardDetail } from '#shared/model/message.ts';
import { parseOrderCard, parseProductLink } from '#shared/protocol/recognize.ts';
import { plainName } from '../plain-text.ts';
import { webUrl } from './web-links.ts';

/** What a product or order card shows. All texts are foreign; `link` and `imageUrl` are http(s) or null. */
export type CardFields = CardDetail & {
  readonly kind: 'product' | 'order';
  /** The wire's own text when nothing at all could be read from it. */
  readonly raw: string | null;
};

const orNull = (text: string | null | undefined): string | null => {
  const plain = plainName(text ?? '');
  return plain === '' ? null : plain;
};

const webOrNull = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : webUrl(text);

/** Joins what the platform told (`card`) with what the wire's text says (a bare link, or `商品id:… 订单号:…`). */
export const cardFields = (source: {
  readonly type: 'product_card' | 'order_card';
  readonly content: string;
  readonly card: CardDetail | null;
}): CardFields => {
  const { card, content } = source;
  const product = parseProductLink(content);
  const order = parseOrderCard(content);
  const title = orNull(card?.title);
  const goodsId = orNull(card?.goodsId) ?? product?.goodsId ?? order?.goodsId ?? null;
  const orderId = orNull(card?.orderId) ?? order?.orderId ?? null;
  const link = webOrNull(card?.link) ?? webUrl(content);
  const isEmpty = title === null && goodsId === null && orderId === null && link === null;
  return {
    kind: source.type === 'product_card' ? 'product' : 'order',
    title,
    priceText: orNull(card?.priceText),
    imageUrl: webOrNull(card?.imageUrl),
    goodsId,
    orderId,
    link,
    raw: isEmpty ? orNull(content) : null,
  };
};
