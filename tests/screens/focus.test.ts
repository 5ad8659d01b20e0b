import type { Locator } from 'playwright';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Suggestion } from '#shared/model/conversation.ts';
import { asSuggestionId } from '#shared/model/ids.ts';
import { freshScreen } from './fresh-screen.ts';
import { changeConversation, composerOf, openConversation, openFound } from './scenes/scene.ts';

const screen = freshScreen();
const box = (): Locator => composerOf(screen.page);
const row = (buyer: string): Locator =>
  screen.page.getByRole('option', { name: buyer, exact: true });
const list = (): Locator => screen.page.getByRole('listbox', { name: '会话列表' });
const button = (name: string): Locator => screen.page.getByRole('button', { name, exact: true });
const suggestions = (): Locator => screen.page.getByRole('group', { name: '后台建议' });
const dialog = (): Locator => screen.page.getByRole('dialog');
const names = async (): Promise<readonly string[]> =>
  await list()
    .getByRole('option')
    .evaluateAll((rows) =>
      rows
        .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((element) => element.dataset['buyer'] ?? ''),
    );
const held = (id: string, content: string, receivedAt = 0): Suggestion => ({
  suggestionId: asSuggestionId(id),
  type: 'text',
  content,
  receivedAt,
  why: 'manual',
});

describe('the caret is in 回复', () => {
  it('after a click on a row, so that what is typed next is not lost', async () => {
    await row('周周有鱼').click();
    await screen.page.keyboard.type('在的');
    expect(await box().inputValue()).toBe('在的');
  });

  it('after a click on the row that is open already', async () => {
    await row('周周有鱼').click();
    await list().focus();
    await row('周周有鱼').click();
    await screen.untilFocused('回复');
  });

  it('after Enter in the list, whose arrows only look', async () => {
    await row('林小满').click();
    await list().focus();
    await screen.page.keyboard.press('ArrowDown');
    await screen.page.keyboard.press('ArrowDown');
    await screen.untilFocused('会话列表');
    await screen.page.keyboard.press('Enter');
    await screen.untilFocused('回复');
  });

  it.each(['Control+J', 'Alt+ArrowDown'])('after %s', async (key) => {
    await screen.page.keyboard.press(key);
    await screen.untilFocused('回复');
  });

  it('after a search', async () => {
    await openFound(screen.page, '这个颜色和详情页不一样啊');
    await screen.untilFocused('回复');
  });

  it.each(['采用', '忽略', '编辑'])('after %s', async (name) => {
    await openConversation(screen.page);
    await suggestions().getByRole('button', { name, exact: true }).click();
    await screen.untilFocused('回复');
  });

  it.each(['Escape', '关闭'])('after a dialog that was closed by %s', async (how) => {
    await openConversation(screen.page);
    await button('转接').click();
    await dialog().waitFor();
    if (how === 'Escape') await screen.page.keyboard.press('Escape');
    else await dialog().getByRole('button', { name: how }).click();
    await dialog().waitFor({ state: 'detached' });
    await screen.untilFocused('回复');
  });

  it('after a notice that was closed, which lay nowhere near 发送', async () => {
    await openConversation(screen.page);
    await screen.refuse('suggestions.adopt', 'suggestion.unknown');
    await suggestions().getByRole('button', { name: '采用', exact: true }).click();
    const notices = screen.page.getByRole('log', { name: '提示' });
    await notices.getByText('这条建议已经处理过了。').waitFor();
    await box().fill('好的');
    await button('发送').click({ trial: true });
    await notices.getByRole('button', { name: '关闭' }).click();
    await screen.untilFocused('回复');
  });

  it('when she writes while nothing has the keys', async () => {
    await openConversation(screen.page);
    await screen.page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await screen.page.keyboard.type('您好');
    expect(await box().inputValue()).toBe('您好');
    await list().focus();
    await screen.page.keyboard.type('abc');
    expect(await box().inputValue()).toBe('您好abc');
  });
});

it('[CV1] choosing another shop closes a conversation of the first; its draft is kept', async () => {
  await openConversation(screen.page);
  await box().fill('写到一半');
  await screen.page.getByRole('tab', { name: '山野零食' }).click();
  await box().waitFor({ state: 'detached' });
  await screen.page.getByRole('tab', { name: '全部店铺' }).click();
  await openConversation(screen.page);
  expect(await box().inputValue()).toBe('写到一半');
});

describe('[CV5] suggestions', () => {
  beforeEach(async () => {
    await openConversation(screen.page);
    await changeConversation(screen.page, '林小满', { suggestions: [held('one', '第一条')] });
    await suggestions().getByText('第一条').waitFor();
  });

  it('a new one stands behind the one that is shown', async () => {
    await changeConversation(screen.page, '林小满', {
      suggestions: [held('one', '第一条'), held('two', '第二条', 1)],
    });
    await suggestions().getByText('共 2 条').waitFor();
    expect(await suggestions().getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringContaining('第一条'),
    ]);
  });

  it('the next one takes no press for a moment: two quick clicks send one', async () => {
    await changeConversation(screen.page, '林小满', {
      suggestions: [held('one', '第一条'), held('two', '第二条', 1)],
    });
    const adopt = suggestions().getByRole('button', { name: '采用', exact: true });
    await expect.poll(() => adopt.isEnabled()).toBe(true);
    const place = await adopt.boundingBox();
    if (place === null) throw new Error('the button is not in sight');
    const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
    await screen.page.mouse.click(x, y);
    await suggestions().getByText('第二条').waitFor();
    await screen.page.mouse.click(x, y);
    await expect.poll(() => adopt.isEnabled()).toBe(true);
    expect(await screen.calls('suggestions.adopt')).toMatchObject([{ suggestionId: 'one' }]);
  });

  it('全部忽略 leaves none', async () => {
    await changeConversation(screen.page, '林小满', {
      suggestions: [held('one', '第一条'), held('two', '第二条', 1)],
    });
    await suggestions().getByRole('button', { name: '全部忽略' }).click();
    await suggestions().waitFor({ state: 'detached' });
    expect(await screen.calls('suggestions.dismiss')).toHaveLength(2);
    await screen.untilFocused('回复');
  });

  it('a long one opens in full before it is sent', async () => {
    const text = Array.from({ length: 12 }, (_, line) => `第 ${String(line)} 行`).join('\n');
    await changeConversation(screen.page, '林小满', { suggestions: [held('long', text)] });
    const words = suggestions().getByText('第 0 行');
    const isWhole = (): Promise<boolean> =>
      words.evaluate((element) => element.scrollHeight <= element.clientHeight + 1);
    expect(await isWhole()).toBe(false);
    await suggestions().getByRole('button', { name: '展开全文' }).click();
    await expect.poll(isWhole).toBe(true);
    await suggestions().getByRole('button', { name: '收起全文' }).click();
    await expect.poll(isWhole).toBe(false);
  });

  it('Tab in an empty 回复 takes it over for editing, in one with words it does not', async () => {
    await box().press('Tab');
    expect(await box().inputValue()).toBe('第一条');
    await screen.untilFocused('回复');
    await box().press('Tab');
    expect(await box().inputValue()).toBe('第一条');
  });
});

describe('nothing moves under the pointer', () => {
  it('rows keep their places while it moves about the list, and go to them when it has left', async () => {
    const before = await names();
    await row('陈先生 138').hover();
    await changeConversation(screen.page, '陈先生 138', { waitingSince: Date.now() - 3_600_000 });
    await screen.page.mouse.move(200, 300);
    await changeConversation(screen.page, '陈先生 138', { unread: 2 });
    await row('陈先生 138').locator('[class*=badge]').first().waitFor();
    expect(await names()).toEqual(before);
    await screen.page.mouse.move(700, 400);
    await expect.poll(names).not.toEqual(before);
  });

  it('a pointer that was left in the list holds them for a moment only', async () => {
    const before = await names();
    await row('陈先生 138').hover();
    await changeConversation(screen.page, '陈先生 138', { waitingSince: Date.now() - 3_600_000 });
    await expect.poll(names).not.toEqual(before);
  });

  it('a row that the filter drops stays until another is opened, and is counted no more', async () => {
    await screen.page.getByRole('button', { name: /^待回复/u }).click();
    await row('周周有鱼').click();
    const counted = (): Promise<string> =>
      screen.page.getByRole('button', { name: /人等待/u }).innerText();
    const before = await counted();
    await changeConversation(screen.page, '周周有鱼', { waitingSince: null });
    await expect.poll(counted).not.toBe(before);
    expect(await row('周周有鱼').count()).toBe(1);
    await row('林小满').click();
    await row('周周有鱼').waitFor({ state: 'detached' });
  });
});

it.each(['F1', 'Control+/'])('%s shows every key, and Escape goes back to 回复', async (key) => {
  await openConversation(screen.page);
  await screen.page.keyboard.press(key);
  const sheet = screen.page.getByRole('dialog', { name: '快捷键' });
  await sheet.getByText('打开最急的买家').waitFor();
  await sheet.getByText('Ctrl+J').waitFor();
  await screen.page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await screen.untilFocused('回复');
});

describe('what can be done with a conversation stands in its head', () => {
  const undo = (): Locator => screen.page.getByRole('button', { name: '撤销' });

  beforeEach(() => openConversation(screen.page, '周周有鱼'));

  it('结束会话 can be taken back, and the caret is in 回复', async () => {
    await button('结束会话').click();
    await screen.page.getByText('已结束 周周有鱼 的会话').waitFor();
    await screen.untilFocused('回复');
    await undo().click();
    await expect
      .poll(() => screen.calls('conversations.setClosed'))
      .toMatchObject([{ closed: true }, { closed: false }]);
    await undo().waitFor({ state: 'detached' });
  });

  it.each([
    ['Alt+s', 'conversations.setStarred'],
    ['Alt+n', 'conversations.settleWaiting'],
    ['Alt+q', 'conversations.setClosed'],
  ] as const)('%s while she writes', async (key, call) => {
    await box().fill('写到一半');
    await screen.page.keyboard.press(key);
    await expect.poll(async () => (await screen.calls(call)).length).toBe(1);
    expect(await box().inputValue()).toBe('写到一半');
    await screen.untilFocused('回复');
  });

  it('the star says what it is, 无需回复 is there only where somebody waits', async () => {
    expect(await button('无需回复').count()).toBe(1);
    await button('加星标').click();
    await button('取消星标').waitFor();
    await openConversation(screen.page, '陈先生 138');
    expect(await button('无需回复').count()).toBe(0);
  });
});
