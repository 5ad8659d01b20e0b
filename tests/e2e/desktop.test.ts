import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../electron-stand-in/start-stand-in.ts';
import { PAGE_SWITCHES } from '../../electron/host/pages/page-switches.ts';
import { desktopWords, ensureBuiltHost, lookAt, STAND_IN } from './hosts.ts';
import { ROOT, startApp, temporaryFolder } from './programs.ts';
import { heardBy, openShop, openWorkplaceOn, shopIsOnline, type Workplace } from './workplace.ts';

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Where a page is that nobody looks at. */
const HOME = { x: 0, y: 0, width: 1280, height: 860 };

const startOf = (work: Workplace) => ({ data: work.data, ...work.sandbox.ready });

/** All pages of the browser below the app. */
const pagesOf = (work: Workplace<StandIn>): readonly Page[] =>
  work.page.page
    .context()
    .browser()
    ?.contexts()
    .flatMap((context) => context.pages()) ?? [];

/** Another start of the app on the same folder. */
const startAgain = (work: Workplace, more: readonly string[] = []): Promise<StandIn> =>
  startStandIn([...desktopWords(startOf(work)), ...more], {
    DUODIAN_TOKEN: work.sandbox.ready.token,
  });

describe('the window of the desktop host', () => {
  let work: Workplace<StandIn>;
  let shop = '';
  const screen = () => work.page.page;
  const labels = (what: string): readonly string[] =>
    (work.app.recorded(what).at(-1) as readonly { readonly label: string }[]).map(
      ({ label }) => label,
    );

  beforeAll(async () => {
    work = await openWorkplaceOn(STAND_IN);
    ({ shop } = await openShop(work, '甲店'));
  });
  afterAll(() => work.close());

  it('[SE1] has the bridge, and nothing of Node', async () => {
    const found = await screen().evaluate(() =>
      ['duodian', 'require', 'process', 'module'].filter((name) => name in globalThis),
    );
    expect(found).toEqual(['duodian']);
  });

  it("[SE1] [SE8] is in the sandbox, isolated and without Node, as the shops' pages are", async () => {
    const { contents } = await work.app.look();
    expect(contents.map(({ partition }) => partition)).toEqual([
      'persist:duodian',
      expect.stringMatching(/^persist:shop-/u),
    ]);
    for (const { preferences } of contents) {
      expect(preferences).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        webviewTag: false,
      });
      for (const privilege of [
        'allowRunningInsecureContent',
        'experimentalFeatures',
        'enableBlinkFeatures',
        'plugins',
        'nodeIntegrationInSubFrames',
      ]) {
        expect(preferences[privilege] ?? false, privilege).toBe(false);
      }
    }
    const preloads = contents.map(({ preferences }) => preferences['preload'] !== undefined);
    expect(preloads).toEqual([true, false]);
  });

  it('[PL2] a page of a shop is looked at wherever it is, and its browser is a Chrome', async () => {
    const page = pagesOf(work).find((one) => one.url().includes('jinritemai'));
    if (page === undefined) throw new Error('the shop has no page');
    const told = await page.evaluate(() => ({
      sight: [document.visibilityState, document.hasFocus()],
      agent: navigator.userAgent,
      brands: (
        navigator as { userAgentData?: { brands: readonly { readonly brand: string }[] } }
      ).userAgentData?.brands.map(({ brand }) => brand),
    }));
    expect(told.sight).toEqual(['visible', true]);
    expect(told.agent).toMatch(
      /^Mozilla\/5\.0 \([^)]+\) AppleWebKit\/537\.36 \(KHTML, like Gecko\) Chrome\/156\.0\.0\.0 Safari\/537\.36$/u,
    );
    expect(told.brands).toEqual(['Not:A-Brand', 'Chromium', 'Google Chrome']);
  });

  it('[SE1] a frame of a page stays on the web as well', async () => {
    const page = pagesOf(work).find((one) => one.url().includes('jinritemai'));
    await page?.evaluate(() => {
      document.body.append(
        Object.assign(document.createElement('iframe'), { src: 'http://plain.example/' }),
      );
    });
    await expect.poll(() => work.app.stderr()).toMatch(/navigation\.refused.*plain\.example/u);
  });

  it('[PL2] pages are kept awake, and the browser below them carries nothing that nobody uses', async () => {
    const { switches, contents } = await work.app.look();
    for (const [name, value] of PAGE_SWITCHES) {
      expect(switches).toContain(value === null ? name : `${name}=${value}`);
    }
    expect(contents.map(({ preferences }) => preferences['backgroundThrottling'])).toEqual([
      false,
      false,
    ]);
  });

  it('[SE1] stays at home, and opens no other window', async () => {
    const address = screen().url();
    await screen().evaluate(() => window.open('https://example.com/'));
    await expect
      .poll(() => work.app.recorded('windowOpen'))
      .toMatchObject([{ url: 'https://example.com/', action: 'deny' }]);
    await screen().evaluate(() => window.location.assign('https://example.com/'));
    await expect.poll(() => work.app.stderr()).toContain('navigation.refused');
    expect(screen().url()).toBe(address);
    await work.page.connection().waitFor();
  });

  it('[CV3] takes a picture, which comes without an Origin', async () => {
    const status = await screen().evaluate(async (base64) => {
      const body = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      return (await fetch('/outgoing', { method: 'POST', body })).status;
    }, PIXEL);
    expect(status).toBe(200);
  });

  it('[SE9] offers to save what it shows, under a name of ours, and nothing else', async () => {
    const save = (address: string): Promise<void> =>
      screen().evaluate((href) => {
        Object.assign(document.createElement('a'), { href, download: 'evil.exe' }).click();
      }, address);
    const name = await screen().evaluate(async (base64) => {
      const body = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      const answer = await fetch('/outgoing', { method: 'POST', body });
      return JSON.stringify(await answer.json());
    }, PIXEL);
    const [file = ''] = /[0-9a-f]{64}\.png/u.exec(name) ?? [];
    await save(`/outgoing?f=${file}&save=0`);
    await expect
      .poll(() => work.app.recorded('download.offered'))
      .toMatchObject([{ defaultPath: expect.stringMatching(/图片-[\d-]+\.png$/u) as string }]);
    await save('data:text/html,evil');
    await expect
      .poll(() => work.app.recorded('download').at(-1))
      .toMatchObject({ isStopped: true });
  });

  it('[SE11] has a menu of its own without keys that close, reload or inspect it', async () => {
    expect(labels('Menu.setApplicationMenu')).toEqual(
      expect.arrayContaining(['编辑', '复制', '粘贴', '显示', '放大', '退出多店']),
    );
    for (const keys of ['CommandOrControl+W', 'Shift+CommandOrControl+R']) {
      expect(await work.app.act({ do: 'press', keys }), keys).toBe(false);
    }
    expect(await work.app.act({ do: 'press', keys: 'CommandOrControl+C' })).toBe(true);
  });

  it('offers cut, copy and paste under the right button, in a field alone', async () => {
    await work.page.page.getByRole('searchbox').first().click({ button: 'right' });
    await expect.poll(() => work.app.recorded('menu.popup').length).toBe(1);
    expect(labels('menu.popup')).toEqual(['剪切', '复制', '粘贴', '', '全选']);
    await screen().getByRole('status').first().click({ button: 'right', force: true });
    expect(work.app.recorded('menu.popup')).toHaveLength(1);
  });

  it('[SE11] gives no client certificate to anyone', async () => {
    expect(await work.app.act({ do: 'askCertificate' })).toEqual({ given: 'nothing' });
  });

  it("[PL4] keeps the shops' pages in one hidden window, also after one that did not open", async () => {
    await work.app.act({ do: 'failNextLoad' });
    await openShop(work, '乙店');
    expect((await work.app.look()).windows).toEqual([
      { kind: 'BrowserWindow', isVisible: true, views: [] },
      { kind: 'BaseWindow', isVisible: false, views: [HOME, HOME] },
    ]);
  });

  describe('a page beside the conversation', () => {
    const BESIDE = { x: 720, y: 40, width: 720, height: 860 };
    const placed = async (): Promise<unknown> => (await work.app.look()).windows[0]?.views;
    const press = (key: string, ...held: readonly string[]): Promise<unknown> =>
      work.app.act({ do: 'pressInPage', key, held });
    const focused = (): Promise<string | undefined> =>
      screen().evaluate(() => document.activeElement?.getAttribute('role') ?? '');

    beforeAll(async () => {
      await work.control.say(shop, 'b1', { msg_type: 'text', content: '在吗', name: '林小满' });
      await work.page.openConversation('林小满');
      await screen().getByRole('button', { name: '打开平台页面', exact: true }).first().click();
      await screen().getByRole('complementary', { name: '平台页面已打开' }).waitFor();
    });

    it('[PL8] leaves the window as soon as it is closed, and comes back', async () => {
      const toggle = (name: string): Promise<void> =>
        screen().getByRole('button', { name, exact: true }).first().click();
      await expect.poll(placed).toEqual([BESIDE]);
      await toggle('关闭平台页面');
      await expect.poll(placed).toEqual([]);
      await toggle('打开平台页面');
      await expect.poll(placed).toEqual([BESIDE]);
    });

    it('[PL8] follows the zoom of the window, in its place and in its size', async () => {
      for (const key of ['=', 'Plus']) {
        await work.app.act({ do: 'press', keys: `CommandOrControl+${key}` });
      }
      expect(await placed()).toEqual([{ x: 720, y: 48, width: 720, height: 852 }]);
      const levels = (): Promise<unknown> =>
        work.app.look().then(({ contents }) => contents.map(({ zoomLevel }) => zoomLevel));
      expect(await levels()).toEqual([1, 1, 0]);
      await work.app.act({ do: 'press', keys: 'CommandOrControl+0' });
      expect(await placed()).toEqual([BESIDE]);
      expect(await levels()).toEqual([0, 0, 0]);
    });

    it('[PL8] lies over no dialog and no menu of ours', async () => {
      const hidden = [{ ...BESIDE, isHidden: true }];
      await screen().getByRole('button', { name: '设置' }).click();
      await screen().getByRole('dialog').waitFor();
      await expect.poll(placed).toEqual(hidden);
      await screen().keyboard.press('Escape');
      await expect.poll(placed).toEqual([BESIDE]);
      await work.page.shopTab('甲店').click({ button: 'right' });
      await screen().getByRole('menu').waitFor();
      await expect.poll(placed).toEqual(hidden);
      await screen().keyboard.press('Escape');
      await expect.poll(placed).toEqual([BESIDE]);
    });

    it('[PL8] keeps none of our shortcuts for itself, and shares Escape', async () => {
      await work.page.composer().focus();
      expect(await press('k', 'control')).toBe(true);
      await expect.poll(focused).toBe('searchbox');
      expect(await press('ArrowDown', 'alt')).toBe(true);
      expect(await press('Escape')).toBe(false);
      for (const key of ['a', 'c', 'Tab', 'Enter']) expect(await press(key), key).toBe(false);
      expect(await press('c', 'control')).toBe(false);
    });

    it('[PL11] opens what is pressed in it on its platform in itself, and no window', async () => {
      const page = pagesOf(work).find((one) => one.url().includes('jinritemai'));
      if (page === undefined) throw new Error('the shop has no page');
      const open = (address: string): Promise<void> =>
        page.evaluate((href) => {
          const link = Object.assign(document.createElement('a'), { href, target: '_blank' });
          Object.assign(link.style, { position: 'fixed', inset: 0, zIndex: 9_999 });
          document.body.append(link);
        }, address);
      const before = page.url();
      const count = pagesOf(work).length;
      await open('https://evil.example/');
      await page.mouse.click(300, 300);
      await expect.poll(() => pagesOf(work).length).toBe(count);
      expect(page.url()).toBe(before);
      await page.reload();
      const went: string[] = [];
      page.on('request', (request) => went.push(request.url()));
      const inside = new URL('/elsewhere', before).href;
      await open(inside);
      await page.mouse.click(300, 300);
      // The shop's own work may bring it back to the workbench at once.
      await expect.poll(() => went).toContain(inside);
      await expect.poll(() => pagesOf(work).length).toBe(count);
    });

    it('[PL8] fills the window while a video of it fills the screen; its keys are its own then', async () => {
      await work.app.act({ do: 'fillScreen', fills: true });
      expect(await placed()).toEqual([{ x: 0, y: 0, width: 1440, height: 900 }]);
      expect(await press('k', 'control')).toBe(false);
      await work.app.act({ do: 'fillScreen', fills: false });
      expect(await placed()).toEqual([BESIDE]);
    });
  });

  it('a second start comes to its front, and other options are not silently lost', async () => {
    const focused = work.app.recorded('window.focus').length;
    const second = await startAgain(work);
    expect(await second.ended).toBe(3);
    expect(second.recorded('dialog.showErrorBox')).toEqual([]);
    await expect.poll(() => work.app.recorded('window.focus').length).toBe(focused + 1);
    expect(work.app.recorded('dialog.showMessageBox')).toEqual([]);
    expect(await (await startAgain(work, ['--lang', 'en'])).ended).toBe(3);
    await expect
      .poll(() => work.app.recorded('dialog.showMessageBox'))
      .toMatchObject([{ message: '多店已经在运行' }]);
  });
});

describe("the desktop host's end", () => {
  let work: Workplace<StandIn>;
  let shop = '';

  beforeAll(async () => {
    work = await openWorkplaceOn(STAND_IN);
    ({ shop } = await openShop(work, '甲店'));
    await work.control.say(shop, 'b1', { msg_type: 'text', content: '在吗', name: '林小满' });
  });
  afterAll(() => work.close());

  it('[GW5] comes with its window; whoever wants it again meanwhile gets it', async () => {
    const app = work.app;
    await app.act({ do: 'closeWindow' });
    await app.act({ do: 'startAgain', words: ['--lang', 'en'] });
    await app.act({ do: 'activate' });
    expect(await app.ended).toBe(0);
    expect(app.recorded('app.relaunch')).toEqual([[ROOT, '--lang', 'en']]);
    expect(app.stderr()).not.toMatch(/destroyed|uncaught|stop\.(?:late|failed)/iu);
    await work.restart();
    await shopIsOnline(work, '甲店');
    await work.page.openConversation('林小满');
    await work.page.reply('在的');
    await expect.poll(() => heardBy(work, shop, 'b1')).toEqual(['在的']);
  });

  it('remembers where the window was, and ends all the same where that cannot be written', async () => {
    const place = path.join(work.data, 'window.json');
    const kept = { x: 30, y: 40, width: 1000, height: 700, isMaximized: false };
    await work.app.stop();
    writeFileSync(place, JSON.stringify(kept));
    await work.restart();
    const app = work.app;
    await app.act({ do: 'closeWindow' });
    expect(await app.ended).toBe(0);
    expect(JSON.parse(readFileSync(place, 'utf8'))).toEqual(kept);
    rmSync(place);
    mkdirSync(path.join(place, 'in the way'), { recursive: true });
    await work.restart();
    const again = work.app;
    void again.act({ do: 'closeWindow' }).catch(() => undefined);
    expect(await again.ended).toBe(0);
    expect(again.stderr()).toContain('window.placeNotKept');
    await work.restart();
  });

  it.each([
    ['the end of the session', { do: 'endSession' }],
    ['a shutdown of the machine', { do: 'power', event: 'shutdown' }],
  ] as const)('comes with %s, in order', async (_what, deed) => {
    void work.app.act(deed).catch(() => undefined);
    expect(await work.app.ended).toBe(0);
    await work.restart();
    await work.page.connection().waitFor();
  });
});

describe('the keychain of the desktop host', () => {
  const sealedFile = (data: string): string => path.join(data, 'connection-sealed.json');
  const startOn = async (data: string, keychain: string) => {
    const app = await startStandIn(['--data', data], { STAND_IN_KEYCHAIN: keychain });
    return { app, page: await lookAt((await app.look()).devtools) };
  };

  it('[SE6] that is locked is no first run: the token stays, and the line comes when it opens', async () => {
    const work = await openWorkplaceOn(STAND_IN);
    await work.page.connection().waitFor();
    await work.page.close();
    await work.app.stop();
    const kept = readFileSync(sealedFile(work.data), 'utf8');
    const { app, page } = await startOn(work.data, 'locked');
    Object.assign(work, { app, page });
    const banner = page.page.getByRole('alert', { name: '读不到保存的令牌' });
    await banner.waitFor();
    await banner.getByRole('button', { name: '再试一次' }).click();
    await banner.waitFor();
    expect(readFileSync(sealedFile(work.data), 'utf8')).toBe(kept);
    await app.act({ do: 'unlockKeychain' });
    await app.act({ do: 'power', event: 'unlock-screen' });
    await banner.waitFor({ state: 'detached' });
    await expect.poll(() => page.connection().textContent()).toContain('已连接');
    await work.close();
  });

  it('[SE11] that does not encrypt is told before a token is typed', async () => {
    const { folder, remove } = await temporaryFolder();
    const { app, page } = await startOn(folder, 'basic_text');
    await page.page.getByText('没有真正加密').waitFor();
    await page.close();
    expect(await app.stop()).toBe(0);
    await remove();
  });
});

describe('a start of the desktop host', () => {
  let data = '';
  let remove = (): Promise<void> => Promise.resolve();
  const PACKAGED = { STAND_IN_PACKAGED: 'yes' };

  beforeAll(async () => {
    await ensureBuiltHost();
    ({ folder: data, remove } = await temporaryFolder());
  });
  afterAll(() => remove());

  it('says so in a box where the browser host is running on that folder', async () => {
    const other = await startApp({ data });
    const app = await startStandIn(['--data', data]);
    expect(await app.ended).toBe(3);
    expect(app.recorded('dialog.showErrorBox')).toMatchObject([
      { content: `Duodian is already running on ${data}` },
    ]);
    await other.stop();
  });

  it('[SE7] is refused in a package with a switch that opens it to others', async () => {
    const app = await startStandIn(['--remote-debugging-port=9222', `--data=${data}`], PACKAGED);
    expect(await app.ended).toBe(2);
    expect(app.recorded('dialog.showErrorBox')).toMatchObject([
      { content: '--remote-debugging-port is not allowed' },
    ]);
  });

  it('[SE7] says what to do where an AppImage left the sandbox out by itself', async () => {
    const environment = { ...PACKAGED, APPIMAGE: '/home/agent/duodian.AppImage' };
    const app = await startStandIn(['--no-sandbox', `--data=${data}`], environment);
    expect(await app.ended).toBe(2);
    expect(app.recorded('dialog.showErrorBox')).toMatchObject([
      { content: expect.stringContaining('deb') as string },
    ]);
  });

  it('[SE11] has no developer tools in a package, and speaks the language that was asked for', async () => {
    const app = await startStandIn([`--data=${data}`, '--lang=en'], PACKAGED);
    const page = await lookAt((await app.look()).devtools);
    for (const keys of ['CommandOrControl+R', 'Control+Shift+I']) {
      expect(await app.act({ do: 'press', keys }), keys).toBe(false);
    }
    const menu = app.recorded('Menu.setApplicationMenu')[0] as readonly { label: string }[];
    const labels = menu.map(({ label }) => label);
    expect(labels).toEqual(
      expect.arrayContaining(['Duodian', 'Quit Duodian', 'Edit', 'Paste', 'View', 'Window']),
    );
    await page.close();
    expect(await app.stop()).toBe(0);
  });

  it('opens a page that hangs or crashes again; one that goes on crashing says so', async () => {
    const app = await startStandIn(['--data', data]);
    const loads = (): number => app.recorded('loaded').length;
    const box = (): unknown => app.recorded('dialog.showMessageBox').at(-1);
    await expect.poll(loads).toBe(1);
    await app.act({ do: 'hang' });
    await expect
      .poll(box)
      .toMatchObject({ message: '界面没有响应', buttons: ['再等一会儿', '重新打开界面'] });
    await app.act({ do: 'recover' });
    await app.act({ do: 'hang' });
    await app.act({ do: 'answer', button: 1 });
    await expect.poll(loads).toBe(2);
    await app.act({ do: 'crash' });
    await expect.poll(loads).toBe(3);
    await app.act({ do: 'crash' });
    await expect.poll(box).toMatchObject({ message: '界面连续多次意外关闭' });
    await expect.poll(loads).toBe(4);
    expect(await app.stop()).toBe(0);
  });
});
