import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ensureDesktop } from '../../build/ensure-desktop.ts';
import type { CallName } from '#shared/ipc/call-names.ts';
import type { CallInput } from '#shared/ipc/contract.ts';
import type { Deed } from '../electron-stand-in/control.ts';
import { type StandIn, startStandIn } from '../electron-stand-in/start-stand-in.ts';
import { lookAt, STAND_IN } from './hosts.ts';
import { eventually, quietFor } from './eventually.ts';
import { temporaryFolder } from './programs.ts';
import { heardBy, openShop, openWorkplaceOn, type Workplace } from './workplace.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** Longer than a back office has a buyer for itself, on a busy machine. */
const CALLED_WITHIN_MS = 40_000;

type Answer = { readonly ok: boolean; readonly value?: unknown; readonly error?: unknown };
type Bridged = {
  readonly duodian: { call(name: string, input: unknown): Promise<Answer> };
};

/** What the page asks of the program, as its own parts do. */
const ask = <Name extends CallName>(
  page: WorkbenchPage,
  name: Name,
  input: CallInput<Name>,
): Promise<unknown> =>
  page.page.evaluate(
    async ([called, given]) => {
      const { duodian } = globalThis as unknown as Bridged;
      const { ok, value, error } = await duodian.call(called, given);
      return ok ? value : error;
    },
    [name as string, input as unknown] as const,
  );

/** A Linux desktop that shows trays: what its bus would answer. */
const aDesktopWithTray = (): { readonly remove: () => void } => {
  const folder = mkdtempSync(path.join(tmpdir(), 'duodian-bus-'));
  writeFileSync(path.join(folder, 'dbus-send'), '#!/bin/sh\necho "variant boolean true"\n', {
    mode: 0o700,
  });
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  vi.stubEnv('XDG_RUNTIME_DIR', folder);
  return {
    remove: () => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    },
  };
};

type Item = { readonly label: string; readonly isEnabled: boolean; readonly isChecked?: boolean };

describe('the desktop around the window', () => {
  let work: Workplace<StandIn>;
  let desktop: ReturnType<typeof aDesktopWithTray>;
  let shop = '';
  const act = (deed: Deed): Promise<unknown> => work.app.act(deed);
  const last = (what: string): unknown => work.app.recorded(what).at(-1);
  const count = (what: string): number => work.app.recorded(what).length;
  const trayLabels = (): readonly string[] =>
    (last('tray.menu') as Item[]).map(({ label }) => label);
  const isVisible = async (): Promise<boolean | undefined> =>
    (await work.app.look()).windows[0]?.isVisible;
  const say = (pin: string, name: string, content = '在吗'): Promise<unknown> =>
    work.control.say(shop, pin, { msg_type: 'text', content, name });
  const isNoticeOut = async (): Promise<boolean> =>
    (await work.app.look()).records.findLast(({ what }) => what.startsWith('notification'))
      ?.what === 'notification';
  /** Waits for a notification later than so many. */
  const calledAfter = (before: number): Promise<unknown> =>
    eventually(() => {
      expect(count('notification')).toBeGreaterThan(before);
      return last('notification');
    }, CALLED_WITHIN_MS);

  beforeAll(async () => {
    desktop = aDesktopWithTray();
    work = await openWorkplaceOn(STAND_IN);
    ({ shop } = await openShop(work, '甲店'));
    const all = (await ask(work.page, 'sync.loadSnapshot', {})) as {
      readonly replica: { readonly settings: { readonly limits: Record<string, object> } };
    };
    // At any hour of the day, and nobody is late while the test runs.
    const limits = Object.fromEntries(
      Object.entries(all.replica.settings.limits).map(([name, one]) => [
        name,
        { ...one, dutyFromMinute: 0, dutyToMinute: 0, warnMs: 3_000_000, limitMs: 3_600_000 },
      ]),
    );
    await ask(work.page, 'settings.update', { limits } as never);
  });
  afterAll(async () => {
    await work.close();
    desktop.remove();
  });

  it('has an icon with a menu of its own, and keeps the machine awake for a shop that is online', () => {
    expect(work.app.recorded('tray')).toEqual([{ hasPicture: true }]);
    expect(trayLabels()).toEqual(['打开多店', '没有买家等待', '静音', '', '退出多店']);
    expect((last('tray.menu') as Item[])[1]?.isEnabled).toBe(false);
    expect(work.app.recorded('powerSaveBlocker')).toEqual(['prevent-app-suspension']);
    expect(work.app.recorded('app.setAppUserModelId')).toEqual(['cn.duodian.workbench']);
  });

  it('counts a buyer in the tray and on the icon, and calls nobody while the window is in front', async () => {
    await say('b1', '林小满');
    await expect.poll(() => last('app.setBadgeCount')).toBe(1);
    await expect.poll(trayLabels).toContain('1 位买家等待');
    await expect.poll(() => last('tray.toolTip')).toBe('多店 · 1 位买家等待');
    expect(last('tray.image')).toEqual({ hasPicture: true });
    await quietFor(12_000);
    expect(count('notification')).toBe(0);
  });

  it('calls for the next one when she has left it: one notification, which counts and names nobody', async () => {
    await act({ do: 'blur' });
    await say('b2', '阿泽');
    expect(await calledAfter(0)).toMatchObject({
      title: expect.stringMatching(/^2 位买家等待，最长 \d\d:\d\d$/u) as string,
      body: '点击打开最急的会话',
      isSilent: false,
    });
    expect(last('window.flashFrame')).toBe(true);
  });

  it('the notification opens the most urgent conversation', async () => {
    expect(await act({ do: 'pressNotice', what: 'click' })).toBe(true);
    await work.page.page.getByRole('heading', { name: '林小满' }).first().waitFor();
    await work.page.composer().waitFor();
    await expect.poll(isNoticeOut).toBe(false);
    expect(last('window.flashFrame')).toBe(false);
  });

  it('is gone when everybody is answered', async () => {
    await act({ do: 'blur' });
    const before = count('notification');
    await say('b3', '王珂');
    await calledAfter(before);
    for (const name of ['林小满', '阿泽', '王珂']) {
      await work.page.openConversation(name);
      await work.page.reply('在的');
    }
    await expect.poll(() => last('app.setBadgeCount'), { timeout: 30_000 }).toBe(0);
    await expect.poll(isNoticeOut).toBe(false);
    expect(trayLabels()).toContain('没有买家等待');
  });

  it('names the buyer where that is chosen, and is silent when the tray says so', async () => {
    const muted = (): unknown => (last('tray.menu') as Item[])[2]?.isChecked;
    expect(muted()).toBe(false);
    await act({ do: 'chooseInTray', label: '静音' });
    await expect.poll(muted).toBe(true);
    await ask(work.page, 'settings.update', {
      alerts: { notify: true, showWords: true, muted: true, quietFromMinute: 0, quietToMinute: 0 },
    });
    const before = count('notification');
    await say('b1', '林小满', '<b>发货</b>了吗');
    expect(await calledAfter(before)).toMatchObject({
      body: '甲店 · 林小满：＜b＞发货＜/b＞了吗',
      isSilent: true,
    });
  });

  it('[SE6] names nobody on a locked screen, also while the window would be in front', async () => {
    await act({ do: 'activate' });
    await act({ do: 'power', event: 'lock-screen' });
    const before = count('notification');
    await say('b4', '许诺');
    expect(JSON.stringify(await calledAfter(before))).not.toMatch(/许诺|林小满|甲店/u);
    await act({ do: 'power', event: 'unlock-screen' });
  });

  it('asks once what closing the window means, and can be left as it was', async () => {
    await act({ do: 'closeWindow' });
    await expect
      .poll(() => last('dialog.showMessageBox'))
      .toMatchObject({
        message: '关闭窗口后，还要继续接收消息吗？',
        buttons: ['留在托盘继续接收', '退出多店', '取消'],
      });
    // A second press of the button asks no second time.
    await act({ do: 'closeWindow' });
    await act({ do: 'answer', button: 2 });
    expect(await isVisible()).toBe(true);
    await act({ do: 'closeWindow' });
    await expect.poll(() => count('dialog.showMessageBox')).toBe(2);
    await act({ do: 'answer', button: 0 });
    await expect.poll(isVisible).toBe(false);
    await act({ do: 'clickTray', event: 'click' });
    expect(await isVisible()).toBe(true);
    await act({ do: 'closeWindow' });
    await expect.poll(isVisible).toBe(false);
    expect(count('dialog.showMessageBox')).toBe(2);
  });

  it('receives and calls while its window is closed, and comes back by a double click', async () => {
    const before = count('notification');
    await say('b5', '周周');
    await calledAfter(before);
    await act({ do: 'clickTray', event: 'double-click' });
    expect(await isVisible()).toBe(true);
    await work.page.conversation('周周').waitFor();
  });

  it('follows a link to a conversation or a shop that it knows, from a second start or from the system', async () => {
    await work.page.openConversation('周周');
    await act({ do: 'startAgain', words: [`duodian://conversation/${shop}/b1`] });
    await work.page.page.getByRole('heading', { name: '林小满' }).first().waitFor();
    await act({ do: 'openUrl', url: `duodian://shop/${shop}` });
    await expect.poll(() => work.page.shopTab('甲店').getAttribute('aria-selected')).toBe('true');
    expect(count('dialog.showMessageBox')).toBe(2);
  });

  it('says in one sentence what it cannot follow, and repeats nothing of it', async () => {
    const said = async (link: string): Promise<unknown> => {
      const before = count('dialog.showMessageBox');
      await act({ do: 'startAgain', words: [link, '--gateway', 'ws://evil'] });
      await expect.poll(() => count('dialog.showMessageBox')).toBe(before + 1);
      const box = last('dialog.showMessageBox');
      await act({ do: 'answer', button: 0 });
      return box;
    };
    const unknown = { message: '链接里的店铺或买家不在这台电脑上', buttons: ['知道了'] };
    expect(await said('duodian://shop/evil')).toEqual(unknown);
    expect(await said(`duodian://conversation/${shop}/evil`)).toEqual(unknown);
    expect(await said('duodian://shop/a?remove=1')).toEqual({
      message: '多店打不开这个链接',
      buttons: ['知道了'],
    });
    expect(work.app.stderr()).not.toContain('evil');
  });

  it('[CV13] a conversation has a window of its own: the same chat, and an answer from there', async () => {
    await work.page.page.bringToFront();
    await work.page.conversation('许诺').click({ button: 'right' });
    await work.page.page.getByRole('menuitem', { name: '在新窗口打开' }).click();
    const own = await eventually(() => {
      const pages = work.page.page.context().browser()?.contexts() ?? [];
      const found = pages.flatMap((one) => one.pages()).find((one) => one.url().includes('buyer='));
      if (found === undefined) throw new Error('no window of its own');
      return found;
    });
    const alone = new WorkbenchPage(own, () => Promise.resolve());
    await own.getByRole('heading', { name: '许诺' }).first().waitFor();
    expect(await own.getByRole('listbox', { name: '会话列表' }).count()).toBe(0);
    expect(await own.title()).toBe('许诺 · 甲店');
    await alone.reply('从这里回复');
    await expect.poll(() => heardBy(work, shop, 'b4')).toEqual(['从这里回复']);
    // A second time it is the same window that comes to the front.
    const focused = count('window.focus');
    await act({ do: 'startAgain', words: [`duodian://conversation/${shop}/b4`] });
    await expect.poll(() => count('window.focus')).toBe(focused + 2);
    expect(
      (await work.app.look()).windows.filter(({ kind }) => kind === 'BrowserWindow'),
    ).toHaveLength(2);
    const { contents } = await work.app.look();
    const ours = contents.filter(({ partition }) => partition === 'persist:duodian');
    expect(ours.map(({ preferences }) => preferences['sandbox'])).toEqual([true, true]);
  });

  it('quits by the menu of its tray, whatever closing means', async () => {
    void act({ do: 'chooseInTray', label: '退出多店' }).catch(() => undefined);
    expect(await work.app.ended).toBe(0);
    expect(count('tray.destroy')).toBe(1);
    await work.restart();
  });
});

describe('a start of the desktop', () => {
  let data = '';
  let remove = (): Promise<void> => Promise.resolve();
  const isVisible = async (app: StandIn): Promise<boolean | undefined> =>
    (await app.look()).windows[0]?.isVisible;

  beforeAll(async () => {
    await ensureDesktop();
    ({ folder: data, remove } = await temporaryFolder());
  });
  afterAll(() => remove());

  it('may begin in the tray, and a second start brings the window', async () => {
    const desktop = aDesktopWithTray();
    const app = await startStandIn(['--data', data, '--hidden']);
    await expect.poll(() => app.recorded('loaded').length).toBe(1);
    expect(app.recorded('tray')).toHaveLength(1);
    expect(await isVisible(app)).toBe(false);
    await app.act({ do: 'startAgain', words: [] });
    expect(await isVisible(app)).toBe(true);
    expect(await app.stop()).toBe(0);
    desktop.remove();
  });

  it('without a tray has no icon, no question, and ends with its window', async () => {
    const app = await startStandIn(['--data', data]);
    await expect.poll(() => app.recorded('loaded').length).toBe(1);
    void app.act({ do: 'closeWindow' }).catch(() => undefined);
    expect(await app.ended).toBe(0);
    expect(app.recorded('tray')).toEqual([]);
    expect(app.recorded('dialog.showMessageBox')).toEqual([]);
  });

  it('with a link that it does not know says so, when there is a window to say it in', async () => {
    const app = await startStandIn(['--data', data, 'duodian://shop/nobody', '--port', '1']);
    await expect
      .poll(() => app.recorded('dialog.showMessageBox'))
      .toMatchObject([{ message: '链接里的店铺或买家不在这台电脑上' }]);
    expect(await app.stop()).toBe(0);
  });

  it('as a package takes the links of the system, and can be started at login', async () => {
    const { folder: config, remove: removeConfig } = await temporaryFolder();
    const app = await startStandIn([`--data=${data}`], {
      STAND_IN_PACKAGED: 'yes',
      XDG_CONFIG_HOME: config,
    });
    const page = await lookAt((await app.look()).devtools);
    await page.page.getByRole('button', { name: '设置' }).waitFor();
    expect(app.recorded('app.setAsDefaultProtocolClient')).toEqual(['duodian']);
    const set = (startsAtLogin: boolean): Promise<unknown> =>
      ask(page, 'desktop.setStartsAtLogin', { startsAtLogin });
    expect(await ask(page, 'desktop.load', {})).toEqual({ hasTray: false, startsAtLogin: false });
    expect(await set(true)).toMatchObject({ startsAtLogin: true });
    const entry = readFileSync(path.join(config, 'autostart/duodian.desktop'), 'utf8');
    expect(entry).toContain(`"--hidden" "--data=${data}"`);
    expect(await set(false)).toMatchObject({ startsAtLogin: false });
    await page.close();
    expect(await app.stop()).toBe(0);
    await removeConfig();
  });

  it('does without the graphics card after that has failed again and again', async () => {
    const first = await startStandIn(['--data', data]);
    for (let time = 0; time < 3; time += 1) await first.act({ do: 'endGraphics' });
    expect(first.recorded('app.disableHardwareAcceleration')).toEqual([]);
    expect(await first.stop()).toBe(0);
    const second = await startStandIn(['--data', data]);
    const { records } = await second.look();
    expect(records.map(({ what }) => what)).toContain('app.disableHardwareAcceleration');
    expect(await second.stop()).toBe(0);
  });
});
