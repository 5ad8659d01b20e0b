import { describe, expect, it } from 'vitest';
import { BUYER, platformMessage, SHOP } from '../../electron/core/testing/test-core.ts';
import { asBuyerPin, asShopId, type ShopId } from '#shared/model/ids.ts';
import { liveScreen } from './live-screen.ts';

const screen = liveScreen();

const logIn = (shopId: ShopId, platformName: string): Promise<void> =>
  screen.world.gatewaySays({
    type: 'connect_success',
    content: 'sessionid=1',
    store_id: shopId,
    platform_name: platformName,
  });
const tabOf = (shopId: string) => screen.page.locator(`[role=tab][data-shop="${shopId}"]`);
const about = async (shopId: string): Promise<string> =>
  (await tabOf(shopId).getAttribute('aria-description')) ?? '';

describe('[GW7] the platform_name of a push', () => {
  it.each([
    ['京麦', '京东'],
    ['京东商城', '京东'],
    ['飞鸽', '抖音'],
    ['抖店', '抖音'],
    ['天猫商城', '淘宝'],
  ])('%s makes a shop of %s', async (given, platform) => {
    await logIn(SHOP, given);
    await tabOf(SHOP).waitFor();
    expect(await about(SHOP)).toContain(platform);
    expect(screen.world.connectors.connects).toHaveLength(1);
  });

  it.each([
    ['快手', '后台给出的平台名称不在支持之列，无法收发', '快手'],
    ['', '后台没有说明这家店铺属于哪个平台，无法收发', null],
  ])('%j is told in a sentence that is true', async (given, sentence, name) => {
    await logIn(SHOP, given);
    const alert = screen.page.getByRole('alert').filter({ hasText: sentence });
    await alert.waitFor();
    if (name !== null) await alert.getByText(name).waitFor();
    expect(screen.world.connectors.connects).toEqual([]);
  });
});

describe('[GW6] the id of a shop', () => {
  it.each(['constructor', '__proto__', 'hasOwnProperty'])(
    '%s is one like any other: its buyer is answered and it can be deleted',
    async (name) => {
      const { world } = screen;
      const shopId = asShopId(name);
      await logIn(shopId, '抖音');
      await world.goOnline(shopId);
      await world.core.accept({
        kind: 'platform.messages',
        shopId,
        messages: [platformMessage({ buyerName: '林小满', sentAt: world.clock.now() })],
      });
      await screen.openConversation('林小满');
      await screen.composer().fill('在的');
      await screen.composer().press('Enter');
      await expect
        .poll(() => world.connectors.sends.map((send) => [send.shopId, send.part.content]))
        .toEqual([[shopId, '在的']]);
      await tabOf(name).click({ button: 'right' });
      await screen.page.getByRole('menuitem', { name: '删除店铺…' }).click();
      await screen.page.getByRole('alertdialog').getByRole('button', { name: '删除店铺' }).click();
      await tabOf(name).waitFor({ state: 'detached' });
      await screen.row('林小满').waitFor({ state: 'detached' });
      expect(world.connectors.forgotten).toContain(shopId);
    },
  );

  it('in another case is the shop that stands there, and its reply goes out', async () => {
    const { world } = screen;
    await world.goOnline();
    await world.gatewaySays({
      type: 'message',
      content: '您好',
      store_id: asShopId(SHOP.toUpperCase()),
      receiver: { id: BUYER },
    });
    await screen.row(BUYER).waitFor();
    expect(await screen.page.locator('[role=tab][data-shop]').count()).toBe(1);
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['您好']);
  });
});

describe('the name of a buyer', () => {
  it.each(['', '   ', '\u200b', '\u3000'])('%j falls back to the pin', async (buyerName) => {
    await screen.world.goOnline();
    const sentAt = screen.world.clock.now();
    await screen.world.hear(platformMessage({ buyerName, sentAt, buyerPin: asBuyerPin('pin_7') }));
    await screen.openConversation('pin_7');
  });
});

describe('[PL3] an odd cookie', () => {
  it('is told in the panel of the shop, by its name', async () => {
    const { world } = screen;
    await world.goOnline();
    await world.hear(platformMessage({ buyerName: '林小满', sentAt: world.clock.now() }));
    const note = { count: 2, names: ['a[0]', ''] };
    await world.core.accept({ kind: 'platform.cookieNote', shopId: SHOP, note });
    await screen.openConversation('林小满');
    await screen.page.getByText('Cookie 中有 2 项浏览器不接受，已略过').waitFor();
    await screen.page.getByText('a[0]、（无名称）').waitFor();
  });
});

describe('[CV13] a draft whose save was refused', () => {
  it('is saved once the database takes it again, with nobody typing on', async () => {
    const { world } = screen;
    await world.goOnline();
    await world.hear(platformMessage({ buyerName: '林小满', sentAt: world.clock.now() }));
    await screen.openConversation('林小满');
    await screen.refuse('conversations.saveDraft', 'storage.unavailable');
    await screen.composer().fill('还没写完');
    await expect.poll(() => screen.calls('conversations.saveDraft')).not.toEqual([]);
    expect(world.conversation().draft).toBe('');
    await screen.acceptAgain('conversations.saveDraft');
    await expect.poll(() => world.conversation().draft).toBe('还没写完');
    await screen.restart();
    await screen.openConversation('林小满');
    expect(await screen.composer().inputValue()).toBe('还没写完');
  });
});
