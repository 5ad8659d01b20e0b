import type { Conversation, Suggestion } from '#shared/model/conversation.ts';
import type { DiagnosticsPreview } from '#shared/model/diagnostics.ts';
import { UNCONFIGURED_GATEWAY, type GatewayStatus } from '#shared/model/gateway-status.ts';
import {
  asBuyerPin,
  asMessageId,
  asShopId,
  asStaffId,
  asSuggestionId,
  conversationKey,
  type ConversationKey,
} from '#shared/model/ids.ts';
import type { LivePages } from '#shared/model/live-pages.ts';
import type { Message } from '#shared/model/message.ts';
import type { Platform } from '#shared/model/platform.ts';
import { DEFAULT_SETTINGS, type PlatformLimits, type Settings } from '#shared/model/settings.ts';
import type { Shop, ShopStateKind } from '#shared/model/shop.ts';
import type { Replica } from '#shared/sync/delta.ts';
import { CLOCK_OK } from '#shared/model/clock-status.ts';
import { NO_SHOWN_PAGES } from '#shared/model/shop-page.ts';
import { STORAGE_OK } from '#shared/model/storage-status.ts';

/** A populated replica and its timelines, made for the pictures: every state that the screen can show, at once. */
export type World = {
  readonly replica: Replica;
  readonly timelines: ReadonlyMap<ConversationKey, readonly Message[]>;
  readonly pages: LivePages;
};

const MB = 1024 * 1024;

/** A page for each shop; the first has a challenge's page beside its own, in the same process, one does not tell its memory. */
const makePages = (shops: readonly Shop[]): LivePages => ({
  pages: shops.flatMap(({ shopId }, index) => {
    const isShared = index === 0;
    const page = { shopId, isShown: false, isShared, bytes: (58 + 3 * index) * MB };
    if (isShared) return [page, { ...page, isShown: true, bytes: 41 * MB }];
    return [index === 3 ? { ...page, bytes: null } : page];
  }),
  browserBytes: 214 * MB,
});

/** Shaped like the real one, shortened. */
export const DIAGNOSTICS: DiagnosticsPreview = {
  previewId: 'p-1',
  sections: [
    {
      title: '版本和环境',
      text: '生成时间: 2026-11-23 10:00:00\n程序版本: 0.1.0\n运行方式: browser\nNode: 24.21.0\nSQLite: 3.53.2\n操作系统: Linux 6.12.0 x64\n时区: Asia/Shanghai\n内存占用: 182 MiB\n已运行: 7312.4 s',
    },
    {
      title: '后台连接',
      text: '状态: connected\n服务器: wss://kefu.example.com\n原因: 无\n明文连接: 否\n往返时间: 32 ms\n连接自: 2026-11-23 08:00:00\n下次重试: 无',
    },
    {
      title: '队列',
      text: '待后台确认: 3\n等待写入数据库: 0\n待发送: 2\n发送中: 1\n发送未确认: 1\n隔离的数据: 1',
    },
    {
      title: '店铺',
      text: '青禾家居\n  id: jd-qinghe\n  平台: jd\n  状态: online, 自 2026-11-23 09:57:50\n  适配器: jd 0.1.0\n  最近消息距今: 3.0 s\n  会话: 14, 待回复 2',
    },
    {
      title: '最近日志(UTC 时间)',
      text: '2026-11-23T02:00:00.000Z info gateway.ended {"reason":"closed.1006"}\n2026-11-23T02:00:01.214Z warn platform.pageFailed {"shopId":"tb-mu","why":"the page was closed"}',
    },
  ],
};

/** The server of the harness answers every `/media` with one picture. */
const PICTURE = 'https://img.example.com/photo.png';

/** A file that is on its way to the platform; the harness shows the same picture for it. */
const OURS = `outgoing:${'a'.repeat(64)}.png`;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const allDay = (limits: PlatformLimits): PlatformLimits => ({
  ...limits,
  warnMs: 100 * SECOND,
  limitMs: 180 * SECOND,
  dutyFromMinute: 0,
  dutyToMinute: 1_440,
});

const settingsOf = (theme: Settings['theme']): Settings => ({
  ...DEFAULT_SETTINGS,
  theme,
  limits: {
    jd: allDay(DEFAULT_SETTINGS.limits.jd),
    taobao: allDay(DEFAULT_SETTINGS.limits.taobao),
    douyin: allDay(DEFAULT_SETTINGS.limits.douyin),
    pdd: allDay(DEFAULT_SETTINGS.limits.pdd),
  },
});

const SHOPS: readonly (readonly [
  string,
  Platform,
  string,
  string | null,
  string,
  ShopStateKind,
])[] = [
  ['jd-qinghe', 'jd', '青禾家居旗舰店', '青禾家居', '#12805c', 'online'],
  ['tb-xiaoman', 'taobao', '小满服饰', null, '#d9480f', 'online'],
  ['dy-shanye', 'douyin', '山野零食', null, '#7048e8', 'online'],
  ['pdd-youxuan', 'pdd', '优选日用', null, '#c2255c', 'challenge'],
  ['jd-deng', 'jd', '青禾灯饰', null, '#1971c2', 'online'],
  ['dy-yunduo', 'douyin', '云朵母婴专营店', '云朵母婴', '#0c8599', 'degraded'],
  ['tb-mu', 'taobao', '木木手作', null, '#846358', 'login_required'],
];

const makeShops = (now: number): readonly Shop[] =>
  SHOPS.map(([id, platform, name, alias, color, kind], position) => ({
    shopId: asShopId(id),
    platform,
    name,
    alias,
    color,
    position,
    state: {
      kind,
      since: now - 130 * SECOND,
      detail: kind === 'degraded' ? '平台接口 3 次超时' : null,
      link: kind === 'challenge' ? 'https://verify.example.com/captcha' : null,
    },
    capabilities: [
      ...(['text', 'image', 'transfer', 'staff', 'presence', 'history'] as const),
      ...(platform === 'jd' ? [] : (['upload'] as const)),
      ...(platform === 'pdd' ? (['product_card'] as const) : []),
    ],
    adapterVersion: `${platform} 0.1.0`,
    textLimit: 1_000,
    defaultMode: 'auto',
    lastHeardAt: kind === 'login_required' ? null : now - position * 7 * SECOND,
  }));

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
  const shopId = asShopId(seed.shop);
  const buyerPin = asBuyerPin(seed.pin);
  const at = now - (seed.ago ?? (seed.waitedSeconds ?? 0) * SECOND);
  return {
    key: conversationKey({ shopId, buyerPin }),
    shopId,
    buyerPin,
    buyerName: seed.name,
    avatarUrl: null,
    mode: { kind: 'auto' },
    waitingSince: seed.waitedSeconds === undefined ? null : at,
    answeredUpTo: null,
    unread: seed.unread ?? 0,
    last: {
      origin: seed.origin ?? 'buyer',
      type: seed.type ?? 'text',
      text: seed.line,
      at,
      sendState: seed.pin === 'fail' ? 'rejected' : seed.origin === 'agent' ? 'sent' : null,
    },
    pinned: null,
    suggestions: [],
    transferQuestion: null,
    draft: '',
    starred: false,
    closed: false,
    firstSeenAt: at - 60 * 24 * HOUR,
    lastOrderAt: at,
    ...seed.change,
  };
};

type Line = Partial<Pick<Message, 'type' | 'card' | 'notice' | 'send'>> & {
  readonly origin: Message['origin'];
  readonly content: string;
  readonly ago: number;
};

const sent = (state: 'sent' | 'unconfirmed', at: number): Message['send'] => ({
  state,
  reason: state === 'sent' ? null : '平台没有返回消息编号',
  changedAt: at,
});

const storyOf = (now: number): readonly Line[] => [
  {
    origin: 'buyer',
    type: 'product_card',
    ago: 9 * MINUTE,
    content: 'https://item.jd.com/100123456789.html',
    card: {
      title: '青禾实木置物架 三层 胡桃色',
      priceText: '¥ 269.00',
      imageUrl: null,
      goodsId: '100123456789',
      orderId: null,
      link: 'https://item.jd.com/100123456789.html',
    },
  },
  { origin: 'buyer', content: '你好,这款有现货吗?', ago: 9 * MINUTE - 10 * SECOND },
  {
    origin: 'backoffice',
    content: '您好,胡桃色三层现货充足,今天 16 点前下单当天发出。',
    ago: 8.8 * MINUTE,
    send: sent('sent', now),
  },
  {
    origin: 'system',
    type: 'notice',
    content: '',
    ago: 7 * MINUTE,
    notice: { code: 'takeover.started', by: 'switch' },
  },
  {
    origin: 'agent',
    content: '亲,麻烦您拍一张实物照片,我马上为您核对。',
    ago: 6.5 * MINUTE,
    send: sent('sent', now),
  },
  { origin: 'platform', content: '(手机端)已帮您登记', ago: 6 * MINUTE },
  { origin: 'buyer', type: 'image', content: PICTURE, ago: 4 * MINUTE },
  { origin: 'buyer', content: '这个颜色和详情页不一样啊', ago: 222 * SECOND },
  {
    origin: 'agent',
    content: '抱歉给您带来困扰,我这边为您申请换货',
    ago: 40 * SECOND,
    send: sent('unconfirmed', now),
  },
];

/** A picture of ours in each state, and a card that goes as a link. */
const pictureStory = (now: number): readonly Line[] => [
  { origin: 'buyer', content: '有实物图吗', ago: 4 * MINUTE },
  {
    origin: 'agent',
    type: 'image',
    content: PICTURE,
    ago: 3.5 * MINUTE,
    send: { state: 'sent', reason: null, changedAt: now },
  },
  {
    origin: 'agent',
    type: 'product_card',
    content: 'https://haohuo.jinritemai.com/views/product/item2?id=3655480120000000001',
    ago: 3 * MINUTE,
    send: { state: 'sent', reason: null, changedAt: now },
  },
  { origin: 'buyer', content: '什么时候能发货?急用', ago: 135 * SECOND },
  {
    origin: 'agent',
    type: 'image',
    content: PICTURE,
    ago: 90 * SECOND,
    send: { state: 'rejected', reason: 'media.refused', changedAt: now },
  },
  {
    origin: 'agent',
    type: 'image',
    content: OURS,
    ago: 20 * SECOND,
    send: { state: 'sending', reason: null, changedAt: now },
  },
];

const makeTimeline = (conversation: Conversation, now: number): readonly Message[] => {
  const { shopId, buyerPin, last } = conversation;
  const lines: readonly Line[] =
    conversation.buyerName === '林小满'
      ? storyOf(now)
      : conversation.buyerPin === 'az888'
        ? pictureStory(now)
        : [
            { origin: 'buyer', content: '你好', ago: now - conversation.lastOrderAt + MINUTE },
            {
              origin: last?.origin ?? 'buyer',
              type: last?.type ?? 'text',
              content: last?.text ?? '',
              ago: now - conversation.lastOrderAt,
            },
          ];
  return lines.map((line, index) => ({
    messageId: asMessageId(`${conversation.key}-${String(index)}`),
    shopId,
    buyerPin,
    origin: line.origin,
    type: line.type ?? 'text',
    content: line.content,
    card: line.card ?? null,
    notice: line.notice ?? null,
    orderAt: now - line.ago,
    arrival: index + 1,
    sentAt: now - line.ago,
    platformMessageId: null,
    send:
      line.send ??
      (line.origin === 'agent' || line.origin === 'backoffice' ? sent('sent', now) : null),
  }));
};

const gatewayOf = (now: number): GatewayStatus => ({
  ...UNCONFIGURED_GATEWAY,
  phase: 'connected',
  server: 'wss://kefu.example.com',
  roundTripMs: 32,
  connectedAt: now - 2 * HOUR,
  pendingFrames: 3,
  quarantinedFrames: 1,
  outages: [{ from: now - 3 * HOUR, to: now - 3 * HOUR + 42 * SECOND }],
});

const byId = <Row, Id extends string>(rows: readonly Row[], idOf: (row: Row) => Id) =>
  Object.fromEntries(rows.map((row) => [idOf(row), row])) as Record<Id, Row>;

export const makeWorld = (now: number, theme: Settings['theme']): World => {
  const conversations = [...firstSeeds(now), ...moreSeeds()].map((seed) =>
    makeConversation(seed, now),
  );
  const shops = makeShops(now);
  const staff = ['小王', '小李', '售后-阿芳'].map((name, index) => ({
    staffId: asStaffId(`staff-${String(index)}`),
    name,
    status: 1,
    department: index === 2 ? '售后' : '售前',
    online: index !== 1,
  }));
  return {
    replica: {
      shops: byId(shops, (shop) => shop.shopId),
      conversations: byId(conversations, (row) => row.key),
      staffLists: byId(
        shops.map(({ shopId }) => ({ shopId, staff, updatedAt: now })),
        (list) => list.shopId,
      ),
      gateway: gatewayOf(now),
      storage: STORAGE_OK,
      clock: CLOCK_OK,
      shownPages: NO_SHOWN_PAGES,
      settings: settingsOf(theme),
    },
    pages: makePages(shops),
    timelines: new Map(conversations.map((row) => [row.key, makeTimeline(row, now)])),
  };
};
