import type { Locator } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import { freshScreen } from './fresh-screen.ts';

const screen = freshScreen();
const region = (): Locator => screen.page.getByRole('region', { name: '需要处理的店铺' });
const alerts = (): Locator => region().getByRole('alert');
const alert = (shop: string): Locator => region().getByRole('alert', { name: shop, exact: true });
const button = (name: string, within: Locator = region()): Locator =>
  within.getByRole('button', { name, exact: true });

/** What the back office tells of the first shop; the oldest of them are on top. */
const addNotices = (count: number, change: Partial<ShopNotice> = {}): Promise<void> =>
  screen.page.evaluate(
    (given) => {
      const [template] = Object.values(window.harness.replica().notices);
      if (template === undefined) throw new Error('the sample has no notice');
      const notices = Array.from({ length: given.count }, (_, index) => ({
        ...template,
        noticeId: `added-${String(index)}` as typeof template.noticeId,
        shopId: 'jd-qinghe' as typeof template.shopId,
        words: `第 ${String(index)} 件`,
        link: null,
        at: index,
        ...given.change,
      }));
      window.harness.publish({ notices });
    },
    { count, change },
  );

describe('[GW13] the alerts', () => {
  it('say how many, show the oldest, and unfold', async () => {
    await region().getByRole('status').getByText('2 条后台消息').waitFor();
    expect(await button('展开').getAttribute('aria-expanded')).toBe('false');
    await button('展开').click();
    expect(await button('收起').getAttribute('aria-expanded')).toBe('true');
    expect(await alerts().count()).toBe(3);
    await alert('优选日用').getByText('图形验证码校验失败，请刷新重试').waitFor();
    await alert('木木手作').waitFor();
  });

  it('去验证 opens the very link of that message', async () => {
    await button('去验证', alert('优选日用')).click();
    await expect
      .poll(() => screen.calls('shops.showPage'))
      .toEqual([{ shopId: 'pdd-youxuan', noticeId: 'n-1' }]);
  });

  it('知道了 takes one away, and the keys go to what follows, so that a queue is worked off by Enter', async () => {
    await button('展开').click();
    await button('知道了', alert('青禾家居')).focus();
    await screen.page.keyboard.press('Enter');
    await alert('青禾家居').waitFor({ state: 'detached' });
    await button('知道了', alert('优选日用')).focus();
    await screen.page.keyboard.press('Enter');
    await expect
      .poll(() => region().evaluate((element) => element.contains(document.activeElement)))
      .toBe(true);
    expect(await screen.calls('shops.dismissNotice')).toEqual([
      { noticeId: 'n-2' },
      { noticeId: 'n-1' },
    ]);
  });

  it('show twenty of many and how many more there are', async () => {
    await addNotices(25);
    await region().getByRole('status').getByText('27 条后台消息').waitFor();
    await button('展开').click();
    await region().getByText('还有 7 条，处理后显示').waitFor();
    expect(await region().locator('[data-notice]').count()).toBe(20);
    await alerts().first().getByText('第 0 件').waitFor();
  });

  it('say why a link was not opened, and offer no way to it', async () => {
    await addNotices(1, { linkProblem: { code: 'outside', host: 'evil.example.com' } });
    await button('展开').click();
    const told = region().locator('[data-notice=added-0]');
    await told.getByText('附带的链接不属于该平台，为安全起见没有打开：evil.example.com').waitFor();
    expect(await button('去验证', told).count()).toBe(0);
  });

  it('have a sentence for an error without words', async () => {
    await addNotices(1, { words: ' ' });
    await region().getByText('后台报告了一个错误，没有说明原因').waitFor();
  });

  it('the host’s no is told, and the alert stays', async () => {
    await screen.refuse('shops.dismissNotice', 'storage.unavailable');
    await button('知道了', alert('优选日用')).click();
    await screen.page.getByText('本机数据库暂时无法写入').waitFor();
    expect(await alert('优选日用').count()).toBe(1);
  });
});

describe('[GW9] what was set aside', () => {
  const panel = (): Locator => screen.page.getByRole('dialog', { name: '连接面板' });
  const entry = (): Locator => panel().getByRole('listitem').filter({ hasText: '谢谢😀' });
  const open = async (): Promise<void> => {
    await screen.page.getByRole('button', { name: '未送达后台 1' }).click();
    await entry().waitFor();
  };

  it('is a press away from the status bar, with whose it is, its words and why', async () => {
    await open();
    await entry().getByText('青禾家居 · jd_user_001').waitFor();
    await entry().getByText('后台内部出错(1011)。').waitFor();
  });

  it.each([
    ['重发', 'outbox.resendSetAside', 4],
    ['放弃', 'outbox.dropSetAside', 3],
  ] as const)('%s takes it off the list and off the bar', async (label, name, pendingFrames) => {
    await open();
    await button(label, entry()).click();
    await entry().waitFor({ state: 'detached' });
    expect(await screen.calls(name)).toEqual([{ shopId: 'jd-qinghe', messageId: 'm-1' }]);
    const { gateway } = await screen.replica();
    expect(gateway).toMatchObject({ setAsideFrames: 0, pendingFrames });
    await screen.page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    expect(await screen.page.getByText('未送达后台').count()).toBe(0);
  });

  it('says when the list cannot be read', async () => {
    await screen.refuse('outbox.loadSetAside', 'storage.unavailable', 'storage.io');
    await screen.page.getByRole('button', { name: '未送达后台 1' }).click();
    await panel().getByText('没有完成：磁盘读写出错').waitFor();
  });

  it('says when one cannot be sent again, and keeps it on the list', async () => {
    await screen.refuse('outbox.resendSetAside', 'storage.unavailable');
    await open();
    await button('重发', entry()).click();
    await screen.page.getByText('本机数据库暂时无法写入').waitFor();
    expect(await entry().count()).toBe(1);
  });
});

describe('[ST3] the upgrade of older data', () => {
  it('says so in one line with a bar, and that the program must not be closed', async () => {
    const publish = (upgraded: number): Promise<void> =>
      screen.page.evaluate((done) => {
        const { storage } = window.harness.replica();
        window.harness.publish({
          storage: {
            ...storage,
            phase: 'opening',
            reason: 'storage.upgrading',
            upgraded: done,
          },
        });
      }, upgraded);
    await publish(0.25);
    const banner = screen.page.getByRole('alert', { name: '正在升级数据…' });
    await banner.getByText('请不要关闭程序').waitFor();
    const bar = banner.getByRole('progressbar');
    expect(await bar.getAttribute('value')).toBe('25');
    await publish(0.999);
    await expect.poll(() => bar.getAttribute('value')).toBe('99');
    expect(await bar.getAttribute('aria-label')).toBe('已完成 99%');
  });
});

it('a window whose own line is down does not say 已连接, nor how many shops are online', async () => {
  const status = screen.page.getByRole('status', { name: '连接状态' });
  const bar = screen.page.getByRole('contentinfo', { name: '状态栏' });
  expect(await status.innerText()).toBe('已连接');
  await screen.page.evaluate(() => {
    window.harness.setCarrier('closed');
  });
  await expect.poll(() => status.innerText()).toBe('已断开');
  expect(await bar.getByText('在线').count()).toBe(0);
  await screen.page.evaluate(() => {
    window.harness.setCarrier('open');
  });
  await expect.poll(() => status.innerText()).toBe('已连接');
});
