import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { systemClock } from '../../host/machine/system-clock.ts';
import { hasVirtualDisplay, openVirtualDisplay } from '../../../tests/e2e/virtual-display.ts';
import { openChromiumPageHost } from '../../web/chromium/chromium-page-host.ts';
import { findChromium } from '../../web/chromium/find-chromium.ts';
import { ADAPTERS } from '../adapters.ts';
import { quietLog } from '../testing/parts.ts';
import type { Adapter } from '../adapter/adapter.ts';
import { PageDriver } from './page-driver.ts';
import type { PageHost, PageSession, SiteMap } from './page-session.ts';

const executable = await findChromium();
/** With windows, where this machine can draw into memory: what a page opens is only born there. */
const hasWindows = hasVirtualDisplay();
const NOTHING_COMES_MS = 700;

const CHOOSE = `new Promise((resolve) => {
  const input = Object.assign(document.createElement('input'), { type: 'file' });
  input.oncancel = () => resolve('cancel');
  input.onchange = () => resolve('change');
  input.click();
})`;

/** A page as it is in front of a person; nobody looks at the display of a test. */
const visible = (page: PageSession): PageSession => ({
  send: (method, parameters) => page.send(method, parameters),
  on: (event, hear) => page.on(event, hear),
  frame: (sessionId) => page.frame(sessionId),
  onGone: (hear) => page.onGone(hear),
  onHidden: (hear) => page.onHidden(hear),
  show: () => Promise.resolve({ shown: true, place: 'window' }),
  hide: () => page.hide(),
  close: () => page.close(),
});

const sites: SiteMap = {
  urlFor: (url) => url,
  cookieDomainFor: (domain) => domain,
  realUrlOf: (url) => url.replace('http:', 'https:'),
};

/** What a page may ask of a person, tried in a real browser by the page itself (PL11). */
describe.skipIf(executable === null)('PageManners (needs Chromium)', () => {
  let server: Server;
  let port = 0;
  let folder: string;
  let pages: PageHost;
  let adapter: Adapter;
  let closeDisplay: () => void;
  let driver: PageDriver;
  let shops = 0;
  /** What the server was asked for, as `host path`. */
  let asked: string[] = [];

  beforeAll(async () => {
    server = createServer(({ url = '/', headers }, response) => {
      if (url !== '/favicon.ico') asked.push(`${(headers.host ?? '').split(':')[0] ?? ''} ${url}`);
      if (url === '/locked') response.setHeader('www-authenticate', 'Basic realm="x"');
      response.statusCode = url === '/locked' ? 401 : 200;
      if (url === '/file') response.setHeader('content-disposition', 'attachment; filename=x.exe');
      response.setHeader(
        'content-type',
        url === '/file' ? 'application/octet-stream' : 'text/html',
      );
      response.end(`<!doctype html><title>${url}</title>words`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
    folder = await mkdtemp(path.join(tmpdir(), 'duodian-manners-'));
    const display = hasWindows ? await openVirtualDisplay() : null;
    if (display !== null) vi.stubEnv('DISPLAY', display.name);
    closeDisplay = () => display?.close();
    pages = openChromiumPageHost({
      executable: executable ?? '',
      dataDirectory: folder,
      headless: !hasWindows,
      log: quietLog,
    });
    const known = ADAPTERS.get('douyin');
    if (!known) throw new Error('no adapter');
    adapter = { ...known, manifest: { ...known.manifest, allowedHosts: ['.shop.localhost'] } };
  });
  afterAll(async () => {
    await pages.close();
    closeDisplay();
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const page = visible(await pages.open(asShopId(`shop${(shops += 1)}`), 'douyin'));
    driver = await PageDriver.take({ page, adapter, sites, clock: systemClock, log: quietLog });
    await driver.goTo(at('shop'));
    await expect.poll(() => driver.where().url).toBe(at('shop'));
    asked = [];
  });
  afterEach(() => driver.close());

  const at = (host: string, place = '/'): string => `http://${host}.localhost:${port}${place}`;
  /** Runs in the page, as its own script or as what a person's click begins; fails when the page does not answer. */
  const run = async (expression: string, isClick = false): Promise<unknown> => {
    const evaluated = driver.page.send<{ result: { value?: unknown } }>('Runtime.evaluate', {
      expression: `(async () => ${expression})()`,
      awaitPromise: true,
      returnByValue: true,
      userGesture: isClick,
    });
    const late = sleep(4_000, undefined, { ref: false }).then(() => {
      throw new Error(`the page hangs in ${expression}`);
    });
    return (await Promise.race([evaluated, late])).result.value;
  };
  const click = (attributes: string): string =>
    `{ const a = document.createElement('a'); Object.assign(a, ${attributes}); document.body.append(a); a.click(); return 1; }`;
  type Target = { readonly type: string; readonly url: string };
  const addresses = async (page: PageSession = driver.page): Promise<string[]> => {
    const all = { filter: [{ type: 'tab', exclude: true }, {}] };
    const list = await page.send<{ targetInfos: readonly Target[] }>('Target.getTargets', all);
    return list.targetInfos
      .filter(({ type }) => type === 'page' || type === 'other')
      .map(({ url }) => url);
  };
  /** Pages beside the one of the test. */
  const windows = async (): Promise<number> => (await addresses()).length - 1;

  it('[PL11] dialogs of a hidden page are answered at once, and hold nothing up', async () => {
    expect(await run(`[alert('a'), confirm('b'), prompt('c', 'd')]`)).toEqual([null, false, null]);
    expect(await run('1 + 1')).toBe(2);
  });

  it('[PL11] a page that asks without end is answered ever slower, and can still be left', async () => {
    let opened = 0;
    driver.page.on('Page.javascriptDialogOpening', () => (opened += 1));
    void driver.page.send('Runtime.evaluate', { expression: 'for (;;) alert(1)' }).catch(() => {});
    await sleep(3_000);
    expect(opened).toBeGreaterThan(10);
    expect(opened).toBeLessThan(60);
  });

  it('[PL11] a dialog before a person’s eyes is hers, until the page goes out of sight', async () => {
    await driver.show();
    const answer = run(`confirm('sure?')`);
    expect(await Promise.race([answer, sleep(NOTHING_COMES_MS, 'waits')])).toBe('waits');
    await driver.hide();
    expect(await answer).toBe(false);
  });

  it('[PL11] leaving a page is never held up, neither by going elsewhere nor by closing it', async () => {
    const holds = `{ onbeforeunload = (event) => { event.preventDefault(); return 'stay'; }; return 1; }`;
    for (const isSeen of [false, true]) {
      if (isSeen) await driver.show();
      await run(holds, true);
      await driver.goTo(at('shop', `/next${String(isSeen)}`));
      await expect.poll(() => driver.where().url).toBe(at('shop', `/next${String(isSeen)}`));
    }
    await run(holds, true);
    const onlooker = await pages.open(asShopId('onlooker'), 'douyin');
    expect(await addresses(onlooker)).toContain(at('shop', '/nexttrue'));
    await driver.close();
    await expect.poll(() => addresses(onlooker)).not.toContain(at('shop', '/nexttrue'));
    await onlooker.close();
  });

  it('[PL11] what a hidden page opens is closed before it asked any server, wherever it leads', async () => {
    for (const host of ['evil', 'im.shop']) {
      const url = JSON.stringify(at(host, '/popup'));
      await run(`String(window.open(${url}))`);
      for (let times = 0; times < 3; times += 1) await run(`String(window.open(${url}))`, true);
      await run(click(`{ href: ${url}, target: '_blank' }`), true);
      await run(click(`{ href: ${url}, target: '_blank', rel: 'opener' }`), true);
      await run(
        `{ const f = document.createElement('form'); Object.assign(f, { action: ${url}, target: '_blank', method: 'post' });
           document.body.append(f); f.submit(); return 1; }`,
        true,
      );
      await run(
        `{ const w = window.open('', '', 'popup'); w?.document.write('<img src=' + ${url} + '>'); return 1; }`,
        true,
      );
    }
    await expect.poll(windows).toBe(0);
    await sleep(NOTHING_COMES_MS);
    expect(asked).toEqual([]);
    expect(await windows()).toBe(0);
    expect(driver.where().url).toBe(at('shop'));
  });

  it('[PL11] a thousand windows at one press are one that is closed', async () => {
    const url = JSON.stringify(at('evil', '/storm'));
    await run(`{ for (let i = 0; i < 1000; i += 1) window.open(${url}); return 1; }`, true);
    await expect.poll(windows).toBe(0);
    expect(await run('1 + 1')).toBe(2);
    expect(asked).toEqual([]);
  });

  it('[PL11] what a person opens from a shown page comes in that page itself, on the platform’s hosts alone', async () => {
    await driver.show();
    await run(click(`{ href: ${JSON.stringify(at('evil', '/x'))}, target: '_blank' }`), true);
    // Nobody pressed anything for this one.
    await run(click(`{ href: ${JSON.stringify(at('im.shop', '/self'))}, target: '_blank' }`));
    await sleep(NOTHING_COMES_MS);
    expect([asked, driver.where().url]).toEqual([[], at('shop')]);
    await run(click(`{ href: ${JSON.stringify(at('im.shop', '/y'))}, target: '_blank' }`), true);
    await expect.poll(() => driver.where().url).toBe(at('im.shop', '/y'));
    await expect.poll(windows).toBe(0);
  });

  it('[PL11] no permission is asked for or given', async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'midi',
    ];
    const states = `Promise.all(${JSON.stringify(names)}.map(async (name) => (await navigator.permissions.query({ name })).state))`;
    expect(await run(states)).toEqual(names.map(() => 'denied'));
    expect(await run('Notification.requestPermission()', true)).toBe('denied');
    expect(
      await run(
        `new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve('got'), (e) => resolve(e.code)))`,
      ),
    ).toBe(1);
  });

  it('[PL11] a hidden page gets no file chooser: its question is taken back at once', async () => {
    const pick = (name: string): string =>
      `window.${name}().then(() => 'got', (error) => error.name + (error.message.includes('Intercepted') ? ', intercepted' : ''))`;
    expect(await run(CHOOSE, true)).toBe('cancel');
    for (const name of ['showSaveFilePicker', 'showOpenFilePicker', 'showDirectoryPicker'])
      expect(await run(pick(name), true), name).toBe('AbortError, intercepted');
  });

  it('[PL11] a frame of another site asks for no more than its page', async () => {
    const attached = new Promise<string>((resolve) =>
      driver.page.on('Target.attachedToTarget', (event) =>
        resolve((event as { readonly sessionId: string }).sessionId),
      ),
    );
    const source = JSON.stringify(at('other', '/frame'));
    await run(
      `{ document.body.append(Object.assign(document.createElement('iframe'), { src: ${source} })); return 1; }`,
    );
    const frame = driver.page.frame(await attached);
    await expect.poll(() => asked).toContain('other.localhost /frame');
    const inFrame = async (expression: string): Promise<unknown> => {
      const { result } = await frame.send<{ result: { value?: unknown } }>('Runtime.evaluate', {
        expression: `(async () => ${expression})()`,
        awaitPromise: true,
        returnByValue: true,
        userGesture: true,
      });
      return result.value;
    };
    await expect.poll(() => inFrame('location.pathname')).toBe('/frame');
    expect(await inFrame(CHOOSE)).toBe('cancel');
    expect(await inFrame(`[alert('a'), confirm('b')]`)).toEqual([null, false]);
    expect(await inFrame('Notification.requestPermission()')).toBe('denied');
    await inFrame(`String(window.open(${JSON.stringify(at('evil', '/popup'))}))`);
    await inFrame(click(`{ href: '/file', download: 'x.exe' }`));
    await sleep(NOTHING_COMES_MS);
    expect(asked.filter((one) => one.endsWith('/popup'))).toEqual([]);
    await expect.poll(windows).toBe(0);
    expect(await inFrame('1 + 1')).toBe(2);
  });

  it('[PL11] nothing is downloaded, hidden or shown', async () => {
    for (const isSeen of [false, true]) {
      if (isSeen) await driver.show();
      await run(click(`{ href: '/file', download: 'x.exe' }`), true);
      await run(click(`{ href: URL.createObjectURL(new Blob(['x'])), download: 'y.exe' }`), true);
      await run(`{ location.href = '/file'; return 1; }`, true);
    }
    await sleep(NOTHING_COMES_MS);
    const files = await readdir(folder, { recursive: true });
    expect(files.filter((name) => /\.exe|crdownload|Downloads/u.test(name))).toEqual([]);
    expect(driver.where().url).toBe(at('shop'));
  });

  it('[PL11] a site that asks for a password is answered as if there were none', async () => {
    expect(await run(`fetch('/locked').then(({ status }) => status)`)).toBe(401);
    await driver.goTo(at('shop', '/locked'));
    await expect.poll(() => driver.where().url).toBe(at('shop', '/locked'));
  });

  it('[PL11] addresses of other programs lead nowhere, and printing prints nothing', async () => {
    for (const address of ['weixin://dl/x', 'mailto:a@b.example', 'tel:110', 'file:///etc/passwd'])
      await run(`{ location.href = ${JSON.stringify(address)}; return 1; }`);
    await run('{ print(); return 1; }');
    expect(await run('1 + 1')).toBe(2);
    expect(driver.where().url).toBe(at('shop'));
  });
});
