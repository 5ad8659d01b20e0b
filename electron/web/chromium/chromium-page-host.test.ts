import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asShopId, type ShopId } from '#shared/model/ids.ts';
import {
  PageGone,
  type PageHost,
  type PageSession,
  type SessionCookie,
} from '../../platforms/session/page-session.ts';
import { openChromiumPageHost } from './chromium-page-host.ts';
import { findChromium } from './find-chromium.ts';

const MIB = 1024 * 1024;
const log = { info: () => {}, warn: () => {} };

let executable: string;
let server: Server;
let site: string;
let folder: string;
let pages: PageHost;
let A: ShopId;
let B: ShopId;
let shops = 0;
const asked: string[] = [];

beforeAll(async () => {
  const found = await findChromium();
  if (found === null)
    throw new Error('no Chromium on this machine: install one, or name it in DUODIAN_CHROMIUM');
  executable = found;
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/rotate')
      response.setHeader(
        'set-cookie',
        'sid=CANARY-rotated; Domain=shop.example.localhost; Path=/; HttpOnly',
      );
    response.setHeader('content-type', 'text/html');
    response.end(`<title>${encodeURIComponent(request.headers.cookie ?? 'none')}</title>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://im.shop.example.localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  shops += 1;
  A = asShopId(`shop-a${shops}`);
  B = asShopId(`shop-b${shops}`);
});

const openFolder = async (): Promise<void> => {
  folder = await mkdtemp(join(tmpdir(), 'duodian-pages-'));
  pages = host();
};
const closeFolder = async (): Promise<void> => {
  await pages.close();
  await rm(folder, { recursive: true, force: true });
};

const host = (): PageHost =>
  openChromiumPageHost({ executable, dataDirectory: folder, headless: true, log });
const cookie = (value: string, parts: Partial<SessionCookie> = {}): SessionCookie => ({
  name: 'sid',
  value,
  domain: '.shop.example.localhost',
  path: '/',
  secure: true,
  httpOnly: false,
  expires: Date.now() / 1000 + 3600,
  ...parts,
});
/** What the server saw as the cookies of a visit. */
const cookiesSeen = async (page: PageSession, path = '/'): Promise<string> => {
  await page.send('Page.navigate', { url: site + path });
  for (;;) {
    const { result } = await page.send<{ result: { value: string } }>('Runtime.evaluate', {
      expression: `location.href.startsWith(${JSON.stringify(site)}) && document.readyState === 'complete' ? decodeURIComponent(document.title) : ''`,
    });
    if (result.value !== '') return result.value;
    await sleep(20);
  }
};
const allFiles = async (root: string): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('the shops of one browser', () => {
  beforeAll(openFolder);
  afterAll(closeFolder);

  it('[PL2] a page without a window is looked at, and its browser says that it is a Chrome', async () => {
    const page = await pages.open(A, 'douyin');
    const expression =
      'JSON.stringify([document.visibilityState, document.hasFocus(), navigator.userAgent])';
    const { result } = await page.send<{ readonly result: { readonly value: string } }>(
      'Runtime.evaluate',
      { expression },
    );
    const [sight, hasFocus, agent] = JSON.parse(result.value) as readonly unknown[];
    expect([sight, hasFocus]).toEqual(['visible', true]);
    expect(agent).toMatch(/\(KHTML, like Gecko\) Chrome\/\d+\.0\.0\.0 Safari\//u);
    await page.close();
  });

  it('[PL4] keeps the cookies of two shops apart', async () => {
    await pages.replaceCookies(A, [cookie('CANARY-a"b==')]);
    await pages.replaceCookies(B, [cookie('b')]);
    expect(await cookiesSeen(await pages.open(A, 'douyin'))).toBe('sid=CANARY-a"b==');
    expect(await cookiesSeen(await pages.open(B, 'douyin'))).toBe('sid=b');
  });

  it('[PL3] a changed push replaces the whole session', async () => {
    await pages.replaceCookies(A, [cookie('1'), cookie('x', { name: 'old' })]);
    const page = await pages.open(A, 'douyin');
    await cookiesSeen(page);
    await page.send('Runtime.evaluate', { expression: "localStorage.setItem('k', 'v')" });
    await pages.replaceCookies(A, [cookie('2')]);
    await expect(page.send('Page.enable')).rejects.toBeInstanceOf(PageGone);
    const again = await pages.open(A, 'douyin');
    expect(await cookiesSeen(again)).toBe('sid=2');
    const kept = await again.send<{ result: { value: unknown } }>('Runtime.evaluate', {
      expression: "String(localStorage.getItem('k'))",
    });
    expect(kept.result.value).toBe('null');
  });

  it('[PL3] a page that is opened in the middle of a push does not keep the old session alive', async () => {
    await pages.replaceCookies(A, [cookie('old')]);
    const old = await pages.open(A, 'douyin');
    expect(await cookiesSeen(old)).toBe('sid=old');
    // The old session has just ended, the new cookies are not yet kept.
    const early = new Promise<unknown>((resolve) => {
      old.onGone(() => resolve(pages.open(A, 'douyin').catch(() => null)));
    });
    await pages.replaceCookies(A, [cookie('new')]);
    await early;
    expect(await cookiesSeen(await pages.open(A, 'douyin'))).toBe('sid=new');
  });

  it('[PL4] a forgotten shop has no session left', async () => {
    await pages.replaceCookies(A, [cookie('1')]);
    await pages.keepFingerprint(A, 'mark');
    await cookiesSeen(await pages.open(A, 'douyin'));
    await pages.forget(A);
    expect(await pages.cookieFingerprint(A)).toBeNull();
    expect(await cookiesSeen(await pages.open(A, 'douyin'))).toBe('none');
  });

  it('a page that crashes is gone, its browser lives on', async () => {
    const page = await pages.open(A, 'douyin');
    const gone = new Promise((resolve) => page.onGone(resolve));
    page.send('Page.crash').catch(() => {});
    expect(await gone).toMatchObject({ kind: 'crashed' });
    expect(await cookiesSeen(await pages.open(A, 'douyin'))).toBe('none');
  });

  it('without a window a page says why it cannot be shown', async () => {
    const page = await pages.open(A, 'douyin');
    expect(await page.show()).toMatchObject({ shown: false });
  });
});

describe('a browser of its own', () => {
  beforeEach(openFolder);
  afterEach(closeFolder);

  it('without a display only its first page has a window, also after that one is closed', async () => {
    const hasWindow = (page: PageSession): Promise<boolean> =>
      page.send('Browser.getWindowForTarget').then(
        () => true,
        () => false,
      );
    const first = await pages.open(A, 'douyin');
    const second = await pages.open(B, 'douyin');
    expect([await hasWindow(first), await hasWindow(second)]).toEqual([true, false]);
    await first.close();
    expect(await hasWindow(await pages.open(A, 'douyin'))).toBe(false);
    expect(await cookiesSeen(second)).toBe('none');
  });

  it('[PL11] without a display a page that opens windows opens none, and is not held up', async () => {
    for (const page of [await pages.open(A, 'douyin'), await pages.open(B, 'douyin')]) {
      await cookiesSeen(page);
      const { result } = await page.send<{ result: { value: unknown } }>('Runtime.evaluate', {
        expression: `[1, 2, 3].map(() => window.open(${JSON.stringify(`${site}/window`)})).length`,
      });
      expect(result.value).toBe(3);
      expect(await cookiesSeen(page)).toBe('none');
    }
    expect(asked).not.toContain('/window');
    expect((await pages.loadLivePages()).pages).toHaveLength(2);
  });

  it('a page that takes more memory costs more, and so does one with a frame of another site', async () => {
    const page = await pages.open(A, 'douyin');
    const costs = async (): Promise<number> =>
      (await pages.loadLivePages()).pages.find(({ shopId }) => shopId === A)?.bytes ?? 0;
    await page.send('Page.enable');
    await cookiesSeen(page);
    const empty = await costs();
    await page.send('Runtime.evaluate', {
      expression: 'globalThis.taken = new Uint8Array(64 * 1024 * 1024).fill(1); 0',
    });
    const full = await costs();
    expect(full - empty).toBeGreaterThan(48 * MIB);
    const elsewhere = site.replace('shop.example', 'other');
    await page.send('Runtime.evaluate', {
      expression: `document.body.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(elsewhere)} }))`,
    });
    await expect
      .poll(async () => (await costs()) - full, { timeout: 10_000 })
      .toBeGreaterThan(5 * MIB);
  });

  it('[PL3] host-only cookies stay so', async () => {
    const only = cookie('h', { name: '__Host-x', domain: 'im.shop.example.localhost' });
    await pages.replaceCookies(A, [only]);
    await cookiesSeen(await pages.open(A, 'douyin'));
    await pages.close();
    pages = host();
    const page = await pages.open(A, 'douyin');
    await cookiesSeen(page);
    const { cookies } = await page.send<{ cookies: { name: string; domain: string }[] }>(
      'Network.getCookies',
      { urls: [site.replace('http:', 'https:')] },
    );
    expect(cookies).toMatchObject([{ name: '__Host-x', domain: 'im.shop.example.localhost' }]);
  });

  it('[PL4] what the platform rotated survives a restart, and no file holds it readable', async () => {
    await pages.replaceCookies(A, [cookie('CANARY-pushed')]);
    await pages.keepFingerprint(A, 'mark');
    await cookiesSeen(await pages.open(A, 'douyin'), '/rotate');
    for (const file of await allFiles(folder))
      expect((await readFile(file)).includes('CANARY'), file).toBe(false);
    await pages.close();
    for (const file of await allFiles(folder))
      expect((await readFile(file)).includes('CANARY'), file).toBe(false);
    pages = host();
    expect(await pages.cookieFingerprint(A)).toBe('mark');
    expect(await cookiesSeen(await pages.open(A, 'douyin'))).toBe('sid=CANARY-rotated');
  });

  it('when the browser ends all pages are gone, and the next one starts it again', async () => {
    await pages.replaceCookies(A, [cookie('1')]);
    const page = await pages.open(A, 'douyin');
    const gone = new Promise((resolve) => page.onGone(resolve));
    const [run] = await readdir(join(folder, 'chromium'));
    const pid = await readFile(join(folder, 'chromium', run ?? '', 'browser.pid'), 'utf8');
    process.kill(Number(pid), 'SIGKILL');
    await gone;
    expect(await cookiesSeen(await pages.open(A, 'douyin'))).toBe('sid=1');
  });

  it('counts the open pages with their memory, and a browser that was not started as none', async () => {
    expect(await pages.loadLivePages()).toEqual({
      pages: [],
      browserBytes: null,
      outdatedVersion: null,
    });
    await cookiesSeen(await pages.open(A, 'douyin'));
    const other = await pages.open(B, 'douyin');
    await cookiesSeen(other);
    const { pages: open, browserBytes } = await pages.loadLivePages();
    expect(open.map(({ shopId, isShown, isShared }) => [shopId, isShown, isShared])).toEqual([
      [A, false, false],
      [B, false, false],
    ]);
    for (const { bytes } of open) expect(bytes).toBeGreaterThan(5 * MIB);
    expect(browserBytes).toBeGreaterThan(20 * MIB);
    await other.close();
    expect((await pages.loadLivePages()).pages).toHaveLength(1);
  });

  it('leaves nothing of earlier runs, and ends with its own', async () => {
    await mkdir(join(folder, 'chromium', 'run-1-old'), { recursive: true });
    await writeFile(join(folder, 'chromium', 'run-1-old', 'browser.pid'), '1');
    await pages.open(A, 'douyin');
    const runs = await readdir(join(folder, 'chromium'));
    expect(runs).toHaveLength(1);
    expect(runs).not.toContain('run-1-old');
    await pages.close();
    expect(await readdir(join(folder, 'chromium'))).toEqual([]);
    await expect(pages.open(A, 'douyin')).rejects.toBeInstanceOf(PageGone);
  });

  it.runIf(process.platform !== 'win32')('ends when the program is killed', async () => {
    const script = `
      import { openChromiumPageHost } from ${JSON.stringify(new URL('./chromium-page-host.ts', import.meta.url).href)};
      const log = { info() {}, warn() {} };
      const host = openChromiumPageHost({ executable: ${JSON.stringify(executable)}, dataDirectory: ${JSON.stringify(folder)}, headless: true, log });
      await host.open('a', 'douyin');
      process.kill(process.pid, 'SIGKILL');`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    await expect(run).rejects.toMatchObject({ signal: 'SIGKILL' });
    const [left] = await readdir(join(folder, 'chromium'));
    const pid = Number(await readFile(join(folder, 'chromium', left ?? '', 'browser.pid'), 'utf8'));
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
