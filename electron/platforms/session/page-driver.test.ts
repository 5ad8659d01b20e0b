import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { findChromium } from '../../web/chromium/find-chromium.ts';
import { openChromiumPageHost } from '../../web/chromium/chromium-page-host.ts';
import { ADAPTERS } from '../adapters.ts';
import { systemClock } from '../../host/machine/system-clock.ts';
import { quietLog } from '../testing/parts.ts';
import type { Adapter } from '../adapter/adapter.ts';
import { PageDriver } from './page-driver.ts';
import { ScriptLost, type InstalledScript } from './page-script.ts';
import type { PageHost } from './page-session.ts';
import { simulatedSites } from './site-map.ts';

const adapter = ADAPTERS.get('douyin') as Adapter;
const { workbenchUrl } = adapter.manifest;
const IM = `<script>
  const stream = { subscribe: () => ({ unsubscribe() {} }) };
  window.__PLATFORM_VARIABLES_IN_BENCH__ = { extra: { im: {
    sendText() {}, sendImage() {}, _message$: stream, _messageUpsert$: stream, _batchUpsert$: stream,
    pigeonIM: { transferConversation() {} } } } };
</script>`;

/** A small site of 抖音's shape, on which each test says what its workbench is. */
describe('PageDriver in a real Chromium', () => {
  let server: Server;
  let port = 0;
  let folder: string;
  let pages: PageHost;
  let asked: string[] = [];
  let workbench: (request: IncomingMessage, response: ServerResponse) => void;

  beforeAll(async () => {
    const executable = await findChromium();
    if (executable === null)
      throw new Error('no Chromium on this machine: install one, or name it in DUODIAN_CHROMIUM');
    server = createServer((request, response) => {
      asked.push(`${request.headers.host?.split('.localhost')[0]}${request.url}`);
      response.setHeader('content-type', 'text/html');
      if (request.url?.startsWith('/pc_seller_v2/') === true) workbench(request, response);
      else response.end(request.url === '/frame' ? IM : 'a page');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    folder = await mkdtemp(join(tmpdir(), 'duodian-driver-'));
    pages = openChromiumPageHost({
      executable,
      dataDirectory: folder,
      headless: true,
      log: quietLog,
    });
  });
  afterAll(async () => {
    await pages.close();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    asked = [];
  });

  const drive = async (): Promise<PageDriver> =>
    PageDriver.take({
      page: await pages.open(asShopId('shop'), 'douyin'),
      adapter,
      sites: simulatedSites(`http://127.0.0.1:${port}`),
      clock: systemClock,
      log: quietLog,
    });
  const shown = (host: string, path = '/'): string => `http://${host}.localhost:${port}${path}`;
  const installed = async (driver: PageDriver): Promise<InstalledScript> => {
    let found = await driver.install();
    while (!('script' in found)) found = await driver.install();
    return found.script;
  };

  it('finds the objects in the main frame, and leaves no name of its own there', async () => {
    workbench = (_request, response) =>
      response.end(`${IM}<script>window.before = Object.keys(window).join()</script>`);
    const driver = await drive();
    await driver.goTo(workbenchUrl);
    await installed(driver);
    const { result } = await driver.page.send<{ result: { value: boolean } }>('Runtime.evaluate', {
      expression: "[...Object.keys(window)].filter((name) => name !== 'before').join() === before",
    });
    expect(result.value).toBe(true);
    await driver.close();
  });

  it('finds the objects in a frame of another host of the site', async () => {
    workbench = (_request, response) =>
      response.end(
        `<div><iframe src="${shown('pigeon.jinritemai.com', '/frame')}"></iframe></div>`,
      );
    const driver = await drive();
    await driver.goTo(workbenchUrl);
    const script = await installed(driver);
    expect(await driver.missingShapes(script)).toEqual([]);
    await driver.close();
  });

  it('[PL2] names what the best frame lacks', async () => {
    workbench = (_request, response) =>
      response.end(
        `${IM}<script>delete window.__PLATFORM_VARIABLES_IN_BENCH__.extra.im.sendText</script>`,
      );
    const driver = await drive();
    await driver.goTo(workbenchUrl);
    await expect.poll(() => driver.install()).toEqual({ missing: ['sendText'] });
    await driver.close();
  });

  it('a script is lost with its document, also while it is being asked', async () => {
    workbench = (_request, response) => response.end(IM);
    const driver = await drive();
    await driver.goTo(workbenchUrl);
    const script = await installed(driver);
    const waiting = script.call('drain', [0, 30_000], 40_000);
    const navigated = new Promise<void>((resolve) => driver.onNavigated(resolve));
    await Promise.all([
      expect(waiting).rejects.toBeInstanceOf(ScriptLost),
      driver.page.send('Page.reload'),
      navigated,
    ]);
    expect(script.isLost).toBe(true);
    await expect(script.call('shape', [], 1_000)).rejects.toBeInstanceOf(ScriptLost);
    await driver.close();
  });

  it('[PL1] knows the login and the challenge by their addresses', async () => {
    const driver = await drive();
    for (const [host, path, kind] of [
      ['fxg.jinritemai.com', '/login/common', 'login'],
      ['verify.jinritemai.com', '/captcha?a=1', 'challenge'],
    ] as const) {
      workbench = (_request, response) => {
        response.writeHead(302, { location: shown(host, path) });
        response.end();
      };
      await driver.goTo(workbenchUrl);
      await expect.poll(() => driver.where()).toEqual({ kind, url: shown(host, path) });
    }
    await driver.close();
  });

  it('[PL8] the page itself stays on the hosts of the platform', async () => {
    workbench = (_request, response) =>
      response.end(`${IM}<script>location.href = '${shown('evil.example')}'</script>`);
    const driver = await drive();
    await driver.goTo(workbenchUrl);
    const script = await installed(driver);
    // What the page asks for after it was refused to leave has come through: so would have the other host's page.
    await driver.page.send('Runtime.evaluate', {
      expression: "fetch('/after.js')",
      awaitPromise: true,
    });
    await expect.poll(() => asked).toContain('im.jinritemai.com/after.js');
    expect(await driver.missingShapes(script)).toEqual([]);
    expect(asked.filter((place) => place.startsWith('evil'))).toEqual([]);
    expect(driver.where().kind).toBe('workbench');
    await driver.close();
  });

  it('a hidden page loads no images, fonts and media', async () => {
    workbench = (_request, response) =>
      response.end(
        `${IM}<img id="i" src="/image.png"><video src="/video.mp4"></video><script src="/code.js"></script>`,
      );
    const driver = await drive();
    await driver.goTo(workbenchUrl);
    await expect.poll(() => asked).toContain('im.jinritemai.com/code.js');
    await driver.page.send('Runtime.evaluate', {
      expression:
        "new Promise((resolve) => { const image = new Image(); image.onerror = resolve; image.src = '/late.png'; })",
      awaitPromise: true,
    });
    expect(asked.filter((place) => /\.(png|mp4)$/u.test(place))).toEqual([]);
    await driver.close();
  });
});
