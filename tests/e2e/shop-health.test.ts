import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './programs.ts';
import { browserHost } from './hosts.ts';
import { RealPage, writeChromiumWithPort } from './pages-browser.ts';
import { hasVirtualDisplay, openVirtualDisplay } from './virtual-display.ts';
import { heardBy, openShop, openWorkplace, shopIsOnline, type Workplace } from './workplace.ts';

const seconds = (text: string): number => {
  const [minute, second] = /(\d+):(\d+)/u.exec(text)?.slice(1).map(Number) ?? [];
  return (minute ?? 0) * 60 + (second ?? 0);
};

describe('several shops wait for verification', () => {
  const NAMES = ['甲店', '乙店', '丙店'] as const;
  const shops: string[] = [];
  let work: Workplace;

  beforeAll(async () => {
    work = await openWorkplace();
    for (const name of NAMES) shops.push((await openShop(work, name)).shop);
    for (const [at, shop] of shops.entries()) {
      await work.control.fault(shop, { kind: 'challenge' });
      await work.page.alert(NAMES[at] ?? '').waitFor({ timeout: 30_000 });
    }
  });
  afterAll(() => work.close());

  const region = () => work.page.page.getByRole('region', { name: '需要处理的店铺' });
  const waited = async (): Promise<number> =>
    seconds((await region().getByText('最久').textContent()) ?? '');
  const order = () =>
    region()
      .getByRole('alert')
      .evaluateAll((all) => all.map((alert) => alert.getAttribute('aria-label')));

  it('[PL8] one queue says how many wait and since when; its time survives a reload of the page', async () => {
    await expect.poll(() => region().getByRole('status').textContent()).toBe('3 家店铺等待验证');
    expect(await order()).toEqual(NAMES);
    await expect.poll(waited, { timeout: 20_000 }).toBeGreaterThanOrEqual(5);
    const before = await waited();
    await work.page.page.reload();
    await region().getByRole('status').waitFor();
    expect(await waited()).toBeGreaterThanOrEqual(before);
    expect(await order()).toEqual(NAMES);
  });

  it('[PL8] without a window 去验证 says so in one sentence', async () => {
    await work.page.alert('甲店').getByRole('button', { name: '去验证' }).click();
    await work.page.page.getByText('平台页面在没有窗口的浏览器里运行').waitFor();
  });

  it('[PL8] one that is solved makes way for the next, which has the focus of the keyboard', async () => {
    const button = (name: string) => work.page.alert(name).getByRole('button', { name: '去验证' });
    await button('甲店').focus();
    await work.control.solve(shops[0] ?? '');
    await expect.poll(order, { timeout: 30_000 }).toEqual(['乙店', '丙店']);
    await expect.poll(() => region().getByRole('status').textContent()).toBe('2 家店铺等待验证');
    expect(await button('乙店').evaluate((node) => node === document.activeElement)).toBe(true);
    await work.control.solve(shops[1] ?? '');
    await work.control.solve(shops[2] ?? '');
    await expect.poll(() => region().count(), { timeout: 30_000 }).toBe(0);
  });
});

describe.skipIf(!hasVirtualDisplay())('the real page, on a display', () => {
  let work: Workplace;
  let shop = '';
  let end = (): void => undefined;

  beforeAll(async () => {
    const { folder, remove } = await temporaryFolder();
    const display = await openVirtualDisplay();
    end = () => {
      display.close();
      void remove();
    };
    const windows = {
      DISPLAY: display.name,
      DUODIAN_CHROMIUM: await writeChromiumWithPort(folder),
    };
    work = await openWorkplace(browserHost(windows));
    ({ shop } = await openShop(work, '山野零食'));
    await work.control.say(shop, 'buyer', {
      msg_type: 'text',
      content: '在吗',
      name: '林小满',
    });
    await work.page.openConversation('林小满');
  });
  afterAll(async () => {
    await work.close();
    end();
  });

  const mark = () => work.page.page.getByText('平台页面已打开');
  const toggle = (name: string) =>
    work.page.page.getByRole('button', { name, exact: true }).first();
  it('[PL8] a person solves the challenge in the real window; the shop is back and the held replies go in order', async () => {
    await work.control.fault(shop, { kind: 'challenge' });
    const alert = work.page.alert('山野零食');
    await alert.waitFor({ timeout: 30_000 });
    const texts = ['第一句', '第二句', '第三句'];
    for (const text of texts) await work.page.reply(text);
    const page = await RealPage.find(work.data, /verify\.jinritemai\.com/u);
    await alert.getByRole('button', { name: '去验证' }).click();
    await expect.poll(() => page.windowState()).toBe('normal');
    await mark().first().waitFor();
    expect(await heardBy(work, shop, 'buyer')).toEqual([]);
    await page.click('#solve');
    await shopIsOnline(work, '山野零食');
    await expect.poll(() => heardBy(work, shop, 'buyer'), { timeout: 30_000 }).toEqual(texts);
    // What it was shown for is done.
    await expect.poll(() => mark().count()).toBe(0);
    page.close();
  });

  it('[PL8] the page of a shop that is well is opened and put away again', async () => {
    const page = await RealPage.find(work.data, /im\.jinritemai\.com/u);
    await toggle('打开平台页面').click();
    await mark().first().waitFor();
    await expect.poll(() => page.windowState()).toBe('normal');
    await toggle('关闭平台页面').click();
    await expect.poll(() => mark().count()).toBe(0);
    page.close();
  });

  it('[GW13] [PL8] a shop that was kicked and has a verify_link: verified, taken back, well, with no restart', async () => {
    await work.control.fault(shop, { kind: 'kick' });
    const tab = work.page.shopTab('山野零食');
    await expect.poll(() => tab.getAttribute('data-state')).toBe('kicked');
    const data = { verify_link: 'https://verify.jinritemai.com/captcha' };
    await work.control.send({ type: 'error', content: '请先验证', store_id: shop, data });
    const alert = work.page.alert('山野零食');
    const notice = alert.filter({ hasText: '请先验证' });
    await notice.getByRole('button', { name: '去验证' }).click();
    const page = await RealPage.find(work.data, /verify\.jinritemai\.com/u);
    await mark().first().waitFor();
    await page.click('#solve');
    page.close();
    await alert.getByRole('button', { name: '重新接管' }).click();
    await shopIsOnline(work, '山野零食');
    await notice.waitFor({ state: 'detached' });
    await expect.poll(() => mark().count()).toBe(0);
  });
});
