import type { Page } from 'playwright';
import { openConversation, type Scenes } from './scene.ts';

const openPanel = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '打开连接面板' }).click();
  await page.getByRole('dialog', { name: '连接面板' }).waitFor();
};

const openDiagnostics = async (page: Page): Promise<void> => {
  await openPanel(page);
  await page.getByRole('button', { name: '导出诊断…' }).click();
  await page.getByText('生成时间').waitFor();
};

/** The connection panel, the bars across the top, the diagnostics. */
export const STATUS: Scenes = {
  panel: async (page) => {
    await openPanel(page);
    await page.getByRole('button', { name: '明细' }).waitFor();
  },
  'panel-pages': async (page) => {
    await openPanel(page);
    await page.getByRole('button', { name: '明细' }).click();
    await page.getByText('浏览器自身').scrollIntoViewIfNeeded();
  },
  'set-aside': async (page) => {
    await openPanel(page);
    await page.getByRole('button', { name: '放弃' }).scrollIntoViewIfNeeded();
  },
  quarantine: async (page) => {
    await openPanel(page);
    await page.getByRole('button', { name: '查看', exact: true }).click();
    await page.getByText('缺少必需的字段').waitFor();
  },
  diagnostics: openDiagnostics,
  exported: async (page) => {
    await openDiagnostics(page);
    await page.getByRole('button', { name: '导出', exact: true }).click();
    await page.getByText('已导出到').waitFor();
  },
  trouble: async (page) => {
    await openConversation(page);
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
        storage: {
          phase: 'failing',
          reason: 'storage.full',
          waitingWrites: 12,
          upgraded: null,
          repair: null,
        },
      });
      window.harness.setCarrier('closed');
    });
    await page.getByText('与本机程序的连接已断开').waitFor();
  },
  'token-doubted': async (page) => {
    await page.evaluate(() => {
      const { gateway } = window.harness.replica();
      window.harness.publish({
        gateway: { ...gateway, phase: 'disconnected', reason: 'tokenRefused', refusedWith: 403 },
      });
    });
    await page.getByRole('alert', { name: '后台拒绝了连接' }).waitFor();
  },
  'keychain-locked': async (page) => {
    await page.evaluate(() => {
      const { gateway } = window.harness.replica();
      window.harness.publish({
        gateway: { ...gateway, phase: 'disconnected', reason: 'keychainLocked' },
      });
    });
    await page.getByRole('alert', { name: '读不到保存的令牌' }).waitFor();
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
        storage: {
          phase: 'opening',
          reason: 'storage.full',
          waitingWrites: 0,
          upgraded: null,
          repair: null,
        },
      });
    });
    await page.getByText('本机数据库还没有打开').waitFor();
  },
  repair: async (page) => {
    await openConversation(page);
    await page.evaluate(() => {
      window.harness.publish({
        storage: {
          phase: 'readonly',
          reason: 'storage.newer',
          waitingWrites: 0,
          upgraded: null,
          repair: {
            at: Date.now(),
            keptAs: 'duodian.damaged-20261124-093015.sqlite',
            keptRows: 18_204,
            lostRows: 12,
          },
        },
      });
    });
    await page.getByRole('alert', { name: '数据库曾损坏，已自动修复' }).waitFor();
  },
  'wrong-clock': async (page) => {
    await page.evaluate(() => {
      window.harness.publish({ clock: { skewMs: -3 * 60_000 } });
    });
    await page.getByText('电脑时间慢了').waitFor();
  },
};
