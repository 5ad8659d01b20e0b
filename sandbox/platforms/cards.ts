import type { MessageType } from '#shared/model/message.ts';
import { assertNever } from '#shared/model/result.ts';
import { Refusal } from '../http/exchange.ts';
import { findProduct } from '../media/products.ts';

/** What the platform knows about a card beyond the words of the wire. */
export type Card = {
  readonly goodsId: string;
  readonly orderId: string;
  readonly title: string;
  readonly price: string;
  /** Name of a picture under `/media/`. */
  readonly picture: string;
  readonly link: string;
  readonly status: string;
};

const ORDER_TEXT = /^商品id:(\S+) 订单号:(\S+)$/u;

/** The goods id that a product's address carries: `?id=`, `?goods_id=`, or `item.jd.com/<id>.html`; '' when it has none. */
export const goodsIdOf = (link: string): string => {
  const url = new URL(link);
  const named = url.searchParams.get('id') ?? url.searchParams.get('goods_id');
  return named ?? /\/(\d+)\.html$/u.exec(url.pathname)?.[1] ?? '';
};

/** The card behind what a buyer is made to say, null for text and media. Refuses words that no card could have (400). */
export const cardOf = (type: MessageType, content: string): Card | null => {
  switch (type) {
    case 'text':
      return null;
    case 'image':
    case 'video':
      if (!isLink(content))
        throw new Refusal(400, `"content" of a ${type} must be an http(s) link.`);
      return null;
    case 'product_card': {
      if (!isLink(content)) {
        throw new Refusal(400, '"content" of a product_card must be an http(s) link.');
      }
      const goodsId = goodsIdOf(content);
      return { ...describe(goodsId), orderId: '', link: content, status: '' };
    }
    case 'order_card': {
      const match = ORDER_TEXT.exec(content);
      if (match === null) {
        throw new Refusal(400, '"content" of an order_card must read "商品id:… 订单号:…".');
      }
      const [, goodsId = '', orderId = ''] = match;
      return { ...describe(goodsId), orderId, link: '', status: '待发货' };
    }
    default:
      return assertNever(type);
  }
};

export const isLink = (content: string): boolean =>
  /^https?:\/\//u.test(content) && URL.canParse(content);

const describe = (goodsId: string): Pick<Card, 'goodsId' | 'title' | 'price' | 'picture'> => {
  const product = findProduct(goodsId);
  return {
    goodsId,
    title: product?.title ?? `商品 ${goodsId}`,
    price: product?.price ?? '59.00',
    picture: product?.picture ?? 'bag.png',
  };
};
