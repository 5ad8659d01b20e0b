import type { Locator } from 'playwright';
import { describe, expect, it } from 'vitest';
import { settled } from '../../electron/core/testing/fake-clock.ts';
import { SHOP } from '../../electron/core/testing/test-core.ts';
import type { ShopEvent } from '#shared/model/shop-state.ts';
import { liveScreen } from './live-screen.ts';

const screen = liveScreen();
const LINK = 'https://safe.jd.com/verify.html?id=1';
const WORDS = '图形验证码校验失败，请刷新重试';

const region = (): Locator => screen.page.getByRole('region', { name: '需要处理的店铺' });
const notice = (): Locator => region().locator('[data-notice]');
const verify = (): Locator => notice().getByRole('button', { name: '去验证' });

const happen = async (...events: readonly ShopEvent[]): Promise<void> => {
  const { core, clock } = screen.world;
  for (const event of events)
    await core.accept({ kind: 'platform.event', shopId: SHOP, event, at: clock.now() });
  await settled();
};

const complain = (link: string | null): Promise<void> =>
  screen.world.gatewaySays({
    type: 'error',
    content: WORDS,
    store_id: SHOP,
    ...(link !== null && { data: { verify_link: link } }),
  });

const BEGAN = { kind: 'connect.began' } as const;
const ONLINE = { kind: 'identity.confirmed' } as const;
const BACK = [BEGAN, ONLINE] as const;
const KICKED = { kind: 'login.kicked', words: '客服主管的电脑' } as const;

/** The page of the notice was opened from the alert, left, and the shop works. */
const solve = async (): Promise<void> => {
  const { world } = screen;
  await verify().click();
  await expect.poll(() => world.connectors.shownLinks).toEqual([LINK]);
  await world.core.accept({ kind: 'platform.pageShown', shopId: SHOP, place: null });
  await happen(...BACK);
};

const LOST: readonly (readonly [string, string | null, readonly ShopEvent[]])[] = [
  [
    'with verify_link while the page is unreachable',
    LINK,
    [BEGAN, { kind: 'page.lost', why: 'unreachable', trace: '' }],
  ],
  ['with an expired login', LINK, [BEGAN, { kind: 'login.required', words: null }]],
  ['while the shop is well', LINK, BACK],
  [
    'during the platform’s own challenge',
    LINK,
    [...BACK, { kind: 'challenge.met', words: null, link: 'https://safe.jd.com/own' }],
  ],
  [
    'without a link while the shop is offline',
    null,
    [...BACK, { kind: 'page.lost', why: 'failed', trace: '' }],
  ],
  ['in a shop that was kicked', LINK, [...BACK, KICKED]],
  ['before the first connect_success', LINK, []],
];

describe('[GW13] an error of the back office on the screen', () => {
  it.each(LOST)('%s: stays while nobody presses anything', async (_, link, events) => {
    // Nothing has happened yet to one that nobody has named before.
    if (events.length > 0) await screen.world.goOnline();
    await happen(...events);
    await complain(link);
    const stands = async (): Promise<void> => {
      await notice().getByText(WORDS).waitFor();
      expect(await verify().count()).toBe(link === null ? 0 : 1);
    };
    await stands();
    await screen.advance(31_000);
    await stands();
    await happen(BEGAN, { kind: 'page.lost', why: 'failed', trace: '' });
    await stands();
    await happen(...BACK);
    await screen.advance(31_000);
    await stands();
    await screen.restart();
    await stands();
  });

  it('with verify_link in a shop that was kicked: verified, taken back, well again, without a restart', async () => {
    const { world } = screen;
    await world.goOnline();
    await happen(...BACK, KICKED);
    await complain(LINK);
    const shop = region().getByRole('alert').filter({ hasText: '本机已被挤下线' });
    await shop.getByRole('button', { name: '重新接管' }).click();
    await solve();
    await region().waitFor({ state: 'detached' });
    expect(await screen.tab('测试店').getAttribute('aria-description')).toContain('正常接收消息');
  });

  it('before the first connect_success: its shop stands there, and once it is logged in the challenge is solved', async () => {
    const { world } = screen;
    await complain(LINK);
    await notice().getByText(WORDS).waitFor();
    await world.gatewaySays({
      type: 'connect_success',
      content: 'thor=1',
      store_id: SHOP,
      platform_name: '京东',
    });
    expect(world.connectors.connects).toMatchObject([{ shopId: SHOP, platform: 'jd' }]);
    await world.goOnline();
    await notice().getByText(WORDS).waitFor();
    await solve();
    await region().waitFor({ state: 'detached' });
  });

  it.each([
    ['safe.jd.com/verify', 'https://safe.jd.com/verify'],
    [' https://safe.jd.com/verify ', 'https://safe.jd.com/verify'],
    ['https://safe.jd.com/a b', 'https://safe.jd.com/a%20b'],
  ])('[PL8] with the link %j has its button, which opens %s', async (given, opened) => {
    await screen.world.goOnline();
    await complain(given);
    await verify().click();
    await expect.poll(() => screen.world.connectors.shownLinks).toEqual([opened]);
  });
});
