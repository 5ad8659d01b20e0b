import type { Locator } from 'playwright';
import { describe, expect, it } from 'vitest';
import { freshScreen } from './fresh-screen.ts';

const screen = freshScreen();
const covered = async (): Promise<readonly unknown[]> =>
  (await screen.calls('window.coverPage')).map(
    (input) => (input as { isCovered: boolean }).isCovered,
  );

describe("a shop's real page beside the conversation", () => {
  const show = async (): Promise<void> => {
    await screen.page.evaluate(() => {
      const [shop] = Object.values(window.harness.replica().shops);
      if (shop !== undefined) window.harness.publish({ shownPages: { [shop.shopId]: 'beside' } });
    });
    await screen.page.getByRole('complementary', { name: '平台页面已打开' }).waitFor();
  };

  /** Only what is open and has the keyboard hears it. */
  const close = async (layer: Locator): Promise<void> => {
    await layer.waitFor();
    await layer.press('Escape');
    await layer.waitFor({ state: 'detached' });
  };

  it('[PL8] is covered by dialogs, menus and popovers, and by no tooltip; nothing is told without a page', async () => {
    const settings = screen.page.getByRole('button', { name: '设置' });
    await settings.click();
    await close(screen.page.getByRole('dialog'));
    expect(await covered()).toEqual([]);
    await show();
    await screen.page.getByRole('option').first().click();
    await screen.page.getByRole('button', { name: '表情' }).hover();
    await screen.page.getByRole('tooltip').waitFor();
    expect(await covered()).toEqual([false]);
    await settings.click();
    await expect.poll(covered).toEqual([false, true]);
    await close(screen.page.getByRole('dialog'));
    await expect.poll(covered).toEqual([false, true, false]);
    await screen.page.getByRole('tab', { name: '青禾家居' }).click({ button: 'right' });
    await expect.poll(covered).toEqual([false, true, false, true]);
    await close(screen.page.getByRole('menu'));
    await screen.page.getByRole('button', { name: '表情' }).click();
    await expect.poll(covered).toEqual([false, true, false, true, false, true]);
  });

  it('[PL8] lies over no notice: they stand beside it', async () => {
    await show();
    await screen.refuse('shops.retry', 'shop.notOnline');
    await screen.page.getByRole('tab', { name: '青禾家居' }).click({ button: 'right' });
    await screen.page.getByRole('menuitem', { name: '重新连接' }).click();
    const notice = screen.page.getByRole('log', { name: '提示' }).locator('> div');
    await notice.waitFor();
    const box = await notice.boundingBox();
    const page = await screen.page
      .getByRole('complementary', { name: '平台页面已打开' })
      .boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(page?.x ?? 0);
  });
});
