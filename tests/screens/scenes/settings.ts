import type { Page } from 'playwright';
import type { Scenes } from './scene.ts';

export const openSettings = async (page: Page, section?: string): Promise<void> => {
  await page.getByRole('button', { name: '设置' }).click();
  const dialog = page.getByRole('dialog', { name: '设置' });
  if (section !== undefined)
    await dialog
      .getByRole('navigation', { name: '设置分类' })
      .getByRole('button', { name: section })
      .click();
  await dialog.getByRole('region', { name: section ?? '通用' }).waitFor();
};

/** Every section of the settings, and what is said of bad input. */
export const SETTINGS: Scenes = {
  settings: (page) => openSettings(page),
  desktop: (page) => openSettings(page, '桌面'),
  replies: (page) => openSettings(page, '回复与接管'),
  limits: (page) => openSettings(page, '回复时限'),
  'limits-mistake': async (page) => {
    await openSettings(page, '回复时限');
    await page.getByLabel('抖音值班结束').fill('02:00');
    await page.getByLabel('抖音值班开始').fill('20:00');
    await page.getByLabel('京东值班开始').fill('25:00');
    await page.getByLabel('淘宝提醒秒数').fill('900');
    await page.keyboard.press('Enter');
    await page.getByText('京东的值班开始没有保存').waitFor();
    await page.getByText('淘宝没有保存').waitFor();
    await page.getByText('次日').waitFor();
  },
  shops: (page) => openSettings(page, '店铺'),
  office: (page) => openSettings(page, '后台'),
  'forget-office': async (page) => {
    await openSettings(page, '后台');
    await page.getByRole('button', { name: '断开并忘记' }).click();
    await page.getByRole('alertdialog').waitFor();
  },
};
