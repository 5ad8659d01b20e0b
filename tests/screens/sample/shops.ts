import { asShopId } from '#shared/model/ids.ts';
import type { LivePages } from '#shared/model/live-pages.ts';
import type { Platform } from '#shared/model/platform.ts';
import type { Shop, ShopStateKind } from '#shared/model/shop.ts';
import { SECOND } from './units.ts';

export const SHOPS: readonly (readonly [
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

export const makeShops = (now: number): readonly Shop[] =>
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
      reason: kind === 'degraded' ? { code: 'probe', trace: '平台接口 3 次超时' } : null,
      words: null,
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

const MB = 1024 * 1024;

/** A page for each shop; the first has a challenge's page beside its own, in the same process, one does not tell its memory. */
export const makePages = (shops: readonly Shop[]): LivePages => ({
  pages: shops.flatMap(({ shopId }, index) => {
    const isShared = index === 0;
    const page = { shopId, isShown: false, isShared, bytes: (58 + 3 * index) * MB };
    if (isShared) return [page, { ...page, isShown: true, bytes: 41 * MB }];
    return [index === 3 ? { ...page, bytes: null } : page];
  }),
  browserBytes: 214 * MB,
  outdatedVersion: null,
});
