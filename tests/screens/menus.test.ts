import type { Locator } from 'playwright';
import { describe, expect, it } from 'vitest';
import { freshScreen } from './fresh-screen.ts';
import { addShops } from './scenes/shops.ts';

const screen = freshScreen();
const menu = (name: string): Locator => screen.page.getByRole('menu', { name });
const item = (name: string): Locator => screen.page.getByRole('menuitem', { name });
const gone = (locator: Locator): Promise<void> => locator.waitFor({ state: 'detached' });
const row = (buyer: string): Locator =>
  screen.page.getByRole('option', { name: buyer, exact: true });
const tab = (shop: string): Locator => screen.page.getByRole('tab', { name: shop });

describe('the menu of a conversation', () => {
  it('opens by right click with the first entry chosen, and Escape gives the keys back to the list', async () => {
    await row('周周有鱼').click({ button: 'right' });
    await menu('会话操作').waitFor();
    await screen.untilFocused('加星标');
    await screen.page.keyboard.press('Escape');
    await gone(menu('会话操作'));
    await screen.untilFocused('会话列表');
    expect(await screen.calls('conversations.setStarred')).toEqual([]);
  });

  it.each(['ContextMenu', 'Shift+F10'])('opens by %s on the open row', async (key) => {
    await row('周周有鱼').click();
    await screen.page.getByRole('listbox', { name: '会话列表' }).focus();
    await screen.page.keyboard.press(key);
    await menu('会话操作').waitFor();
    await screen.page.keyboard.press('ArrowDown');
    await screen.untilFocused('无需回复');
    await screen.page.keyboard.press('Enter');
    await gone(menu('会话操作'));
    await screen.untilFocused('会话列表');
    expect(await screen.calls('conversations.settleWaiting')).toEqual([
      { shopId: 'jd-qinghe', buyerPin: 'zhou' },
    ]);
  });

  it('stars, and offers the way back', async () => {
    await row('周周有鱼').click({ button: 'right' });
    await item('加星标').click();
    await gone(menu('会话操作'));
    await row('周周有鱼').click({ button: 'right' });
    await item('取消星标').click();
    expect(await screen.calls('conversations.setStarred')).toEqual([
      { shopId: 'jd-qinghe', buyerPin: 'zhou', starred: true },
      { shopId: 'jd-qinghe', buyerPin: 'zhou', starred: false },
    ]);
  });

  it('offers 无需回复 only where somebody waits', async () => {
    await row('陈先生 138').click({ button: 'right' });
    await item('结束会话').waitFor();
    expect(await item('无需回复').count()).toBe(0);
  });

  it('closes by a press elsewhere, and that press does nothing else', async () => {
    await row('周周有鱼').click({ button: 'right' });
    await menu('会话操作').waitFor();
    await screen.page.mouse.click(900, 400);
    await gone(menu('会话操作'));
    expect(await screen.calls('conversations.setStarred')).toEqual([]);
  });
});

describe('the menu of a shop', () => {
  it('opens by right click, and Escape gives the keys back to the tab', async () => {
    await tab('青禾家居').click({ button: 'right' });
    await menu('店铺操作').waitFor();
    await screen.untilFocused('打开平台页面');
    await screen.page.keyboard.press('Escape');
    await gone(menu('店铺操作'));
    await expect
      .poll(() => tab('青禾家居').evaluate((element) => element === document.activeElement))
      .toBe(true);
  });

  it.each(['ContextMenu', 'Shift+F10'])('opens by %s on the tab that has the keys', async (key) => {
    await tab('小满服饰').focus();
    await screen.page.keyboard.press(key);
    await menu('店铺操作').waitFor();
    await screen.page.keyboard.press('ArrowDown');
    await screen.page.keyboard.press('Enter');
    await gone(menu('店铺操作'));
    expect(await screen.calls('shops.retry')).toEqual([{ shopId: 'tb-xiaoman' }]);
  });

  it('asks before a shop is deleted, says what goes with it, and Escape keeps it', async () => {
    await tab('青禾家居').click({ button: 'right' });
    await item('删除店铺…').click();
    const question = screen.page.getByRole('alertdialog', { name: '删除店铺“青禾家居”？' });
    await question.getByText('1 条未发出的回复').waitFor();
    await screen.page.keyboard.press('Escape');
    await gone(question);
    expect(await screen.calls('shops.remove')).toEqual([]);
    expect(await tab('青禾家居').count()).toBe(1);
  });

  it('deletes a shop with its conversations once that was confirmed', async () => {
    await tab('青禾家居').click({ button: 'right' });
    await item('删除店铺…').click();
    await screen.page.getByRole('button', { name: '删除店铺' }).click();
    await gone(tab('青禾家居'));
    await gone(row('林小满'));
    expect(await screen.calls('shops.remove')).toEqual([{ shopId: 'jd-qinghe' }]);
  });

  it('opens the settings of that very shop with the caret in its name', async () => {
    await tab('小满服饰').click({ button: 'right' });
    await item('别名、颜色与接待方式…').click();
    await screen.page.getByRole('dialog', { name: '设置' }).waitFor();
    await screen.untilFocused('小满服饰的别名');
  });
});

describe('many shops', () => {
  const sought = (): Locator => screen.page.getByRole('searchbox', { name: '找店铺' });

  it('up to eight stand in a row above', async () => {
    const tabs = screen.page.getByRole('tablist', { name: '店铺' });
    expect(await tabs.getAttribute('aria-orientation')).toBe('horizontal');
    await addShops(screen.page, 1);
    await expect.poll(() => tab('云上家居').count()).toBe(1);
    expect(await tabs.getAttribute('aria-orientation')).toBe('horizontal');
    expect(await sought().count()).toBe(0);
  });

  it('more stand in a column, walked by the arrows up and down, and found by their name', async () => {
    await addShops(screen.page, 24);
    const tabs = screen.page.getByRole('tablist', { name: '店铺' });
    await expect.poll(() => tabs.getAttribute('aria-orientation')).toBe('vertical');
    await tab('全部店铺').focus();
    await screen.page.keyboard.press('ArrowDown');
    expect(await tab('青禾家居').first().getAttribute('aria-selected')).toBe('true');
    await sought().fill('海岛');
    await expect.poll(() => screen.page.getByRole('tab').count()).toBe(4);
    await sought().press('Enter');
    expect(await sought().inputValue()).toBe('');
    await expect.poll(() => tab('海岛服饰').first().getAttribute('aria-selected')).toBe('true');
  });
});
