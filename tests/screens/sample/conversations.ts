import type { Conversation, Suggestion } from '#shared/model/conversation.ts';
import { asShopId, asSuggestionId } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import { aConversation } from '../../../renderer/state/testing/records.ts';
import { SHOPS } from './shops.ts';
import { HOUR, MINUTE, SECOND } from './units.ts';

type Seed = {
  readonly shop: string;
  readonly pin: string;
  readonly name: string | null;
  readonly waitedSeconds?: number;
  readonly ago?: number;
  readonly line: string;
  readonly type?: Message['type'];
  readonly origin?: Message['origin'];
  readonly unread?: number;
  readonly change?: Partial<Conversation>;
};

const suggestion = (now: number): Suggestion => ({
  suggestionId: asSuggestionId('s-1'),
  type: 'text',
  content: '非常抱歉,给您安排免费换货,运费由我们承担,您看可以吗?',
  receivedAt: now - 20 * SECOND,
  why: 'manual',
});

const firstSeeds = (now: number): readonly Seed[] => [
  {
    shop: 'jd-qinghe',
    pin: 'jd_user_001',
    name: '林小满',
    waitedSeconds: 222,
    line: '这个颜色和详情页不一样啊',
    unread: 3,
    change: {
      mode: { kind: 'manual', endsAt: now + 582 * SECOND },
      suggestions: [suggestion(now)],
      pinned: {
        type: 'order_card',
        content: '商品id:100123456789 订单号:250904-518080458310434',
        card: {
          title: '青禾实木置物架 三层 胡桃色',
          priceText: '¥ 269.00',
          imageUrl: null,
          goodsId: '100123456789',
          orderId: '250904-518080458310434',
          link: null,
        },
        at: now - 20 * MINUTE,
      },
    },
  },
  {
    shop: 'dy-shanye',
    pin: 'az888',
    name: '阿泽的快乐星球',
    waitedSeconds: 135,
    type: 'order_card',
    line: '什么时候能发货?急用',
    unread: 1,
  },
  {
    shop: 'tb-xiaoman',
    pin: 't***8',
    name: null,
    waitedSeconds: 108,
    line: '170/60 穿 L 会不会大',
    unread: 2,
    change: { starred: true },
  },
  {
    shop: 'jd-qinghe',
    pin: 'zhou',
    name: '周周有鱼',
    waitedSeconds: 31,
    type: 'product_card',
    line: '青禾实木置物架 三层',
    unread: 1,
    change: { suggestions: [suggestion(now)] },
  },
  {
    shop: 'dy-shanye',
    pin: 'kafka',
    name: '海边的卡夫卡',
    waitedSeconds: 12,
    line: '好的,那我先拍两份',
    unread: 1,
  },
  {
    shop: 'dy-yunduo',
    pin: 'long',
    name: '一个名字特别特别长的买家昵称用来检查省略号',
    waitedSeconds: 8,
    line: 'https://p3.example.com/a.png',
    type: 'image',
    unread: 128,
    change: { transferQuestion: { staffName: '小王', why: 'several', askedAt: now } },
  },
  {
    shop: 'tb-xiaoman',
    pin: 'miao',
    name: '喵喵',
    waitedSeconds: 4,
    line: '在吗',
    unread: 1,
    change: { draft: '在的亲,请问' },
  },
  {
    shop: 'jd-deng',
    pin: 'chen',
    name: '陈先生 138',
    ago: 9 * MINUTE,
    origin: 'backoffice',
    line: '支持七天无理由退换',
  },
  {
    shop: 'tb-xiaoman',
    pin: 'koko',
    name: '可可不加糖',
    ago: 14 * MINUTE,
    origin: 'agent',
    line: '已为您备注,今天 17 点前发出',
  },
  {
    shop: 'jd-qinghe',
    pin: 'fail',
    name: '木子李',
    ago: 22 * MINUTE,
    origin: 'agent',
    line: '请问您方便补一下地址吗',
    change: { starred: true },
  },
];

const NAMES = [
  '晚风',
  '橘子汽水',
  'Mr. Zhang',
  '小鹿乱撞',
  '向日葵',
  '无糖拿铁',
  '江南烟雨',
  'Kevin',
  '豆豆妈妈',
  '山高水长',
];
const LINES = [
  '谢谢,已经收到了',
  '发票可以开公司抬头吗',
  '我再看看',
  '好的,辛苦了',
  '尺码表在哪里看',
  '能便宜点吗',
];

const moreSeeds = (): readonly Seed[] =>
  Array.from({ length: 50 }, (_, index): Seed => {
    const [shop] = SHOPS[index % 6] ?? ['jd-qinghe'];
    return {
      shop,
      pin: `buyer_${String(index)}`,
      name: `${NAMES[index % NAMES.length] ?? ''}${index >= NAMES.length ? String(index) : ''}`,
      ago: (30 + index * 37) * MINUTE,
      origin: (['agent', 'backoffice', 'platform', 'buyer'] as const)[index % 4] ?? 'agent',
      line: LINES[index % LINES.length] ?? '',
      ...(index % 9 === 0 ? { unread: 2 } : {}),
    };
  });

const makeConversation = (seed: Seed, now: number): Conversation => {
  const at = now - (seed.ago ?? (seed.waitedSeconds ?? 0) * SECOND);
  return aConversation(seed.pin, {
    shopId: asShopId(seed.shop),
    buyerName: seed.name,
    waitingSince: seed.waitedSeconds === undefined ? null : at,
    unread: seed.unread ?? 0,
    last: {
      origin: seed.origin ?? 'buyer',
      type: seed.type ?? 'text',
      text: seed.line,
      at,
      sendState: seed.pin === 'fail' ? 'rejected' : seed.origin === 'agent' ? 'sent' : null,
    },
    firstSeenAt: at - 60 * 24 * HOUR,
    lastOrderAt: at,
    ...seed.change,
  });
};

/** Those with a state of their own, then enough replied ones to scroll. */
export const makeConversations = (now: number): readonly Conversation[] =>
  [...firstSeeds(now), ...moreSeeds()].map((seed) => makeConversation(seed, now));
