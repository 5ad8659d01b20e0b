import type { Locator } from 'playwright';
import { describe, expect, it } from 'vitest';
import { NO_UPDATES, UPDATE_TROUBLES } from '#shared/model/updates.ts';
import { freshScreen } from './fresh-screen.ts';
import { openSettings } from './scenes/settings.ts';
import { OFFER, tellUpdate } from './scenes/updates.ts';

const screen = freshScreen();
const button = (name: string): Locator => screen.page.getByRole('button', { name, exact: true });
const sentence = (): Locator => screen.page.getByRole('status', { name: '更新' });
const found = () => tellUpdate(screen.page, { kind: 'available', offer: OFFER, dismissed: null });
const state = async () => (await screen.replica()).updates.state;

describe('a newer version', () => {
  it('is a word in the status bar, which leads to what can be done', async () => {
    await found();
    await button('有新版本 0.2.0').click();
    await sentence().getByText('有新版本 0.2.0，大小 118.0 MB。').waitFor();
    await screen.page.getByText('断线重连更快').waitFor();
    await button('下载更新').click();
    expect(await state()).toEqual({ kind: 'downloading', offer: OFFER, done: 0 });
    await tellUpdate(screen.page, { kind: 'downloading', offer: OFFER, done: 0.456 });
    await sentence().getByText('正在下载 0.2.0：45%').waitFor();
    await button('正在下载更新 45%').waitFor();
  });

  it.each([
    ['稍后', 'later'],
    ['跳过此版本', 'skipped'],
  ])('%s takes the word away, and the version can still be taken', async (press, dismissed) => {
    await found();
    await openSettings(screen.page, '关于');
    await button(press).click();
    await button('有新版本 0.2.0').waitFor({ state: 'detached' });
    expect(await state()).toEqual({ kind: 'available', offer: OFFER, dismissed });
    await button('下载更新').waitFor();
  });

  it('is installed now, or when the agent quits', async () => {
    await tellUpdate(screen.page, { kind: 'ready', offer: OFFER, install: 'undecided' });
    await button('新版本 0.2.0 可以安装').click();
    await button('退出时安装').click();
    await sentence().getByText('退出时会安装 0.2.0。').waitFor();
    await button('新版本 0.2.0 可以安装').waitFor({ state: 'detached' });
    expect(await screen.calls('updates.installNow')).toEqual([]);
    await button('重启并安装').click();
    expect(await screen.calls('updates.installNow')).toEqual([{}]);
  });

  it('that was refused is said in one sentence, each another one', async () => {
    await openSettings(screen.page, '关于');
    const said = new Set<string>();
    for (const why of UPDATE_TROUBLES) {
      await tellUpdate(screen.page, { kind: 'refused', why, offer: null });
      await expect.poll(async () => said.has((await sentence().textContent()) ?? '')).toBe(false);
      said.add((await sentence().textContent()) ?? '');
    }
    expect(said.size).toBe(UPDATE_TROUBLES.length);
    for (const text of said) expect(text).toMatch(/[\u4e00-\u9fff]。$/u);
    await button('重试').waitFor();
  });

  it.each(['checkout', 'packageManager', 'unpacked', 'noFeed', 'managed'] as const)(
    'is not looked for by a program that is %s, and there is nothing to press',
    async (why) => {
      await tellUpdate(screen.page, { kind: 'none', why });
      await openSettings(screen.page, '关于');
      expect(await sentence().textContent()).toMatch(/。$/u);
      expect(await button('检查更新').count()).toBe(0);
    },
  );

  it('from where an administrator has decided is said to be so', async () => {
    await openSettings(screen.page, '关于');
    await screen.page.evaluate(() => {
      const managed = { server: null, hasUpdates: true, off: [], mistake: null };
      window.harness.publish({ managed });
    });
    await screen.page.getByText('更新来源由管理员设置。').waitFor();
  });

  it("shows what is wrong in the administrator's file", async () => {
    await openSettings(screen.page, '关于');
    await screen.page.evaluate((updates) => {
      const mistake = { kind: 'wrongValue' as const, field: 'gateway.server' };
      window.harness.publish({
        updates,
        managed: { server: null, hasUpdates: false, off: [], mistake },
      });
    }, NO_UPDATES);
    await screen.page.getByText('管理员的设置没有生效：gateway.server 的值不对。').waitFor();
  });
});
