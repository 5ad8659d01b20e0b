import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { ShopReason } from '#shared/model/shop-reason.ts';
import type { ShopStateKind } from '#shared/model/shop.ts';
import { openHarness } from './open-harness.ts';

/** Pictures of the screen in both themes and sizes: `node tests/screens/shoot.ts [folder] [name …]`. */
const folder = process.argv[2] ?? '/tmp/screens';
const wanted = new Set(process.argv.slice(3));

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const THEMES = ['light', 'dark'] as const;

const openFirst = async (page: Page): Promise<void> => {
  await page.getByRole('option', { name: '林小满' }).click();
};

/** Holds a picture over the composer, drops or pastes it. */
const give = (page: Page, how: 'paste' | 'dragover', bytes = 0): Promise<void> =>
  page.getByRole('textbox', { name: '回复', exact: true }).evaluate(
    async (box, { event, size }) => {
      const canvas = new OffscreenCanvas(640, 480);
      const paint = canvas.getContext('2d');
      if (paint === null) return;
      for (const [index, color] of ['#b98b5e', '#6d4a2f', '#e8d9c5'].entries()) {
        paint.fillStyle = color;
        paint.fillRect(index * 213, 0, 214, 480);
      }
      const blob = await canvas.convertToBlob();
      const transfer = new DataTransfer();
      const parts = size === 0 ? [blob] : [blob, new Uint8Array(size)];
      transfer.items.add(new File(parts, '胡桃色实物图 三层置物架.png', { type: 'image/png' }));
      const shared = { bubbles: true, cancelable: true };
      box.dispatchEvent(
        event === 'paste'
          ? new ClipboardEvent(event, { ...shared, clipboardData: transfer })
          : new DragEvent(event, { ...shared, dataTransfer: transfer }),
      );
    },
    { event: how, size: bytes },
  );

const openPictures = async (page: Page): Promise<void> => {
  await page.getByRole('option', { name: '阿泽的快乐星球' }).click();
  await page.getByText('以链接发送').waitFor();
};

const SCENES: Record<string, (page: Page) => Promise<void>> = {
  start: async () => undefined,
  workbench: openFirst,
  panel: async (page) => {
    await page.getByRole('button', { name: '打开连接面板' }).click();
    await page.getByRole('button', { name: '明细' }).waitFor();
  },
  'panel-pages': async (page) => {
    await SCENES['panel']?.(page);
    await page.getByRole('button', { name: '明细' }).click();
    await page.getByText('浏览器自身').scrollIntoViewIfNeeded();
  },
  diagnostics: async (page) => {
    await page.getByRole('button', { name: '打开连接面板' }).click();
    await page.getByRole('button', { name: '导出诊断…' }).click();
    await page.getByText('生成时间').waitFor();
  },
  exported: async (page) => {
    await page.getByRole('button', { name: '打开连接面板' }).click();
    await page.getByRole('button', { name: '导出诊断…' }).click();
    await page.getByRole('button', { name: '导出', exact: true }).click();
    await page.getByText('已导出到').waitFor();
  },
  quarantine: async (page) => {
    await page.getByRole('button', { name: '打开连接面板' }).click();
    await page.getByRole('button', { name: '查看', exact: true }).click();
    await page.getByText('缺少必需的字段').waitFor();
  },
  search: async (page) => {
    await openFirst(page);
    await page.keyboard.press('Control+K');
    await page.keyboard.type('小');
  },
  menu: async (page) => {
    await page.getByRole('option', { name: '周周有鱼' }).click({ button: 'right' });
  },
  settings: async (page) => {
    await page.getByRole('button', { name: '设置' }).click();
  },
  limits: async (page) => {
    await page.getByRole('button', { name: '设置' }).click();
    await page.getByRole('button', { name: '回复时限' }).click();
  },
  'limits-mistake': async (page) => {
    await SCENES['limits']?.(page);
    await page.getByLabel('抖音值班结束').fill('02:00');
    await page.getByLabel('抖音值班开始').fill('20:00');
    await page.getByLabel('京东值班开始').fill('25:00');
    await page.getByLabel('淘宝提醒秒数').fill('900');
    await page.keyboard.press('Enter');
    await page.getByText('京东的值班开始没有保存').waitFor();
    await page.getByText('淘宝没有保存').waitFor();
    await page.getByText('次日').waitFor();
  },
  'remove-shop': async (page) => {
    await openFirst(page);
    await page.getByRole('tab').nth(1).click({ button: 'right' });
    await page.getByRole('menuitem', { name: '删除店铺…' }).click();
    await page.getByText('2 条未发出的回复').waitFor();
  },
  'shop-removed': async (page) => {
    const tabs = page.getByRole('tab');
    for (let left = await tabs.count(); left > 1; left -= 1) {
      if (left === 3) await page.getByRole('option').first().click();
      await tabs.nth(1).click({ button: 'right' });
      await page.getByRole('menuitem', { name: '删除店铺…' }).click();
      await page.getByRole('button', { name: '删除店铺' }).click();
      await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    }
  },
  shops: async (page) => {
    await page.getByRole('button', { name: '设置' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '店铺' }).click();
  },
  'first-run': async (page) => {
    await page.evaluate(() => {
      const { gateway } = window.harness.replica();
      const shops = Object.values(window.harness.replica().shops).map((shop) => shop.shopId);
      window.harness.publish({
        gateway: {
          ...gateway,
          phase: 'unconfigured',
          server: null,
          pendingFrames: 0,
          quarantinedFrames: 0,
        },
        removedShops: shops,
      });
    });
  },
  refused: async (page) => {
    await page.evaluate(() => {
      const { gateway } = window.harness.replica();
      window.harness.publish({
        gateway: { ...gateway, phase: 'token_refused', reason: 'tokenRefused' },
      });
    });
  },
  trouble: async (page) => {
    await openFirst(page);
    await page.evaluate(() => {
      const { gateway } = window.harness.replica();
      window.harness.publish({
        gateway: {
          ...gateway,
          phase: 'disconnected',
          reason: 'closed.1006',
          isPlaintext: true,
          nextAttemptAt: Date.now() + 12_000,
        },
        storage: { phase: 'failing', reason: 'storage.full', waitingWrites: 12, repair: null },
      });
      window.harness.setCarrier('closed');
    });
    await page.getByText('与本机程序的连接已断开').waitFor();
  },
  opening: async (page) => {
    await page.evaluate(() => {
      const { gateway, shops } = window.harness.replica();
      window.harness.publish({
        removedShops: Object.values(shops).map((shop) => shop.shopId),
        gateway: {
          ...gateway,
          phase: 'disconnected',
          server: null,
          pendingFrames: 0,
          quarantinedFrames: 0,
        },
        storage: { phase: 'opening', reason: 'storage.full', waitingWrites: 0, repair: null },
      });
    });
    await page.getByText('本机数据库还没有打开').waitFor();
  },
  repair: async (page) => {
    await openFirst(page);
    await page.evaluate(() => {
      window.harness.publish({
        storage: {
          phase: 'readonly',
          reason: 'storage.newer',
          waitingWrites: 0,
          repair: {
            at: Date.now(),
            keptAs: 'duodian.damaged-20261124-093015.sqlite',
            keptRows: 18_204,
            lostRows: 12,
          },
        },
      });
    });
    await page.getByRole('button', { name: '知道了' }).waitFor();
  },
  'wrong-clock': async (page) => {
    await page.evaluate(() => {
      window.harness.publish({ clock: { skewMs: -3 * 60_000 } });
    });
    await page.getByRole('button', { name: '打开连接面板' }).click();
    await page.getByRole('button', { name: '查看' }).click();
  },
  english: async (page) => {
    await page.goto(page.url().replace('?', '?lang=en&'));
    await openFirst(page);
  },
  challenges: async (page) => {
    await openFirst(page);
    await page.evaluate(() => {
      const { shops } = window.harness.replica();
      for (const shop of Object.values(shops)) {
        if (shop.name !== '青禾家居旗舰店' && shop.name !== '山野零食') continue;
        const since = Date.now() - shop.position * 20_000;
        const state = { kind: 'challenge', since, reason: null, words: null, link: null } as const;
        window.harness.publish({ shops: [{ ...shop, state }] });
      }
    });
    await page.getByText('3 家店铺等待验证').waitFor();
  },
  'challenges-open': async (page) => {
    await SCENES['challenges']?.(page);
    await page.getByRole('button', { name: '展开' }).click();
  },
  'page-beside': async (page) => {
    await openFirst(page);
    await page.evaluate(() => {
      const [shopId] = Object.values(window.harness.replica().shops).map((shop) => shop.shopId);
      if (shopId !== undefined) window.harness.publish({ shownPages: { [shopId]: 'beside' } });
    });
    await page.getByRole('complementary', { name: '平台页面已打开' }).waitFor();
  },
  'page-window': async (page) => {
    await openFirst(page);
    await page.evaluate(() => {
      const [shopId] = Object.values(window.harness.replica().shops).map((shop) => shop.shopId);
      if (shopId !== undefined) window.harness.publish({ shownPages: { [shopId]: 'window' } });
    });
    await page.getByRole('button', { name: '关闭平台页面' }).first().waitFor();
  },
  pictures: openPictures,
  attachment: async (page) => {
    await openPictures(page);
    await give(page, 'paste');
    await page.getByRole('group', { name: '附件' }).getByText('KB').waitFor();
    await page.getByRole('textbox', { name: '回复', exact: true }).fill('这是今天拍的实物图');
  },
  'attachment-large': async (page) => {
    await openPictures(page);
    await give(page, 'paste', 11 * 1024 * 1024);
    await page.getByRole('alert').getByText('文件太大').waitFor();
  },
  'attachment-over': async (page) => {
    await openPictures(page);
    await give(page, 'dragover');
    await page.getByText('松开即添加').waitFor();
  },
  'attachment-none': async (page) => {
    await openFirst(page);
    await page.getByRole('button', { name: '添加图片' }).click();
    await page.getByRole('group', { name: '附件' }).waitFor();
  },
  empty: async (page) => {
    await page.getByRole('tab', { name: '木木手作' }).click();
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
for (const [name, [kind, cause]] of Object.entries(HEALTH)) {
  SCENES[`health-${name}`] = async (page) => {
    await openFirst(page);
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
    await page.waitForTimeout(400);
  };
}

const harness = await openHarness();
mkdirSync(folder, { recursive: true });
try {
  for (const size of SIZES) {
    for (const theme of THEMES) {
      const context = await harness.browser.newContext({ viewport: size, reducedMotion: 'reduce' });
      for (const [name, play] of Object.entries(SCENES)) {
        if (wanted.size > 0 && !wanted.has(name)) continue;
        const page = await context.newPage();
        page.on('pageerror', (error) => {
          console.error(name, error.message);
        });
        page.on('console', (message) => {
          if (message.type() === 'error') console.error(name, message.text());
        });
        await page.goto(`${harness.url}?theme=${theme}`);
        await page.getByRole('status', { name: '连接状态' }).waitFor();
        await play(page);
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: join(folder, `${name}-${theme}-${String(size.width)}.png`) });
        await page.close();
      }
      await context.close();
    }
  }
} finally {
  await harness.close();
}
