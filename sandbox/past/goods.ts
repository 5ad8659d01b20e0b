import type { Platform } from '#shared/model/platform.ts';
import { ASSORTMENT_OF, productLink, PRODUCTS } from '../media/products.ts';
import type { SeededRandom } from '../seeded.ts';
import { COLORS, GOODS, MATERIALS } from './topics.ts';
import type { CardDetail } from '#shared/model/message.ts';

/** A thing that a shop sells. */
export type Goods = {
  readonly goodsId: string;
  readonly title: string;
  /** How a buyer calls it. */
  readonly short: string;
  readonly price: string;
  readonly imageUrl: string | null;
  readonly link: string;
};

const PER_SHOP = 12;

/** Number of digits of a platform's goods ids; what JavaScript's numbers cannot hold is among them. */
const DIGITS: Readonly<Record<Platform, number>> = { jd: 12, taobao: 12, douyin: 19, pdd: 12 };

/** So many decimal digits; the first is not zero. */
export const digits = (count: number, random: SeededRandom): string => {
  let text = String(random.between(1_000_000, 9_999_999));
  while (text.length < count) text += String(random.between(1_000_000, 9_999_999));
  return text.slice(0, count);
};

/** What a shop sells: the demo's goods first, so that its pictures are seen, then invented ones. `media` null: no pictures. */
export const inventGoods = (
  platform: Platform,
  media: string | null,
  random: SeededRandom,
): readonly Goods[] => {
  const known = PRODUCTS[ASSORTMENT_OF[platform]];
  const pictureOf = (name: string | undefined): string | null =>
    media === null || name === undefined ? null : `${media}/${name}`;
  const shown = known.map(({ goodsId, title, price, picture }) => ({
    goodsId,
    title,
    short: title.split(' ')[1] ?? title,
    price,
    imageUrl: pictureOf(picture),
    link: productLink(platform, goodsId),
  }));
  const invented = Array.from({ length: PER_SHOP - shown.length }, (_, index): Goods => {
    const goodsId = digits(DIGITS[platform], random);
    const short = random.pick(MATERIALS) + random.pick(GOODS);
    return {
      goodsId,
      title: `${short} ${random.pick(COLORS)} 第 ${random.between(2, 9)} 代`,
      short,
      price: `${random.between(9, 599)}.${random.pick(['00', '90', '80'])}`,
      imageUrl: pictureOf(known[index % known.length]?.picture),
      link: productLink(platform, goodsId),
    };
  });
  return [...shown, ...invented];
};

export const cardOf = (goods: Goods, orderId: string | null): CardDetail => ({
  title: goods.title,
  priceText: `¥${goods.price}`,
  imageUrl: goods.imageUrl,
  goodsId: goods.goodsId,
  orderId,
  link: goods.link,
});
