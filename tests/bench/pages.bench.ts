import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { ADAPTERS } from '../../electron/platforms/adapters.ts';
import { parseCookies } from '../../electron/platforms/session/cookies.ts';
import { PageDriver } from '../../electron/platforms/session/page-driver.ts';
import type { PageHost } from '../../electron/platforms/session/page-session.ts';
import { simulatedSites } from '../../electron/platforms/session/site-map.ts';
import { systemClock } from '../../electron/host/machine/system-clock.ts';
import { quietLog } from '../../electron/platforms/testing/parts.ts';
import { openChromiumPageHost } from '../../electron/web/chromium/chromium-page-host.ts';
import { findChromium } from '../../electron/web/chromium/find-chromium.ts';
import { startWorld, type World } from '../../sandbox/world.ts';
import { asShopId } from '#shared/model/ids.ts';
import { PLATFORMS, type Platform } from '#shared/model/platform.ts';
import { figure, type TellFigure } from './figure.ts';

/**
 * Memory (PSS) per hidden page of a simulated workbench, with images, fonts and media blocked and not, for a growing
 * number of shops of all platforms. The reference is the memory of a blank page in the same browser, one a shop as well.
 */
const COUNTS = [1, 5, 15, 30] as const;
const MIB = 1024 * 1024;
/** What a page takes while it loads is not what it costs. */
const SETTLE_MS = 3_000;
const UP_WITHIN_MS = 60_000;

type Open = (pages: PageHost, index: number) => Promise<void>;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Opens so many pages in a browser of their own; answers MiB per page, and of the browser beside them. */
const measure = async (
  executable: string,
  count: number,
  open: Open,
): Promise<{ readonly page: number; readonly browser: number }> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'duodian-pages-bench-'));
  const pages = openChromiumPageHost({
    executable,
    dataDirectory: folder,
    headless: true,
    log: quietLog,
  });
  try {
    for (let index = 0; index < count; index += 1) await open(pages, index);
    await sleep(SETTLE_MS);
    // A count that takes too long leaves pages unknown; what it found stays found.
    const giveUpAt = performance.now() + UP_WITHIN_MS;
    let live = await pages.loadLivePages();
    while (live.pages.length < count || live.pages.some(({ bytes }) => bytes === null)) {
      if (performance.now() > giveUpAt) throw new Error('a page did not tell what it costs');
      live = await pages.loadLivePages();
    }
    const total = live.pages.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
    return { page: total / count / MIB, browser: (live.browserBytes ?? 0) / MIB };
  } finally {
    await pages.close();
    await rm(folder, { recursive: true, force: true });
  }
};

const blank: Open = async (pages, index) => {
  await pages.open(asShopId(`blank-${index}`), 'douyin');
};

type Simulated = {
  readonly shopId: ReturnType<typeof asShopId>;
  readonly platform: Platform;
  readonly cookie: string;
};

const makeShops = (world: World, count: number): readonly Simulated[] =>
  Array.from({ length: count }, (_, index) => {
    const platform = PLATFORMS[index % PLATFORMS.length] ?? 'douyin';
    const made = world.control.createShop({ platform, name: `店${index}` });
    const shopId = asShopId(made.store_id);
    for (const pin of ['甲', '乙']) {
      world.control.say(shopId, pin, { content: '在吗' });
      const picture = `${world.mediaUrl}/shelf.png`;
      world.control.say(shopId, pin, { msg_type: 'image', content: picture });
    }
    return { shopId, platform, cookie: made.cookie };
  });

/** A shop's workbench as a connector opens it, up and with its script in it. */
const workbench =
  (world: World, shops: readonly Simulated[], blocksHeavy: boolean): Open =>
  async (pages, index) => {
    const shop = shops[index];
    const adapter = shop && ADAPTERS.get(shop.platform);
    if (!shop || !adapter) throw new Error('no such shop');
    const sites = simulatedSites(world.platformsUrl);
    const { workbenchUrl, cookieDomain } = adapter.manifest;
    const cookies = parseCookies(shop.cookie, {
      domain: sites.cookieDomainFor(cookieDomain),
      host: new URL(sites.urlFor(workbenchUrl)).hostname,
      now: Date.now(),
    });
    if (!cookies.ok) throw new Error(cookies.problem);
    await pages.replaceCookies(shop.shopId, cookies.cookies);
    const page = await pages.open(shop.shopId, shop.platform);
    const parts = { page, adapter, sites, clock: systemClock, log: quietLog };
    const driver = await PageDriver.take(parts, blocksHeavy);
    await driver.goTo(workbenchUrl);
    const end = performance.now() + UP_WITHIN_MS;
    while (!('script' in (await driver.install()))) {
      if (performance.now() > end) throw new Error(`${shop.platform} did not come up`);
      await sleep(250);
    }
  };

export const run = async (tell: TellFigure): Promise<void> => {
  const executable = await findChromium();
  if (executable === null) throw new Error('no Chromium on this machine');
  const world = await startWorld({ only: 'platforms' });
  try {
    const shops = makeShops(world, Math.max(...COUNTS));
    for (const count of COUNTS) {
      const reference = await measure(executable, count, blank);
      const blocked = await measure(executable, count, workbench(world, shops, true));
      const whole = await measure(executable, count, workbench(world, shops, false));
      tell(figure(`pages.blocked.${count}`, blocked.page, 'MiB per page', reference.page));
      tell(figure(`pages.whole.${count}`, whole.page, 'MiB per page', reference.page));
      tell(figure(`pages.browser.${count}`, blocked.browser, 'MiB', reference.browser));
      console.error(`pages: ${count} measured, load ${loadavg()[0]?.toFixed(1) ?? '?'}`);
    }
  } finally {
    await world.close();
  }
};
