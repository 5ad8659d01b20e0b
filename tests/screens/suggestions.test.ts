import type { Locator } from 'playwright';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Suggestion } from '#shared/model/conversation.ts';
import { asSuggestionId } from '#shared/model/ids.ts';
import { freshScreen } from './fresh-screen.ts';
import { changeConversation, composerOf, openConversation } from './scenes/scene.ts';

const screen = freshScreen();
const REF = { shopId: 'jd-qinghe', buyerPin: 'jd_user_001' };
const WORDS = '非常抱歉,给您安排免费换货,运费由我们承担,您看可以吗?';

const group = (): Locator => screen.page.getByRole('group', { name: '后台建议' });
const rows = (): Locator => group().getByRole('listitem');
const button = (name: string): Locator => group().getByRole('button', { name, exact: true });
const log = (): Locator => screen.page.getByRole('log', { name: '消息记录' });

const held = (id: string, content: string, change: Partial<Suggestion> = {}): Suggestion => ({
  suggestionId: asSuggestionId(id),
  type: 'text',
  content,
  receivedAt: 0,
  why: 'manual',
  ...change,
});

beforeEach(() => openConversation(screen.page));

describe('[CV5] one suggestion', () => {
  it('stands there whole, with why it was held', async () => {
    await group().getByText(WORDS).waitFor();
    await group().getByText('接管中').waitFor();
    expect(await rows().count()).toBe(1);
  });

  it('采用 sends it as the back office’s words', async () => {
    await button('采用').click();
    await group().waitFor({ state: 'detached' });
    expect(await screen.calls('suggestions.adopt')).toEqual([{ ...REF, suggestionId: 's-1' }]);
    const message = log().getByRole('article').filter({ hasText: WORDS });
    await message.getByText('排队中').waitFor();
  });

  it('忽略 takes it away and sends nothing', async () => {
    await button('忽略').click();
    await group().waitFor({ state: 'detached' });
    expect(await screen.calls('suggestions.dismiss')).toEqual([{ ...REF, suggestionId: 's-1' }]);
    expect(await log().getByText(WORDS).count()).toBe(0);
  });

  it('编辑 puts it behind what is typed, with the caret at its end; its send settles it', async () => {
    await composerOf(screen.page).fill('亲,');
    await button('编辑').click();
    await screen.untilFocused('回复');
    await screen.page.keyboard.type('谢谢');
    expect(await composerOf(screen.page).inputValue()).toBe(`亲,\n${WORDS}谢谢`);
    await screen.page.getByText('改自后台建议，发送后该建议视为已处理').waitFor();
    await composerOf(screen.page).press('Enter');
    await group().waitFor({ state: 'detached' });
    expect(await screen.calls('messages.send')).toMatchObject([
      { ...REF, content: `亲,\n${WORDS}谢谢`, suggestionId: 's-1' },
    ]);
  });

  it('an edited one whose words are all deleted is no longer what is sent', async () => {
    await button('编辑').click();
    await composerOf(screen.page).fill('');
    await composerOf(screen.page).fill('别的话');
    await composerOf(screen.page).press('Enter');
    await expect.poll(() => screen.calls('messages.send')).toMatchObject([{ suggestionId: null }]);
    expect(await rows().count()).toBe(1);
  });

  it('cannot be pressed twice while its answer is awaited', async () => {
    await screen.hold('suggestions.adopt');
    await button('采用').click();
    for (const name of ['采用', '编辑', '忽略'])
      await expect.poll(() => button(name).isDisabled()).toBe(true);
    await screen.release('suggestions.adopt');
    await group().waitFor({ state: 'detached' });
    expect(await screen.calls('suggestions.adopt')).toHaveLength(1);
  });

  it('says when it was settled elsewhere, and can be pressed again', async () => {
    await screen.refuse('suggestions.adopt', 'suggestion.unknown');
    await button('采用').click();
    await screen.page.getByText('这条建议已经处理过了。').waitFor();
    await expect.poll(() => button('采用').isEnabled()).toBe(true);
  });

  it('a card can be taken or left, not edited', async () => {
    await changeConversation(screen.page, '林小满', {
      suggestions: [
        held('card', 'https://item.jd.com/100123456789.html', { type: 'product_card' }),
      ],
    });
    await expect.poll(() => button('编辑').count()).toBe(0);
    await button('采用').click();
    await expect
      .poll(() => screen.calls('suggestions.adopt'))
      .toEqual([{ ...REF, suggestionId: 'card' }]);
  });
});

describe('[CV5] two suggestions', () => {
  beforeEach(async () => {
    await changeConversation(screen.page, '林小满', {
      suggestions: [held('older', '旧的'), held('newer', '新的', { receivedAt: 1, why: 'stale' })],
    });
    await group().getByText('共 2 条').waitFor();
  });

  it('shows the newest, the other a press away, and says so', async () => {
    expect(await rows().allInnerTexts()).toEqual([expect.stringContaining('新的')]);
    await button('展开其余 1 条').click();
    expect(await rows().count()).toBe(2);
    expect(await button('收起').getAttribute('aria-expanded')).toBe('true');
    await rows().nth(1).getByText('旧的').waitFor();
    await rows().nth(0).getByText('已过时').waitFor();
  });

  it('each is settled by itself, the other stays', async () => {
    await button('展开其余 1 条').click();
    await rows().nth(1).getByRole('button', { name: '忽略' }).click();
    await expect.poll(() => rows().count()).toBe(1);
    await group().getByText('新的').waitFor();
    await button('采用').click();
    await group().waitFor({ state: 'detached' });
    expect(await screen.calls('suggestions.dismiss')).toEqual([{ ...REF, suggestionId: 'older' }]);
    expect(await screen.calls('suggestions.adopt')).toEqual([{ ...REF, suggestionId: 'newer' }]);
  });

  it('one that comes while another is awaited does not take its press', async () => {
    await screen.hold('suggestions.dismiss');
    await button('忽略').click();
    await changeConversation(screen.page, '林小满', {
      suggestions: [
        held('older', '旧的'),
        held('newer', '新的', { receivedAt: 1 }),
        held('newest', '最新的', { receivedAt: 2 }),
      ],
    });
    await group().getByText('共 3 条').waitFor();
    expect(await rows().allInnerTexts()).toEqual([expect.stringContaining('新的')]);
    await screen.release('suggestions.dismiss');
    await group().getByText('共 2 条').waitFor();
    expect(await screen.calls('suggestions.dismiss')).toEqual([{ ...REF, suggestionId: 'newer' }]);
  });
});
