import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CERTIFICATE, CERTIFICATE_KEY } from '../../electron/network/testing/certificate.ts';
import { ScriptedProxy } from '../../electron/network/testing/scripted-proxy.ts';
import { REAL_ELECTRON, type RealApp } from './hosts.ts';
import { openShop, openWorkplaceOn, type Workplace } from './workplace.ts';

/** Counted as skipped where Electron's binary is not: what the stand-in has to take on trust. */
describe.skipIf(!REAL_ELECTRON.isHere)('what only Electron itself shows', () => {
  let work: Workplace<RealApp>;
  const screen = () => work.page.page;

  /** Runs in the page of the shop, with the rights of a press. */
  const inShop = (script: string): Promise<unknown> =>
    work.app.electron.evaluate(
      ({ webContents }, source) =>
        webContents
          .getAllWebContents()
          .find((one) => one.getURL().includes('jinritemai'))
          ?.executeJavaScript(source, true),
      script,
    );
  const docked = () =>
    work.app.electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const content = window?.getContentBounds();
      const [view] = (window?.contentView.children ?? []).map((one) => ({
        bounds: one.getBounds(),
        isVisible: one.getVisible(),
      }));
      return { view, width: content?.width, isFull: window?.isFullScreen() };
    });

  beforeAll(async () => {
    work = await openWorkplaceOn(REAL_ELECTRON);
    const { shop } = await openShop(work, '甲店');
    await work.control.say(shop, 'b1', { msg_type: 'text', content: '在吗', name: '林小满' });
    await work.page.openConversation('林小满');
  });
  afterAll(() => work.close());

  it('[PL2] a hidden page is visible to itself, and its browser is a Chrome', async () => {
    expect(await inShop('[document.visibilityState, document.hasFocus()]')).toEqual([
      'visible',
      true,
    ]);
    expect(await inShop('navigator.userAgent')).toMatch(/Gecko\) Chrome\/\d+\.0\.0\.0 Safari/u);
    expect(await inShop('navigator.userAgentData.brands.map(({ brand }) => brand)')).toContain(
      'Google Chrome',
    );
  });

  it('[SE1] [SE8] every page is in the sandbox, as Chromium sees it', async () => {
    const metrics = await work.app.electron.evaluate(({ app }) =>
      app
        .getAppMetrics()
        .filter(({ type }) => type === 'Tab')
        .map(({ sandboxed }) => sandboxed),
    );
    const isRoot = process.getuid?.() === 0;
    // `sandboxed` is told on macOS and Windows alone; as root there is none.
    if (process.platform !== 'linux' && !isRoot) expect(new Set(metrics)).toEqual(new Set([true]));
    expect(await inShop('typeof require + typeof process')).toBe('undefinedundefined');
  });

  it('[SE1] a frame of a page stays on the web', async () => {
    await inShop(
      "document.body.append(Object.assign(document.createElement('iframe'), { src: 'http://plain.example/' })), 0",
    );
    await expect.poll(() => work.app.stderr()).toMatch(/navigation\.refused.*plain\.example/u);
  });

  it('[PL8] the docked page gives way to a dialog, hears no shortcut of ours, and fills the screen with a video', async () => {
    await screen().getByRole('button', { name: '打开平台页面', exact: true }).first().click();
    await expect.poll(async () => (await docked()).view?.isVisible).toBe(true);
    await screen().getByRole('button', { name: '设置' }).click();
    await expect.poll(async () => (await docked()).view?.isVisible).toBe(false);
    await screen().getByRole('dialog').press('Escape');
    await expect.poll(async () => (await docked()).view?.isVisible).toBe(true);

    await work.app.electron.evaluate(({ webContents }) => {
      const page = webContents
        .getAllWebContents()
        .find((one) => one.getURL().includes('jinritemai'));
      page?.focus();
      page?.sendInputEvent({ type: 'keyDown', keyCode: 'K', modifiers: ['control'] });
    });
    const focused = () => screen().evaluate(() => document.activeElement?.getAttribute('role'));
    await expect.poll(focused).toBe('searchbox');

    await inShop('document.documentElement.requestFullscreen().then(() => 0)');
    await expect.poll(async () => (await docked()).isFull).toBe(true);
    const { view, width } = await docked();
    expect(view?.bounds).toMatchObject({ x: 0, y: 0, width });
    await inShop('document.exitFullscreen().then(() => 0)');
    await expect.poll(async () => (await docked()).view?.bounds.y).toBeGreaterThan(0);
  });

  it('[SE6] the token is sealed by the keychain of this system, and comes back', async () => {
    const file = readFileSync(path.join(work.data, 'connection-sealed.json'), 'utf8');
    expect(file).not.toContain(work.sandbox.ready.token);
    await work.page.close();
    await work.app.stop();
    await work.restart();
    await expect.poll(() => work.page.connection().textContent()).toContain('已连接');
  });

  it('[SE11] a certificate that does not fit is refused, and a proxy with a password asks nobody', async () => {
    const server = createServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, (_request, response) =>
      response.end('hello'),
    );
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = await ScriptedProxy.open((server.address() as AddressInfo).port);
    proxy.answers = 407;
    const load = (rules: string): Promise<string> =>
      work.app.electron.evaluate(async ({ session, BrowserWindow }, proxyRules) => {
        const other = session.fromPartition('only-here');
        await other.setProxy(proxyRules === '' ? { mode: 'direct' } : { proxyRules });
        const window = new BrowserWindow({ show: false, webPreferences: { session: other } });
        const failed = await window.loadURL('https://pictures.example/').then(
          () => 'shown',
          (error: unknown) => String(error),
        );
        window.destroy();
        return failed;
      }, rules);
    expect(await load(`127.0.0.1:${proxy.port}`)).not.toBe('shown');
    expect(proxy.asked.length).toBeGreaterThan(0);
    proxy.answers = 200;
    expect(await load(`127.0.0.1:${proxy.port}`)).toMatch(/ERR_CERT/u);
    expect(work.app.stderr()).toContain('certificate.refused');
    await proxy.close();
    server.close();
  });
});
