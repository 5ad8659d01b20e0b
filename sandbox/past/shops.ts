import { demoShops } from '../demo-shops.ts';
import { seededShopId, seededUuid, SeededRandom } from '../seeded.ts';
import { digits } from './goods.ts';
import { inventColleague } from './names.ts';
import type { Outage } from '#shared/model/gateway-status.ts';
import { asNoticeId, asShopId, asStaffId } from '#shared/model/ids.ts';
import type { Capability, Platform } from '#shared/model/platform.ts';
import { SHOP_COLORS } from '#shared/model/new-rows.ts';
import { readVerifyLink, type ShopNotice } from '#shared/model/shop-notice.ts';
import type { Shop, ShopState, Staff, StaffList } from '#shared/model/shop.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DEPARTMENTS = ['售前', '售后', '夜班', '仓库', ''] as const;
const CAPABILITIES: Readonly<Record<Platform, readonly Capability[]>> = {
  jd: ['text', 'image', 'transfer', 'staff', 'history'],
  taobao: ['text', 'image', 'upload', 'staff', 'history'],
  douyin: ['text', 'image', 'upload', 'transfer', 'staff', 'history'],
  pdd: ['text', 'image', 'upload', 'product_card', 'transfer', 'staff', 'history'],
};
const VERIFY: Readonly<Record<Platform, string>> = {
  jd: 'https://safe.jd.com/verify',
  taobao: 'https://login.taobao.com/verify',
  douyin: 'https://verify.jinritemai.com/captcha',
  pdd: 'https://mms.pinduoduo.com/verify',
};

/** A shop of the past, with its platform known. */
export type PastShop = Shop & { readonly platform: Platform; readonly name: string };

/** One shop in so many has something that a person must mend. */
const TROUBLED_ONE_IN = 25;

const stateOf = (index: number, now: number): ShopState => {
  const since = now - 40 * MINUTE_MS;
  const said = { reason: null, words: null, link: null };
  if (index % TROUBLED_ONE_IN !== TROUBLED_ONE_IN - 1) return { kind: 'idle', since, ...said };
  return index % 2 === 0
    ? { kind: 'login_required', since, ...said, words: '登录已过期，请重新登录' }
    : { kind: 'kicked', since, ...said, words: '账号在其他地方登录' };
};

/** The shops of the demo's world of the same seed, as they stand after the program has ended. */
export const inventShops = (count: number, seed: string, now: number): readonly PastShop[] =>
  demoShops(count).map(({ platform, name }, index) => ({
    shopId: asShopId(seededShopId(seed, index + 1, platform, name)),
    platform,
    name,
    alias: index % 7 === 5 ? `${name.slice(0, 2)}${index + 1}` : null,
    color: SHOP_COLORS[index % SHOP_COLORS.length] ?? '#2f6fed',
    position: index,
    state: stateOf(index, now),
    capabilities: CAPABILITIES[platform],
    adapterVersion: `${platform} 0.1.0`,
    textLimit: platform === 'jd' ? 1000 : 500,
    defaultMode: 'auto',
    lastHeardAt: now - 40 * MINUTE_MS,
  }));

export const inventStaff = (shops: readonly Shop[], seed: string, now: number): StaffList[] =>
  shops.map(({ shopId }, index) => {
    const random = new SeededRandom(`past ${seed} staff ${index}`);
    const staff = Array.from({ length: random.between(3, 12) }, (): Staff => ({
      staffId: asStaffId(digits(18, random)),
      name: random.next() < 0.6 ? `客服${inventColleague(random)}` : inventColleague(random),
      status: 1,
      department: random.pick(DEPARTMENTS),
      online: random.next() < 0.6,
    }));
    return { shopId, staff, updatedAt: now - random.between(1, 600) * MINUTE_MS };
  });

/** Some short ones and one long one. */
export const inventOutages = (days: number, seed: string, now: number): readonly Outage[] => {
  const random = new SeededRandom(`past ${seed} outages`);
  return Array.from({ length: Math.ceil(days / 3) }, (_, index) => {
    const from = now - (index + random.next() * 0.8 + 0.1) * 3 * DAY_MS;
    const lasted = index === 2 ? 47 * MINUTE_MS : random.between(4_000, 3 * MINUTE_MS);
    return { from: Math.floor(from), to: Math.floor(from + lasted) };
  }).toReversed();
};

/** Errors of the back office: most have ended, two are open. */
export const inventNotices = (
  shops: readonly PastShop[],
  days: number,
  seed: string,
  now: number,
): readonly ShopNotice[] => {
  const random = new SeededRandom(`past ${seed} notices`);
  return Array.from({ length: shops.length + 2 }, (_, index): ShopNotice => {
    const shop = random.pick(shops);
    const isOpen = index < 2;
    const age = isOpen ? random.between(5, 50) * MINUTE_MS : random.next() * days * DAY_MS;
    const at = Math.floor(now - age);
    const hasLink = random.next() < 0.5;
    return {
      noticeId: asNoticeId(seededUuid(`past ${seed} notice ${index}`)),
      shopId: shop.shopId,
      buyerPin: null,
      at,
      words: hasLink ? '登录需要滑块验证，请到页面完成' : '拉取订单失败，请稍后重试',
      ...readVerifyLink(hasLink ? VERIFY[shop.platform] : null),
      ended: isOpen ? null : { how: hasLink ? 'solved' : 'dismissed', at: at + 4 * MINUTE_MS },
    };
  });
};
