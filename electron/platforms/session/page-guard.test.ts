import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { openChromiumPageHost } from '../../web/chromium/chromium-page-host.ts';
import { findChromium } from '../../web/chromium/find-chromium.ts';
import { ADAPTERS } from '../adapters.ts';
import { systemClock } from '../../host/machine/system-clock.ts';
import { quietLog } from '../testing/parts.ts';
import type { Adapter } from '../adapter/adapter.ts';
import { PageDriver } from './page-driver.ts';
import type { PageHost, PageSession, SiteMap } from './page-session.ts';

const SHOP = asShopId('shop');
const HEAVY = ['/picture.png', '/letters.woff2', '/film.mp4', '/background.png'];
const executable = await findChromium();

/** A page with all that is heavy, and (as its path says) frames: of its own site, of another one, one within the other. */
const document = (port: number, frames: readonly string[]): string => `<!doctype html>
  <style>
    @font-face { font-family: x; src: url(/letters.woff2) }
    div { font-family: x; background: url(/background.png) }
  </style>
  <div>words</div><img src="/picture.png"><video src="/film.mp4" preload="auto" muted autoplay></video>
  ${frames.map((host) => `<iframe src="http://${host}.localhost:${port}/inner"></iframe>`).join('')}
  <script>onload = () => fetch('/loaded')</script>`;

/** A page as it is in front of a person; the Chromium of a test has no window. */
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

describe.skipIf(executable === null)('PageGuard (needs Chromium)', () => {
  let server: Server;
  let site: string;
  let folder: string;
  let pages: PageHost;
  let adapter: Adapter;
  /** What the server was asked for, as `host path`. */
  let asked: string[] = [];

  beforeAll(async () => {
    server = createServer(({ url = '/', headers }, response) => {
      const host = (headers.host ?? '').split(':')[0] ?? '';
      asked.push(`${host} ${url}`);
      const { port } = server.address() as AddressInfo;
      response.setHeader('cache-control', 'no-store');
      if (HEAVY.includes(url) || url === '/loaded') {
        response.writeHead(404).end();
        return;
      }
      response.setHeader('content-type', 'text/html');
      const frames = url === '/page' ? ['im.shop', 'other'] : [];
      // The frame of the other site holds one of a third site.
      response.end(document(port, host === 'other.localhost' ? ['third'] : frames));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    site = `http://shop.localhost:${(server.address() as AddressInfo).port}`;
    folder = await mkdtemp(path.join(tmpdir(), 'duodian-guard-'));
    pages = openChromiumPageHost({
      executable: executable ?? '',
      dataDirectory: folder,
      headless: true,
      log: quietLog,
    });
    const known = ADAPTERS.get('douyin');
    if (!known) throw new Error('no adapter');
    adapter = { ...known, manifest: { ...known.manifest, allowedHosts: ['shop.localhost'] } };
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

  const sites: SiteMap = {
    urlFor: (url) => url,
    cookieDomainFor: (domain) => domain,
    realUrlOf: (url) => url.replace('http:', 'https:'),
  };
  const drive = async (blocksHeavy: boolean): Promise<PageDriver> => {
    const page = visible(await pages.open(SHOP, 'douyin'));
    const parts = { page, adapter, sites, clock: systemClock, log: quietLog };
    return PageDriver.take(parts, blocksHeavy);
  };
  const FRAMES = ['shop', 'im.shop', 'other', 'third'].map((host) => `${host}.localhost`);
  /** Loads the page with its frames; answers the heavy things that each host was asked for. */
  const load = async (driver: PageDriver): Promise<Readonly<Record<string, string[]>>> => {
    asked = [];
    await driver.goTo(`${site}/page`);
    await expect
      .poll(() => FRAMES.filter((host) => asked.includes(`${host} /loaded`)), { timeout: 20_000 })
      .toEqual(FRAMES);
    const heavyOf = (host: string): string[] =>
      HEAVY.filter((url) => asked.includes(`${host} ${url}`));
    return Object.fromEntries(FRAMES.map((host) => [host, heavyOf(host)]));
  };
  const all = Object.fromEntries(FRAMES.map((host) => [host, HEAVY]));
  const none = Object.fromEntries(FRAMES.map((host) => [host, []]));

  it('[PL4] a hidden page asks no server for images, fonts or media, in whichever frame', async () => {
    const driver = await drive(true);
    expect(await load(driver)).toEqual(none);
    await driver.close();
  });

  it('[PL8] the page that a challenge opens has them all, in every frame', async () => {
    const driver = await drive(false);
    await driver.show();
    expect(await load(driver)).toEqual(all);
    await driver.close();
  });

  it('[PL8] a page has them while it is shown, and not before and after', async () => {
    const driver = await drive(true);
    expect(await load(driver)).toEqual(none);
    await driver.show();
    expect(await load(driver)).toEqual(all);
    await driver.hide();
    expect(await load(driver)).toEqual(none);
    await driver.close();
  });

  it('[PL4] a page that was hidden again does not ask for what its frames load later', async () => {
    const driver = await drive(true);
    await driver.show();
    await load(driver);
    await driver.hide();
    asked = [];
    await driver.page.send('Runtime.evaluate', {
      expression: `document.querySelectorAll('iframe').forEach((frame) => frame.src = frame.src + '?again')`,
    });
    const again = ['other.localhost /inner?again', 'im.shop.localhost /inner?again'];
    await expect
      .poll(
        () =>
          again.every((one) => asked.includes(one)) && asked.includes('other.localhost /loaded'),
        { timeout: 20_000 },
      )
      .toBe(true);
    expect(asked.filter((one) => HEAVY.some((url) => one.endsWith(url)))).toEqual([]);
    await driver.close();
  });
});
