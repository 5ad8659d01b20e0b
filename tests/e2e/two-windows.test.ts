import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, quietFor } from './eventually.ts';
import { type App, freshUrl } from './programs.ts';
import { WorkbenchPage } from './workbench-page.ts';
import { heardBy, openShop, openWorkplace, type Workplace } from './workplace.ts';

describe('[CV13] two windows of one app', () => {
  let work: Workplace<App>;
  let other: WorkbenchPage;
  let shop = '';
  const pages = (): readonly WorkbenchPage[] => [work.page, other];
  const texts = (): Promise<readonly string[]> =>
    Promise.all(pages().map((page) => page.composer().inputValue()));
  const sentence = (page: WorkbenchPage) =>
    page.page.getByRole('alert').getByText('另一个窗口刚发送过这段话，这里没有再发一次。');

  beforeAll(async () => {
    work = await openWorkplace();
    ({ shop } = await openShop(work, '山野零食'));
    const browser = work.page.page.context().browser();
    if (browser === null) throw new Error('no browser');
    other = await WorkbenchPage.open(browser, await freshUrl(work.app));
    await work.control.say(shop, 'pin', { msg_type: 'text', content: '在吗', name: '林小满' });
    for (const page of pages()) await page.openConversation('林小满');
  });
  afterAll(() => work.close());

  it('that press Enter on one draft in the same instant send it once, and one of them says so', async () => {
    await work.page.composer().fill('亲,在的');
    await expect.poll(texts).toEqual(['亲,在的', '亲,在的']);
    // From within the pages: two key presses of the test's own protocol come too far apart.
    const at = Date.now() + 500;
    await Promise.all(
      pages().map(({ page }) =>
        page.evaluate(async (when) => {
          const box = document.querySelector('textarea');
          await new Promise((resolve) => setTimeout(resolve, when - Date.now()));
          box?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
        }, at),
      ),
    );
    await expect.poll(() => heardBy(work, shop, 'pin')).toEqual(['亲,在的']);
    await eventually(async () => {
      const said = await Promise.all(pages().map((page) => sentence(page).count()));
      expect(said.toSorted((a, b) => a - b)).toEqual([0, 1]);
    });
    await quietFor(1_500);
    expect(await heardBy(work, shop, 'pin')).toEqual(['亲,在的']);
    expect(await texts()).toEqual(['', '']);
  });

  it('may both send the same words, one after the other', async () => {
    for (const page of pages()) {
      await page.composer().fill('好的');
      await page.composer().press('Enter');
      await expect.poll(texts).toEqual(['', '']);
    }
    await expect.poll(() => heardBy(work, shop, 'pin')).toEqual(['亲,在的', '好的', '好的']);
  });
});
