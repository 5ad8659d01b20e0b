import type { Locator } from 'playwright';
import { describe, expect, it } from 'vitest';
import { NOTHING_FOUND } from '#shared/model/search.ts';
import { freshScreen } from './fresh-screen.ts';
import { addConversations, addPast, openFound, soughtMessage } from './scenes/scene.ts';

const screen = freshScreen();
const box = (): Locator => screen.page.getByRole('searchbox', { name: '搜索', exact: true });
const list = (): Locator => screen.page.getByRole('listbox', { name: '搜索结果' });
const results = (): Locator => list().getByRole('option');
const chosen = (): Locator => list().getByRole('option', { selected: true });
const group = (name: string): Locator => list().getByRole('group', { name, exact: true });
const heading = (name: string): Locator => screen.page.getByRole('heading', { name, level: 1 });
const log = (): Locator => screen.page.getByRole('log', { name: '消息记录' });
const line = (words: string): Locator => log().getByText(words, { exact: true });

const search = async (text: string): Promise<void> => {
  await screen.page.keyboard.press('Control+K');
  await screen.untilFocused('搜索');
  await screen.page.keyboard.type(text);
};

/** How far the middle of a message lies from the middle of the log, in pixels. */
const offCentre = async (message: Locator): Promise<number> => {
  const [row, view] = await Promise.all([message.boundingBox(), log().boundingBox()]);
  if (row === null || view === null) return Number.POSITIVE_INFINITY;
  return Math.abs(row.y + row.height / 2 - (view.y + view.height / 2));
};

describe('[PF3] the search', () => {
  it('finds as one types, in groups, with the hit marked; Enter opens the buyer with the caret in 回复', async () => {
    await search('小');
    await group('买家').getByRole('option').first().waitFor();
    await group('店铺').getByText('小满服饰').waitFor();
    await screen.page.keyboard.type('鹿');
    await expect.poll(() => chosen().getAttribute('aria-label')).toMatch(/^小鹿乱撞/u);
    // The answer to the first character is shown until the one to both is here.
    await expect.poll(() => chosen().locator('mark').allTextContents()).toEqual(['小鹿']);
    await screen.page.keyboard.press('Enter');
    await heading('小鹿乱撞').or(heading('小鹿乱撞13')).first().waitFor();
    expect(await box().inputValue()).toBe('');
    await screen.untilFocused('回复');
  });

  it('finds names by the initials of their pinyin, a buyer without a name by the account', async () => {
    await search('xllz');
    await expect.poll(() => chosen().locator('mark').allTextContents()).toEqual(['小鹿乱撞']);
    await screen.page.keyboard.press('Control+A');
    await screen.page.keyboard.type('t***8');
    await expect.poll(() => results().count()).toBe(1);
    await results().click();
    await heading('t***8').waitFor();
  });

  it('finds goods numbers by a part, and tells a screen reader which row the arrows chose', async () => {
    await search('2345678');
    await group('订单号、商品号').getByRole('option', { name: '100123456789' }).first().waitFor();
    await screen.page.keyboard.press('Control+A');
    await screen.page.keyboard.type('小');
    await results().nth(1).waitFor();
    await screen.page.keyboard.press('ArrowDown');
    const id = await box().getAttribute('aria-activedescendant');
    expect(id).toBe(await results().nth(1).getAttribute('id'));
    expect(await results().nth(1).getAttribute('aria-selected')).toBe('true');
    await screen.page.keyboard.press('ArrowUp');
    await screen.page.keyboard.press('ArrowUp');
    expect(await results().first().getAttribute('aria-selected')).toBe('true');
  });

  it('drops the answer that comes after the text has changed', async () => {
    await screen.hold('search.loadAnswer');
    await search('小鹿');
    await expect
      .poll(async () => (await screen.calls('search.loadAnswer')).length)
      .toBeGreaterThan(0);
    await screen.page.keyboard.press('Control+A');
    await screen.page.keyboard.type('查无此人');
    await screen.page.keyboard.press('Enter');
    await expect
      .poll(async () => (await screen.calls('search.loadAnswer')).at(-1))
      .toEqual({ query: '查无此人' });
    await screen.release('search.loadAnswer');
    await screen.page.getByText('没有找到“查无此人”').waitFor();
    expect(await results().count()).toBe(0);
    await screen.page.keyboard.press('Enter');
    expect(await box().inputValue()).toBe('查无此人');
    await screen.page.keyboard.press('Escape');
    await screen.page.getByText('没有找到“查无此人”').waitFor({ state: 'detached' });
    expect(await box().inputValue()).toBe('');
  });

  it('says how far the index is and asks again meanwhile; a refused question can be repeated', async () => {
    await screen.page.evaluate(
      (value) => {
        window.harness.answer('search.loadAnswer', { ok: true, value });
      },
      { ...NOTHING_FOUND, progress: 0.42 },
    );
    await search('山野');
    await screen.page.getByText('正在建立搜索索引 42%').waitFor();
    await screen.acceptAgain('search.loadAnswer');
    await screen.page.getByText('正在建立搜索索引 42%').waitFor({ state: 'detached' });
    await screen.refuse('search.loadAnswer', 'storage.unavailable');
    await screen.page.keyboard.type('零食');
    await screen.page.getByText('没有搜索成功').waitFor();
    await screen.acceptAgain('search.loadAnswer');
    await screen.page.getByRole('button', { name: '重试' }).click();
    await chosen().getByText('山野零食', { exact: true }).waitFor();
    await screen.page.keyboard.press('Enter');
    await screen.page.getByRole('tab', { name: '山野零食', selected: true }).waitFor();
  });

  it('of a thousand it shows the newest, says that there are more, and the arrows stop at the last', async () => {
    await addConversations(screen.page, '大促买家', 1_000);
    await search('大促');
    await expect.poll(() => results().count()).toBe(20);
    await list().getByText('还有 30 条以上').waitFor();
    await chosen().getByText('大促买家999', { exact: true }).waitFor();
    for (let press = 0; press < 30; press += 1) await screen.page.keyboard.press('ArrowDown');
    await chosen().getByText('大促买家980', { exact: true }).waitFor();
    await screen.page.keyboard.press('Enter');
    await heading('大促买家980').waitFor();
  });

  it('Enter that ends an input method’s choice opens nothing; 清空 leaves the caret in the box', async () => {
    await search('小');
    await results().first().waitFor();
    await box().evaluate((element) => {
      element.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true }),
      );
    });
    expect(await box().inputValue()).toBe('小');
    expect(await results().count()).toBeGreaterThan(0);
    await screen.page.getByRole('button', { name: '清空' }).click();
    expect(await box().inputValue()).toBe('');
    await screen.untilFocused('搜索');
  });
});

describe('[PF3] a conversation opened at a message', () => {
  it('shows it in the middle, marked, with the caret in 回复, and goes both ways without a seam', async () => {
    await addPast(screen.page, 400);
    await openFound(screen.page, '第 121 句');
    await expect.poll(() => offCentre(line('第 121 句'))).toBeLessThan(40);
    expect(await soughtMessage(screen.page).textContent()).toContain('第 121 句');
    await screen.untilFocused('回复');

    await line('第 121 句').hover();
    await expect
      .poll(
        async () => {
          await screen.page.mouse.wheel(0, -1_500);
          return line('第 1 句').count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    const seen = new Set<number>();
    const noteSeen = async (): Promise<void> => {
      const texts = await log()
        .getByText(/^第 \d+ 句/u)
        .allTextContents();
      for (const text of texts) seen.add(Number(/\d+/u.exec(text)?.[0]));
    };
    await expect
      .poll(
        async () => {
          await noteSeen();
          await screen.page.mouse.wheel(0, 500);
          return line('抱歉给您带来困扰,我这边为您申请换货').count();
        },
        { interval: 30, timeout: 20_000 },
      )
      .toBe(1);
    await noteSeen();
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, n) => n));
  });

  it('a page that is added while the end of the loaded past is in sight moves nothing', async () => {
    await addPast(screen.page, 400);
    await screen.page.getByRole('option', { name: '小鹿乱撞' }).first().click();
    await openFound(screen.page, '第 121 句');
    await screen.hold('messages.loadAfter');
    await log().evaluate((element) => {
      element.scrollTop = 0;
    });
    const last = line('第 180 句');
    await last.waitFor();
    await expect
      .poll(async () => (await screen.calls('messages.loadAfter')).length)
      .toBeGreaterThan(0);
    const before = await last.boundingBox();
    await screen.release('messages.loadAfter');
    await line('第 181 句').waitFor({ state: 'attached' });
    const after = await last.boundingBox();
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(24);
  });

  it('what is written meanwhile is counted and not put behind a hole; 回到最新 shows it, and so does an own reply', async () => {
    await addPast(screen.page, 400);
    await openFound(screen.page, '第 121 句');
    const asked = (await screen.calls('conversations.markRead')).length;
    await screen.page.getByRole('button', { name: '回到最新' }).waitFor();
    await screen.page.evaluate(() => {
      const row = Object.values(window.harness.replica().conversations).find(
        ({ buyerName }) => buyerName === '林小满',
      );
      if (row === undefined) throw new Error('no buyer');
      const message = {
        messageId: 'live-1' as never,
        shopId: row.shopId,
        buyerPin: row.buyerPin,
        origin: 'buyer' as const,
        type: 'text' as const,
        content: '刚刚说的',
        card: null,
        systemLine: null,
        orderAt: Date.now(),
        arrival: 3_000_000,
        sentAt: Date.now(),
        platformMessageId: null,
        send: null,
      };
      window.harness.publish({ messages: [message] });
      window.harness.publish({ messages: [message] });
    });
    const pill = screen.page.getByRole('button', { name: '1 条新消息' });
    await pill.waitFor();
    expect(await line('刚刚说的').count()).toBe(0);
    expect(await offCentre(line('第 121 句'))).toBeLessThan(40);
    expect(await screen.calls('conversations.markRead')).toHaveLength(asked);
    await pill.click();
    await line('刚刚说的').waitFor();
    await pill.waitFor({ state: 'detached' });

    await openFound(screen.page, '第 130 句');
    await expect.poll(() => offCentre(line('第 130 句'))).toBeLessThan(40);
    await screen.page.keyboard.type('我来看一下');
    await screen.page.keyboard.press('Enter');
    await line('我来看一下').waitFor();
    await line('刚刚说的').waitFor();
  });
});
