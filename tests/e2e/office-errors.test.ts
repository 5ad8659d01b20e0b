import type { Locator } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quietFor } from './eventually.ts';
import { openStrangersOffice, type StrangersOffice } from './strangers-office.ts';
import { shopIsOnline } from './workplace.ts';

const LINK = 'https://verify.jinritemai.com/captcha?x=1';
/** Longer than a probe holds an announced challenge, and than a page is tried again. */
const LONG_MS = 31_000;

describe('[GW13] errors of the back office, whatever the state of their shop', () => {
  let office: StrangersOffice;

  beforeAll(async () => {
    office = await openStrangersOffice();
  });
  afterAll(() => office.close());

  const region = (): Locator => office.page.page.getByRole('region', { name: '需要处理的店铺' });
  const notice = (words: string): Locator =>
    region().locator('[data-notice]').filter({ hasText: words });
  const logIn = (shop: string, cookie: string): void =>
    office.gateway.send({
      type: 'connect_success',
      content: cookie,
      store_id: shop,
      platform_name: '抖音',
    });
  const open = async (name: string): Promise<string> => {
    const { store_id: shop, cookie } = await office.control.addShop('抖音', name);
    logIn(shop, cookie);
    await shopIsOnline(office, name);
    return shop;
  };
  const complain = (shop: string, words: string, link: string | null = LINK): void =>
    office.gateway.send({
      type: 'error',
      content: words,
      store_id: shop,
      ...(link !== null && { data: { verify_link: link } }),
    });
  const untilState = (name: string, kind: string): Promise<void> =>
    expect
      .poll(() => office.page.shopTab(name).getAttribute('data-state'), { timeout: 90_000 })
      .toBe(kind);
  const unfold = async (): Promise<void> => {
    const button = region().getByRole('button', { name: '展开', exact: true });
    if ((await button.count()) > 0) await button.click();
  };
  const allStand = async (words: readonly string[], withLink: number): Promise<void> => {
    for (const text of words) await notice(text).waitFor();
    const buttons = words.map((text) =>
      notice(text).getByRole('button', { name: '去验证' }).count(),
    );
    const counts = await Promise.all(buttons);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(withLink);
  };

  it('with verify_link: expired, well, in its own challenge, kicked, never logged in: all stand 31 s later', async () => {
    const names = ['过期店', '正常店', '验证店', '被挤店'] as const;
    const [expired, well, challenged, kicked] = (await Promise.all(names.map(open))) as [
      string,
      string,
      string,
      string,
    ];
    await office.control.fault(expired, { kind: 'expire' });
    await office.control.fault(challenged, { kind: 'challenge' });
    await office.control.fault(kicked, { kind: 'kick' });
    await untilState('验证店', 'challenge');
    await untilState('被挤店', 'kicked');
    await untilState('过期店', 'login_required');
    const all = [
      [expired, '过期店的话'],
      [well, '正常店的话'],
      [challenged, '验证店的话'],
      [kicked, '被挤店的话'],
      ['never-logged-in', '没登录过的话'],
    ] as const;
    for (const [shop, words] of all) complain(shop, words);
    await region().getByText('5 条后台消息').waitFor();
    await unfold();
    const words = all.map(([, text]) => text);
    await allStand(words, 5);
    await quietFor(LONG_MS);
    await allStand(words, 5);
  });

  it('while the page cannot be reached, with a link and without: both stand', async () => {
    await office.stopPlatforms();
    for (const shop of ['away-1', 'away-2']) logIn(shop, 'sessionid=1');
    await expect
      .poll(() =>
        office.page.page.locator('[role=tab][data-shop^=away][data-state=offline]').count(),
      )
      .toBe(2);
    complain('away-1', '连不上时的话');
    complain('away-2', '断开时的话', null);
    const words = ['连不上时的话', '断开时的话'];
    await allStand(words, 1);
    await quietFor(5_000);
    await allStand(words, 1);
  });
});
