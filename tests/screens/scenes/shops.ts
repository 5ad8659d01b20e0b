import type { Page } from 'playwright';
import type { ShopReason } from '#shared/model/shop-reason.ts';
import type { ShopStateKind } from '#shared/model/shop.ts';
import { openConversation, type Scene, type Scenes } from './scene.ts';

const openTabMenu = async (page: Page, place: number): Promise<void> => {
  await page.getByRole('tab').nth(place).click({ button: 'right' });
  await page.getByRole('menu', { name: '店铺操作' }).waitFor();
};

const showChallenges = async (page: Page): Promise<void> => {
  await openConversation(page);
  await page.evaluate(() => {
    const { shops } = window.harness.replica();
    for (const shop of Object.values(shops)) {
      if (shop.name !== '青禾家居旗舰店' && shop.name !== '山野零食') continue;
      const since = Date.now() - shop.position * 20_000;
      const state = { kind: 'challenge', since, reason: null, words: null, link: null } as const;
      window.harness.publish({ shops: [{ ...shop, state }] });
    }
  });
  await page.getByText(/另有 \d 家店铺需要处理/u).waitFor();
};

const SHOPS: Scenes = {
  'tab-menu': (page) => openTabMenu(page, 1),
  'remove-shop': async (page) => {
    await openConversation(page);
    await openTabMenu(page, 1);
    await page.getByRole('menuitem', { name: '删除店铺…' }).click();
    await page.getByText('1 条未发出的回复').waitFor();
  },
  'shop-removed': async (page) => {
    const tabs = page.getByRole('tab');
    for (let left = await tabs.count(); left > 1; left -= 1) {
      if (left === 3) await page.getByRole('option').first().click();
      await openTabMenu(page, 1);
      await page.getByRole('menuitem', { name: '删除店铺…' }).click();
      await page.getByRole('button', { name: '删除店铺' }).click();
      await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    }
  },
  challenges: showChallenges,
  'alerts-open': async (page) => {
    await showChallenges(page);
    await page.getByRole('button', { name: '展开', exact: true }).click();
  },
};

/** One scene for each state and reason of a shop (PL1): its tab, alert, banner and panel. */
const HEALTH: Readonly<Record<string, readonly [ShopStateKind, ShopReason | string | null]>> = {
  idle: ['idle', null],
  opening: ['opening', null],
  identifying: ['identifying', null],
  'degraded-silent': ['degraded', { code: 'silent' }],
  'degraded-decode': ['degraded', { code: 'decode' }],
  'degraded-probe': ['degraded', { code: 'probe', trace: 'HTTP 429' }],
  challenge: ['challenge', '图形验证码校验失败,请刷新重试!'],
  'login-expired': ['login_required', '登录过期'],
  'login-noCookie': ['login_required', { code: 'noCookie' }],
  'login-controlCharacter': ['login_required', { code: 'cookie', problem: 'controlCharacter' }],
  kicked: ['kicked', '该账号已在其他设备登录 · 客服主管的电脑'],
  'other-shop': [
    'identity_mismatch',
    { code: 'otherShop', shopName: '山野零食旗舰店', shopKey: '1843920175' },
  ],
  missing: ['adapter_broken', { code: 'missing', shapes: 'im, sendText, currentuser' }],
  unreachable: ['offline', { code: 'unreachable', trace: 'net::ERR_NAME_NOT_RESOLVED' }],
  'no-browser': ['offline', { code: 'noBrowser', trace: '没有找到 Chromium' }],
};

const healthScene =
  (kind: ShopStateKind, cause: ShopReason | string | null): Scene =>
  async (page) => {
    await openConversation(page);
    const said =
      typeof cause === 'string' ? { reason: null, words: cause } : { reason: cause, words: null };
    await page.evaluate(
      (given) => {
        const { shops, conversations } = window.harness.replica();
        const open = Object.values(conversations).find((row) => row.buyerName === '林小满');
        const since = Date.now() - 95_000;
        const well = { kind: 'online', reason: null, words: null } as const;
        for (const shop of Object.values(shops)) {
          const state = { ...(shop.shopId === open?.shopId ? given : well), since, link: null };
          window.harness.publish({ shops: [{ ...shop, state }] });
        }
      },
      { kind, ...said },
    );
    await page.locator(`[role=tab][data-state="${kind}"]`).waitFor();
  };

/** Tabs, alerts and every way in which a shop can be. */
const NAMES = ['云上', '小满', '青禾', '山野', '木木', '晴天', '拾光', '海岛'] as const;
const TRADES = ['家居', '服饰', '零食', '母婴', '灯饰', '数码旗舰店'] as const;

/** As many shops as a company with a floor full of agents has. */
export const addShops = (page: Page, count: number): Promise<void> =>
  page.evaluate(
    (given) => {
      const shops = Object.values(window.harness.replica().shops);
      const [first] = shops;
      if (first === undefined) throw new Error('the sample has no shop');
      const platforms = ['jd', 'taobao', 'douyin', 'pdd'] as const;
      window.harness.publish({
        shops: Array.from({ length: given.count }, (_, index) => ({
          ...first,
          shopId: `more-${String(index)}` as typeof first.shopId,
          name: `${given.names[index % given.names.length] ?? ''}${given.trades[index % given.trades.length] ?? ''}`,
          alias: null,
          platform: platforms[index % platforms.length] ?? 'jd',
          position: shops.length + index,
        })),
      });
    },
    { count, names: NAMES, trades: TRADES },
  );

export const SHOP_SCENES: Scenes = {
  'many-shops': async (page) => {
    await addShops(page, 24);
    await openConversation(page);
    await page.getByRole('searchbox', { name: '找店铺' }).waitFor();
  },
  ...SHOPS,
  ...Object.fromEntries(
    Object.entries(HEALTH).map(([name, [kind, cause]]) => [
      `health-${name}`,
      healthScene(kind, cause),
    ]),
  ),
};
