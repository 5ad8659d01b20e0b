import type { Platform } from '#shared/model/platform.ts';
import { assertNever } from '#shared/model/result.ts';

/** A thing on sale. `picture` is a name under `/media/`; `price` in yuan. */
export type Product = {
  readonly goodsId: string;
  readonly title: string;
  readonly price: string;
  readonly picture: string;
};

/** By shop kind; names and prices are made up. */
export type Assortment = 'home' | 'clothes' | 'snacks' | 'daily';

export const PRODUCTS: Readonly<Record<Assortment, readonly Product[]>> = {
  home: [
    {
      goodsId: '100123456789',
      title: '青禾实木置物架 三层 胡桃色',
      price: '259.00',
      picture: 'shelf.png',
    },
    {
      goodsId: '100123456802',
      title: '青禾棉麻遮光窗帘 米白 2.5m',
      price: '168.00',
      picture: 'curtain.png',
    },
    { goodsId: '100123456915', title: '青禾北欧落地灯 暖光', price: '329.00', picture: 'lamp.png' },
  ],
  clothes: [
    {
      goodsId: '716200345811',
      title: '小满 重磅纯棉T恤 宽松 白色',
      price: '89.00',
      picture: 'tee.png',
    },
    {
      goodsId: '716200345902',
      title: '小满 法式碎花连衣裙 杏色',
      price: '199.00',
      picture: 'dress.png',
    },
    {
      goodsId: '716200346077',
      title: '小满 高腰直筒牛仔裤 浅蓝',
      price: '159.00',
      picture: 'jeans.png',
    },
  ],
  snacks: [
    {
      goodsId: '3645790011223344556',
      title: '山野 每日坚果 30 包礼盒',
      price: '99.90',
      picture: 'nuts.png',
    },
    {
      goodsId: '3645790011223344601',
      title: '山野 冻干草莓脆 50g×4',
      price: '39.90',
      picture: 'strawberry.png',
    },
    {
      goodsId: '3645790011223344720',
      title: '山野 手撕牛肉干 原味 250g',
      price: '68.00',
      picture: 'beef.png',
    },
  ],
  daily: [
    {
      goodsId: '512345678901',
      title: '优选 竹浆抽纸 24 包整箱',
      price: '36.90',
      picture: 'tissue.png',
    },
    {
      goodsId: '512345678954',
      title: '优选 316 不锈钢保温杯 500ml',
      price: '45.00',
      picture: 'cup.png',
    },
    {
      goodsId: '512345679008',
      title: '优选 加厚垃圾袋 100 只',
      price: '12.80',
      picture: 'bag.png',
    },
  ],
};

const BY_ID: ReadonlyMap<string, Product> = new Map(
  Object.values(PRODUCTS)
    .flat()
    .map((product): [string, Product] => [product.goodsId, product]),
);

export const findProduct = (goodsId: string): Product | null => BY_ID.get(goodsId) ?? null;

/** Which things a platform's demo shop sells. */
export const ASSORTMENT_OF: Readonly<Record<Platform, Assortment>> = {
  jd: 'home',
  taobao: 'clothes',
  douyin: 'snacks',
  pdd: 'daily',
};

/** A product's public address on its platform. */
export const productLink = (platform: Platform, goodsId: string): string => {
  switch (platform) {
    case 'jd':
      return `https://item.jd.com/${goodsId}.html`;
    case 'taobao':
      return `https://item.taobao.com/item.htm?id=${goodsId}`;
    case 'douyin':
      return `https://haohuo.jinritemai.com/views/product/item2?id=${goodsId}`;
    case 'pdd':
      return `https://mobile.yangkeduo.com/goods.html?goods_id=${goodsId}`;
    default:
      return assertNever(platform);
  }
};
