import type { Locator } from 'playwright';
import { describe, expect, it } from 'vitest';
import { freshScreen } from './fresh-screen.ts';
import { addConversations } from './scenes/scene.ts';

const screen = freshScreen();
const box = (): Locator => screen.page.getByRole('searchbox', { name: '搜索', exact: true });
const results = (): Locator =>
  screen.page.getByRole('listbox', { name: '搜索结果' }).getByRole('option');
const chosen = (): Locator =>
  screen.page.getByRole('listbox', { name: '搜索结果' }).getByRole('option', { selected: true });
const heading = (name: string): Locator => screen.page.getByRole('heading', { name, level: 1 });

const search = async (text: string): Promise<void> => {
  await screen.page.keyboard.press('Control+K');
  await screen.untilFocused('搜索');
  await screen.page.keyboard.type(text);
};

describe('the search', () => {
  it('finds as one types, best first, and Enter opens the buyer', async () => {
    await search('小');
    await results().first().waitFor();
    await chosen().getByText('小满服饰').waitFor();
    await screen.page.keyboard.type('鹿');
    await expect.poll(() => chosen().getAttribute('aria-label')).toMatch(/^小鹿乱撞/u);
    await screen.page.keyboard.press('Enter');
    await heading('小鹿乱撞').or(heading('小鹿乱撞13')).first().waitFor();
    expect(await box().inputValue()).toBe('');
  });

  it('tells a screen reader which one the arrows chose', async () => {
    await search('小');
    await results().nth(1).waitFor();
    await screen.page.keyboard.press('ArrowDown');
    const id = await box().getAttribute('aria-activedescendant');
    expect(id).toBe(await results().nth(1).getAttribute('id'));
    expect(await results().nth(1).getAttribute('aria-selected')).toBe('true');
    await screen.page.keyboard.press('ArrowUp');
    await screen.page.keyboard.press('ArrowUp');
    expect(await results().first().getAttribute('aria-selected')).toBe('true');
  });

  it('finds what was said last, and a buyer without a name by the account', async () => {
    await search('公司抬头');
    await results().first().waitFor();
    await screen.page.keyboard.press('Control+A');
    await screen.page.keyboard.type('t***8');
    await expect.poll(() => results().count()).toBe(1);
    await results().click();
    await heading('t***8').waitFor();
  });

  it('chooses a shop', async () => {
    await search('山野');
    await chosen().getByText('山野零食').first().waitFor();
    await screen.page.keyboard.press('Enter');
    await screen.page.getByRole('tab', { name: '山野零食', selected: true }).waitFor();
  });

  it('says that nothing was found and where to look; Enter opens nothing, Escape leaves', async () => {
    await search('查无此人');
    const said = screen.page.getByRole('status').filter({ hasText: '没有找到“查无此人”' });
    await said.getByText('可以试试买家昵称、账号、店铺名或最近一条消息。').waitFor();
    await screen.page.keyboard.press('Enter');
    expect(await box().inputValue()).toBe('查无此人');
    await screen.page.keyboard.press('Escape');
    await said.waitFor({ state: 'detached' });
    expect(await box().inputValue()).toBe('');
    expect(await box().evaluate((element) => element === document.activeElement)).toBe(false);
  });

  it('of a thousand it shows the fifty newest, and the arrows stop at the last', async () => {
    await addConversations(screen.page, '大促买家', 1_000);
    await search('大促');
    await expect.poll(() => results().count()).toBe(50);
    await chosen().getByText('大促买家999', { exact: true }).waitFor();
    for (let press = 0; press < 60; press += 1) await screen.page.keyboard.press('ArrowDown');
    await chosen().getByText('大促买家950', { exact: true }).waitFor();
    await screen.page.keyboard.press('Enter');
    await heading('大促买家950').waitFor();
  });

  it('Enter that ends an input method’s choice opens nothing', async () => {
    await search('小');
    await results().first().waitFor();
    await box().evaluate((element) => {
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true }),
      );
    });
    expect(await box().inputValue()).toBe('小');
    expect(await results().count()).toBeGreaterThan(0);
  });

  it('清空 empties the box and leaves the caret in it', async () => {
    await search('小');
    await screen.page.getByRole('button', { name: '清空' }).click();
    expect(await box().inputValue()).toBe('');
    await screen.untilFocused('搜索');
  });
});
