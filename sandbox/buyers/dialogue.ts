import type { MessageType } from '#shared/model/message.ts';
import type { Platform } from '#shared/model/platform.ts';
import { assertNever } from '#shared/model/result.ts';
import { PHOTOS } from '../media/pictures.ts';
import { ASSORTMENT_OF, productLink, PRODUCTS } from '../media/products.ts';
import type { SeededRandom } from '../seeded.ts';

export type Line = { readonly type: MessageType; readonly content: string };

/** Where a line's links come from. */
export type Setting = {
  readonly platform: Platform;
  /** Base of the sandbox's pictures, without a slash at the end. */
  readonly media: string;
};

/** A line as written here: words, or a thing to show. */
type Step = string | { readonly show: 'product' | 'order' | 'photo' | 'video' };
const product: Step = { show: 'product' };
const order: Step = { show: 'order' };
const photo: Step = { show: 'photo' };
const video: Step = { show: 'video' };

/** What buyers ask about anything. */
const ANY: readonly (readonly Step[])[] = [
  [product, '你好,这款有现货吗?'],
  ['在吗', '今天拍什么时候能发货?'],
  [order, '什么时候能发货?急用'],
  ['亲,可以开专票吗', '抬头发给你可以吗?'],
  ['有没有优惠券呀', '满多少减?'],
  [product, '能便宜点吗,买两件'],
  [photo, '收到破损了,怎么处理'],
  [order, '想退款,怎么操作'],
  ['快递可以发顺丰吗', '补差价也行'],
  ['地址填错了,能帮我改一下吗', order],
  [video, '你看一下这个,是不是少了配件'],
  ['可以七天无理由吗?', '运费谁出'],
  ['物流三天没更新了', order, '帮我催一下'],
  [photo, '这个是正品吗?', '盒子上没有防伪码'],
  ['我昨天拍的能不能和今天的一起发'],
  ['好评返现怎么弄呀'],
];

const BY_PLATFORM: Readonly<Record<Platform, readonly (readonly Step[])[]>> = {
  jd: [
    [photo, '这个颜色和详情页不一样啊'],
    [product, '胡桃色还有吗', '三层的承重多少?'],
    ['安装复杂吗,一个人能装吗?', '送螺丝刀吗'],
    [product, '尺寸是多少,放 80 公分的缝隙可以吗'],
  ],
  taobao: [
    ['170/60 穿 L 会不会大', '肩宽 42'],
    [product, '会缩水吗?', '能机洗吗'],
    ['浅色会不会透'],
    [photo, '颜色比图片深好多', '可以换浅蓝吗'],
  ],
  douyin: [
    [product, '保质期到什么时候?'],
    ['直播间说的买二送一怎么没有', order],
    ['孕妇可以吃吗?', '含糖吗'],
    ['好的,那我先拍两份'],
  ],
  pdd: [
    [order, '怎么还没成团'],
    ['一箱是多少包?', '每包几抽'],
    [product, '保温杯能保多久', '漏水包退吗'],
    [photo, '收到少了两包'],
  ],
};

/** What a buyer says to an answer. */
export const THANKS = [
  '好的,谢谢',
  '嗯嗯',
  '好的那我先拍了',
  '那今天能发出吗',
  '行,麻烦你了',
  '收到',
  '可以,那就这样吧',
  '还能再优惠点吗',
] as const;

/** One buyer's matter, as lines ready to be said. */
export const pickDialogue = (random: SeededRandom, setting: Setting): readonly Line[] => {
  const steps = random.pick(random.next() < 0.55 ? BY_PLATFORM[setting.platform] : ANY);
  const goods = random.pick(PRODUCTS[ASSORTMENT_OF[setting.platform]]);
  return steps.map((step) => lineOf(step, goods.goodsId, random, setting));
};

const lineOf = (step: Step, goodsId: string, random: SeededRandom, setting: Setting): Line => {
  if (typeof step === 'string') return { type: 'text', content: step };
  switch (step.show) {
    case 'product':
      return { type: 'product_card', content: productLink(setting.platform, goodsId) };
    case 'order':
      return { type: 'order_card', content: `商品id:${goodsId} 订单号:${orderNumber(random)}` };
    case 'photo':
      return { type: 'image', content: `${setting.media}/${random.pick(PHOTOS)}` };
    case 'video':
      return { type: 'video', content: `${setting.media}/sample.webm` };
    default:
      return assertNever(step.show);
  }
};

/** In the form of the spec's example (4.5): a date, a dash, fifteen digits. */
const orderNumber = (random: SeededRandom): string => {
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `26${two(random.between(1, 12))}${two(random.between(1, 28))}`;
  const digits = Array.from({ length: 15 }, (_, index) => random.between(index === 0 ? 1 : 0, 9));
  return `${day}-${digits.join('')}`;
};
