import type { Locator } from 'playwright';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Conversation } from '#shared/model/conversation.ts';
import { MAX_CONTENT_CHARACTERS } from '#shared/model/message.ts';
import { ABOVE_A_DRAFT, switchAndEnter } from './scenes/conversation.ts';
import { freshScreen } from './fresh-screen.ts';
import { changeConversation, composerOf, openConversation } from './scenes/scene.ts';

const screen = freshScreen();
const box = (): Locator => composerOf(screen.page);
const send = (): Locator => screen.page.getByRole('button', { name: '发送', exact: true });
const sent = (): Promise<readonly unknown[]> => screen.calls('messages.send');
const rowOf = async (buyer: string): Promise<Conversation | undefined> =>
  Object.values((await screen.replica()).conversations).find((row) => row.buyerName === buyer);
const draftOf = async (buyer: string): Promise<string | undefined> => (await rowOf(buyer))?.draft;

describe('a text that is too long', () => {
  beforeEach(() => openConversation(screen.page));

  it('for the platform: says by how much, cannot be sent, and is kept as a draft', async () => {
    const text = '长'.repeat(1_003);
    await box().fill(text);
    const sentence = screen.page.getByText('超出 3 个字，平台上限 1000 字，请删减或分条发送');
    await sentence.waitFor();
    expect(await box().getAttribute('aria-invalid')).toBe('true');
    expect(await send().isDisabled()).toBe(true);
    const described = await box().getAttribute('aria-describedby');
    expect(await sentence.getAttribute('id')).toBe(described);
    await box().press('Enter');
    await expect.poll(() => draftOf('林小满')).toBe(text);
    expect(await sent()).toEqual([]);
    expect(await box().inputValue()).toBe(text);
  });

  it('the sentence goes with the last character too many', async () => {
    await box().fill('长'.repeat(1_001));
    await screen.page.getByText('超出 1 个字').waitFor();
    await box().press('End');
    await box().press('Backspace');
    await screen.page.getByText('Enter 发送 · Shift+Enter 换行').waitFor();
    expect(await send().isEnabled()).toBe(true);
    expect(await box().getAttribute('aria-invalid')).toBe('false');
  });

  it('for the program: says so, is neither sent nor saved, and is not lost', async () => {
    const text = 'x'.repeat(MAX_CONTENT_CHARACTERS + 2);
    await box().fill(text);
    await screen.page.getByText('文字太长，超出 2 个字，暂不能保存或发送，请删减').waitFor();
    expect(await send().isDisabled()).toBe(true);
    await openConversation(screen.page, '周周有鱼');
    await openConversation(screen.page);
    expect((await box().inputValue()).length).toBe(text.length);
    expect(await screen.calls('conversations.saveDraft')).toEqual([]);
    expect(await sent()).toEqual([]);
  });
});

describe('a reply', () => {
  it('[CV13] empties the draft that was saved of it, and stands in the conversation', async () => {
    await openConversation(screen.page, '喵喵');
    expect(await box().inputValue()).toBe('在的亲,请问');
    await send().click();
    await expect.poll(() => draftOf('喵喵')).toBe('');
    expect(await box().inputValue()).toBe('');
    await screen.untilFocused('回复');
    await screen.page
      .getByRole('article')
      .filter({ hasText: '在的亲,请问' })
      .getByText('排队中')
      .waitFor();
  });

  it('[CV6] takes the conversation over, and says so once', async () => {
    await openConversation(screen.page, '喵喵');
    await box().press('Enter');
    await screen.page.getByText('你已回复，自动接管会话，后台回复将作为建议').waitFor();
    await box().fill('还在吗');
    await box().press('Enter');
    await expect.poll(() => sent().then(({ length }) => length)).toBe(2);
    expect(await screen.page.getByText('自动接管会话').count()).toBe(1);
    expect(await screen.page.getByRole('switch', { name: '人工接管' }).isChecked()).toBe(true);
  });

  it('[CV4] that was refused comes back with its reason, and is the same send when sent again', async () => {
    await openConversation(screen.page);
    await screen.refuse('messages.send', 'storage.unavailable', 'storage.full');
    await box().fill('您好');
    await send().click();
    await screen.page
      .getByRole('alert')
      .getByText(
        '没有发出去：没有完成：磁盘空间已满。请清理空间，之后会自动恢复。 原文已放回输入框。',
      )
      .waitFor();
    expect(await box().inputValue()).toBe('您好');
    await screen.acceptAgain('messages.send');
    await send().click();
    await screen.page.getByRole('article').filter({ hasText: '您好' }).last().waitFor();
    const ids = (await sent()).map((input) => (input as { readonly messageId: string }).messageId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('[CV13] that another window has just sent is not sent again, and the sentence for it ends with the next key', async () => {
    await openConversation(screen.page);
    await screen.refuse('messages.send', 'draft.sentElsewhere');
    await box().fill('您好');
    await box().press('Enter');
    const sentence = screen.page.getByText('另一个窗口刚发送过这段话，这里没有再发一次。');
    await sentence.waitFor();
    expect(await box().inputValue()).toBe('');
    await box().press('a');
    await sentence.waitFor({ state: 'detached' });
  });

  it('[CV1] to a buyer who came under the fingers is asked about once, and Escape sends nothing', async () => {
    await openConversation(screen.page, ABOVE_A_DRAFT);
    await box().focus();
    await switchAndEnter(screen.page);
    const question = screen.page.getByText('会话刚刚切换，确认发给 喵喵 · 小满服饰？');
    await question.waitFor();
    await box().press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await sent()).toEqual([]);
    await screen.untilFocused('回复');
    await send().click();
    await expect.poll(sent).toMatchObject([{ buyerPin: 'miao' }]);
  });
});

describe('[CV13] a draft that another window wrote at the same time', () => {
  const note = (): Locator =>
    screen.page.getByRole('alert').filter({ hasText: '另一个窗口也在写' });

  beforeEach(async () => {
    await openConversation(screen.page);
    // The core of the harness that reads the messages would put the old row over the one that is told below.
    await expect.poll(async () => (await rowOf('林小满'))?.unread).toBe(0);
    // What the core answers of two texts that were written without sight of each other: hers was typed last.
    const kept = { draft: '这边的话', revision: 2, displaced: '那边的话' };
    await screen.page.evaluate((value) => {
      window.harness.answer('conversations.saveDraft', { ok: true, value });
    }, kept);
    await box().fill('这边的话');
    await changeConversation(screen.page, '林小满', { draft: '这边的话', draftRevision: 2 });
    await note().waitFor();
  });

  it('gives way to what was typed last, and is offered', async () => {
    await expect.poll(() => draftOf('林小满')).toBe('这边的话');
    expect(await note().textContent()).toContain('那边的话');
    // The text that she puts back is saved in its turn: of that save nothing gives way.
    await screen.page.evaluate(() => {
      const value = { draft: '这边的话\n那边的话', revision: 3, displaced: null };
      window.harness.answer('conversations.saveDraft', { ok: true, value });
    });
    await note().getByRole('button', { name: '放回输入框' }).click();
    await note().waitFor({ state: 'detached' });
    expect(await box().inputValue()).toBe('这边的话\n那边的话');
    await screen.untilFocused('回复');
  });

  it('is gone when the agent says so', async () => {
    await note().getByRole('button', { name: '忽略' }).click();
    await note().waitFor({ state: 'detached' });
    expect(await box().inputValue()).toBe('这边的话');
  });
});
