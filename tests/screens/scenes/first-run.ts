import type { Page } from 'playwright';
import type { Scenes } from './scene.ts';

/** As on the first day: no back office, no shop. */
export const forgetAll = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    const { gateway, shops } = window.harness.replica();
    window.harness.publish({
      gateway: {
        ...gateway,
        phase: 'unconfigured',
        server: null,
        pendingFrames: 0,
        quarantinedFrames: 0,
        setAsideFrames: 0,
      },
      removedShops: Object.values(shops).map((shop) => shop.shopId),
    });
  });
  await page.getByRole('form', { name: '连接后台' }).waitFor();
};

/** The back office's answer to the token is no. */
export const refuseToken = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { gateway } = window.harness.replica();
    window.harness.publish({
      gateway: { ...gateway, phase: 'token_refused', reason: 'tokenRefused' },
    });
  });

/** The form for server and token in each of its states. */
export const FIRST_RUN: Scenes = {
  'first-run': forgetAll,
  'first-run-empty': async (page) => {
    await forgetAll(page);
    await page.getByRole('textbox', { name: '服务器地址' }).fill('wss://kefu.example.com');
    await page.getByRole('button', { name: '连接', exact: true }).click();
    await page.getByText('还没有填写令牌').waitFor();
  },
  connecting: async (page) => {
    await forgetAll(page);
    await page.getByRole('textbox', { name: '服务器地址' }).fill('wss://kefu.example.com');
    await page.getByRole('textbox', { name: '令牌' }).fill('token');
    await page.getByRole('button', { name: '连接', exact: true }).click();
    await page.getByRole('button', { name: '正在连接…' }).waitFor();
  },
  demo: async (page) => {
    await forgetAll(page);
    await page.getByRole('button', { name: '体验演示' }).click();
    await page.getByRole('dialog', { name: '体验演示' }).waitFor();
  },
  refused: async (page) => {
    await refuseToken(page);
    await page.getByRole('alert').getByText('令牌无效').waitFor();
  },
};
