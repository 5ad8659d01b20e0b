import type { Locator } from 'playwright';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import { freshScreen } from './fresh-screen.ts';
import { composerOf, openConversation } from './scenes/scene.ts';
import { openSettings } from './scenes/settings.ts';

const screen = freshScreen();
const field = (label: string): Locator => screen.page.getByLabel(label, { exact: true });
const button = (name: string): Locator => screen.page.getByRole('button', { name, exact: true });
const dialog = (): Locator => screen.page.getByRole('dialog', { name: '设置' });
/** Types it and leaves the field by Enter. */
const enter = async (label: string, text: string): Promise<void> => {
  await field(label).fill(text);
  await field(label).press('Enter');
};
const saved = (): Promise<readonly unknown[]> => screen.calls('settings.update');
const limits = async () => (await screen.replica()).settings.limits;

describe('the settings dialog', () => {
  it('closes by Escape and gives the keys back to 设置', async () => {
    await openSettings(screen.page);
    await screen.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await screen.untilFocused('设置');
  });

  it('marks the chosen theme and shows it at once', async () => {
    await openSettings(screen.page);
    await button('深色').click();
    await screen.page.locator('html[data-theme=dark]').waitFor();
    expect(await button('深色').getAttribute('aria-pressed')).toBe('true');
    expect(await button('浅色').getAttribute('aria-pressed')).toBe('false');
    expect(await saved()).toEqual([{ theme: 'dark' }]);
  });

  it('a send key that was changed is the one that sends', async () => {
    await openSettings(screen.page);
    await button('Ctrl+Enter 发送').click();
    await button('完成').click();
    await openConversation(screen.page);
    await composerOf(screen.page).fill('您好');
    await composerOf(screen.page).press('Enter');
    expect(await composerOf(screen.page).inputValue()).toBe('您好\n');
    expect(await screen.calls('messages.send')).toEqual([]);
    await composerOf(screen.page).press('Control+Enter');
    expect(await screen.calls('messages.send')).toMatchObject([{ content: '您好' }]);
  });

  it("shows an administrator's back office as such", async () => {
    await screen.page.evaluate(() => {
      const managed = {
        server: 'wss://kefu.example.com',
        hasUpdates: false,
        off: [],
        mistake: null,
      };
      window.harness.publish({ managed });
    });
    await openSettings(screen.page);
    await button('后台').click();
    await dialog().getByText('由管理员设置').waitFor();
    await dialog().getByText('wss://kefu.example.com').waitFor();
  });

  it('says when the host refuses, and goes on showing what holds', async () => {
    await screen.refuse('settings.update', 'storage.unavailable', 'storage.full');
    await openSettings(screen.page);
    await button('深色').click();
    await screen.page.getByText('没有完成：磁盘空间已满').waitFor();
    expect(await button('浅色').getAttribute('aria-pressed')).toBe('true');
  });
});

describe('回复与接管', () => {
  it('keeps a number that was entered, and leaves one that is none as it was', async () => {
    await openSettings(screen.page, '回复与接管');
    await enter('接管时长(分钟)', '45');
    await expect.poll(saved).toEqual([{ takeOverMinutes: 45 }]);
    for (const wrong of ['', 'abc', '-1', '1441', '1.5']) await enter('接管时长(分钟)', wrong);
    expect(await field('接管时长(分钟)').inputValue()).toBe('45');
    expect(await saved()).toHaveLength(1);
  });

  it('turns the take-over by reply off by keyboard', async () => {
    await openSettings(screen.page, '回复与接管');
    const control = screen.page.getByRole('switch', { name: '回复后自动接管' });
    await control.press('Space');
    await expect.poll(() => control.isChecked()).toBe(!DEFAULT_SETTINGS.takeOverOnReply);
    expect(await saved()).toEqual([{ takeOverOnReply: !DEFAULT_SETTINGS.takeOverOnReply }]);
  });
});

describe('[CV8] 回复时限', () => {
  it('keeps duty hours over midnight, marks them, and shows them again', async () => {
    await openSettings(screen.page, '回复时限');
    await enter('抖音值班开始', '20:00');
    await enter('抖音值班结束', '0200');
    await screen.page.getByText('次日').waitFor();
    expect(await limits()).toMatchObject({ douyin: { dutyFromMinute: 1_200, dutyToMinute: 120 } });
    await button('完成').click();
    await openSettings(screen.page, '回复时限');
    expect(await field('抖音值班结束').inputValue()).toBe('02:00');
  });

  it('a time that is none stays as typed with its sentence until it is mended', async () => {
    await openSettings(screen.page, '回复时限');
    await enter('京东值班开始', '25:00');
    const sentence = screen.page.getByText(
      '京东的值班开始没有保存：请填 00:00 到 24:00 之间的时间。',
    );
    await sentence.waitFor();
    expect(await field('京东值班开始').inputValue()).toBe('25:00');
    expect(await field('京东值班开始').getAttribute('aria-invalid')).toBe('true');
    expect(await saved()).toEqual([]);
    await enter('京东值班开始', '9：30');
    await sentence.waitFor({ state: 'detached' });
    expect(await field('京东值班开始').inputValue()).toBe('09:30');
    expect(await limits()).toMatchObject({ jd: { dutyFromMinute: 570 } });
  });

  it('a warning behind its limit is not saved, says so, and goes with the limit that fits', async () => {
    await openSettings(screen.page, '回复时限');
    await enter('淘宝提醒秒数', '900');
    const sentence = screen.page.getByText('淘宝没有保存：超时要大于提醒。');
    await sentence.waitFor();
    expect(await saved()).toEqual([]);
    await enter('淘宝超时秒数', '1200');
    await sentence.waitFor({ state: 'detached' });
    expect(await limits()).toMatchObject({ taobao: { warnMs: 900_000, limitMs: 1_200_000 } });
  });
});

describe('店铺', () => {
  it('a name that was given is what the tab is called', async () => {
    await openSettings(screen.page, '店铺');
    await enter('小满服饰的别名', '  小满  ');
    const tab = screen.page.locator('[role=tab][data-shop=tb-xiaoman]');
    await tab.getByText('小满', { exact: true }).waitFor();
    expect(await screen.calls('shops.update')).toEqual([{ shopId: 'tb-xiaoman', alias: '小满' }]);
  });

  it('an emptied name gives the platform’s own back', async () => {
    await openSettings(screen.page, '店铺');
    await enter('青禾家居的别名', '');
    await field('青禾家居旗舰店的别名').waitFor();
    expect(await screen.calls('shops.update')).toEqual([{ shopId: 'jd-qinghe', alias: null }]);
  });

  it('chooses who answers first', async () => {
    await openSettings(screen.page, '店铺');
    const choice = screen.page.getByRole('group', { name: '山野零食的新会话' });
    await choice.getByRole('button', { name: '人工接待' }).click();
    await expect
      .poll(() => choice.getByRole('button', { name: '人工接待' }).getAttribute('aria-pressed'))
      .toBe('true');
    expect(await screen.calls('shops.update')).toEqual([
      { shopId: 'dy-shanye', defaultMode: 'manual' },
    ]);
  });
});

describe('后台', () => {
  it('asks before it forgets, and Escape forgets nothing', async () => {
    await openSettings(screen.page, '后台');
    await button('断开并忘记').click();
    const question = screen.page.getByRole('alertdialog', { name: '断开并忘记这个后台？' });
    await question.waitFor();
    await screen.page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await screen.calls('gateway.forget')).toEqual([]);
  });

  it('forgets once that was confirmed, and asks for another one', async () => {
    await openSettings(screen.page, '后台');
    await button('断开并忘记').click();
    const question = screen.page.getByRole('alertdialog', { name: '断开并忘记这个后台？' });
    await question.getByRole('button', { name: '断开并忘记' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await screen.calls('gateway.forget')).toEqual([{}]);
    expect((await screen.replica()).gateway).toMatchObject({ phase: 'unconfigured', server: null });
  });
});

describe('the section of the desktop', () => {
  const { alerts } = DEFAULT_SETTINGS;

  it('says what closing the window does, and starts the app at login', async () => {
    await openSettings(screen.page, '桌面');
    expect(await button('每次询问').getAttribute('aria-pressed')).toBe('true');
    await button('留在托盘').click();
    await expect.poll(() => button('留在托盘').getAttribute('aria-pressed')).toBe('true');
    await screen.page.getByRole('switch', { name: '开机启动' }).press('Space');
    await expect
      .poll(() => screen.calls('desktop.setStartsAtLogin'))
      .toEqual([{ startsAtLogin: true }]);
    await expect
      .poll(() => screen.page.getByRole('switch', { name: '开机启动' }).isChecked())
      .toBe(true);
    expect(await saved()).toEqual([{ closing: 'tray' }]);
  });

  it('changes one thing of the notifications and keeps the others', async () => {
    await openSettings(screen.page, '桌面');
    await screen.page.getByRole('switch', { name: '通知里显示买家和内容' }).press('Space');
    await screen.page.getByText('不设', { exact: true }).waitFor();
    await enter('免打扰开始', '22:00');
    await enter('免打扰结束', '24:30');
    await screen.page.getByText('免打扰时段没有保存').waitFor();
    await enter('免打扰结束', '8:00');
    await screen.page.getByText('免打扰时段没有保存').waitFor({ state: 'detached' });
    await screen.page.getByText('次日').waitFor();
    const kept = { ...alerts, showWords: true, quietFromMinute: 1_320, quietToMinute: 480 };
    await expect.poll(async () => (await screen.replica()).settings.alerts).toEqual(kept);
  });
});
