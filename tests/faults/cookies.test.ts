import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { douyinManifest } from '../../electron/platforms/douyin/manifest.ts';
import { parseCookies } from '../../electron/platforms/session/cookies.ts';
import type { PageHost } from '../../electron/platforms/session/page-session.ts';
import { simulatedSites } from '../../electron/platforms/session/site-map.ts';
import { quietLog } from '../../electron/platforms/testing/parts.ts';
import { openChromiumPageHost } from '../../electron/web/chromium/chromium-page-host.ts';
import { findChromium } from '../../electron/web/chromium/find-chromium.ts';
import { recordFigure } from './figures.ts';
import { scaled } from './scale.ts';
import { asShopId, type ShopId } from '#shared/model/ids.ts';

/** What a page of a shop really sends, seen by the site, against what was pushed for that shop. */
const SHOPS = scaled(6, 50, 50);
const SWAPS = scaled(3, 20, 20);
const COOKIES = 20;
const AT_ONCE = 4;

let server: Server;
let base: string;
let executable: string;
let folder: string;
let pages: PageHost;
/** The `Cookie` header of a visit, by the visit's own address. */
const seen = new Map<string, string>();
let visits = 0;

beforeAll(async () => {
  const found = await findChromium();
  if (found === null) throw new Error('no Chromium on this machine');
  executable = found;
  server = createServer({ maxHeaderSize: 1024 * 1024 }, (request, response) => {
    const header = Buffer.from(request.headers.cookie ?? '', 'latin1').toString('utf8');
    seen.set(request.url ?? '', header);
    // The platform gives more cookies of its own: they belong to this session and to no later one.
    response.setHeader('set-cookie', `given=${request.url?.replaceAll(/\W/gu, '_')}; Path=/`);
    response.end('<title>shop</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(path.join(tmpdir(), 'duodian-cookies-'));
  pages = openHost();
});
afterAll(async () => {
  await pages.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const openHost = (): PageHost =>
  openChromiumPageHost({ executable, dataDirectory: folder, headless: true, log: quietLog });

const push = async (shop: ShopId, text: string): Promise<string | null> => {
  const sites = simulatedSites(base);
  const parsed = parseCookies(text, {
    domain: sites.cookieDomainFor(douyinManifest.cookieDomain),
    host: new URL(sites.urlFor(douyinManifest.workbenchUrl)).hostname,
    now: Date.now(),
  });
  if (!parsed.ok) return parsed.problem;
  await pages.replaceCookies(shop, parsed.cookies);
  return null;
};

/** Opens a page of the shop at the workbench and tells which cookies the site saw, sorted. */
const visit = async (shop: ShopId): Promise<readonly string[]> => {
  const page = await pages.open(shop, 'douyin');
  visits += 1;
  const address = new URL(simulatedSites(base).urlFor(douyinManifest.workbenchUrl));
  address.search = `?visit=${visits}`;
  await page.send('Page.navigate', { url: address.href });
  const header = seen.get(address.pathname + address.search);
  await page.close();
  if (header === undefined) throw new Error('the site was not asked');
  return header === '' ? [] : header.split('; ').toSorted();
};

const cookiesOf = (shop: ShopId, swap: number): readonly string[] =>
  Array.from(
    { length: COOKIES },
    // Half of the names are the same in every push and every shop, half are this push's alone.
    (_, index) =>
      `${index % 2 === 0 ? `c${index}` : `c${index}_${swap}_${shop}`}=${shop}.${swap}.${index}==`,
  ).toSorted();

it(
  '[PL3] [PL4] cookies of many shops, swapped again and again, never mix',
  async () => {
    const shops = Array.from({ length: SHOPS }, (_, index) => asShopId(`shop${index}`));
    let looked = 0;
    const swapAll = async (mine: readonly ShopId[]): Promise<void> => {
      for (let swap = 0; swap < SWAPS; swap += 1) {
        for (const shop of mine) {
          const cookies = cookiesOf(shop, swap);
          expect(await push(shop, cookies.join('; '))).toBeNull();
          expect(await visit(shop), `${shop}, push ${swap}`).toEqual(cookies);
          looked += 1;
        }
      }
    };
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, lane) =>
        swapAll(shops.filter((_shop, index) => index % AT_ONCE === lane)),
      ),
    );
    expect(looked).toBe(SHOPS * SWAPS);

    // The pushes outlive the browser, with what the platform has given since.
    await pages.close();
    pages = openHost();
    const [first = asShopId(''), ...others] = shops;
    for (const shop of [first, ...others.slice(0, 2)]) {
      const sent = await visit(shop);
      expect(sent.filter((one) => !one.startsWith('given='))).toEqual(cookiesOf(shop, SWAPS - 1));
    }
    // A deleted shop leaves nothing, and takes nothing of another one's.
    const before = await readdir(path.join(folder, 'sessions'));
    await pages.forget(first);
    expect(await readdir(path.join(folder, 'sessions'))).toHaveLength(before.length - 1);
    expect(await visit(first)).toEqual([]);
    const [other = asShopId('')] = others;
    const kept = await visit(other);
    expect(kept.filter((one) => !one.startsWith('given='))).toEqual(cookiesOf(other, SWAPS - 1));
    recordFigure({
      promise: 'wrongShop',
      target: `${SHOPS} shops x ${COOKIES} cookies x ${SWAPS} swaps: never another shop's, never an earlier one's`,
      reached: `${looked} pushes seen by the site, 0 mixed`,
    });
  },
  scaled(90_000, 3_600_000, 3_600_000),
);

const many = (count: number): string =>
  Array.from({ length: count }, (_, index) => `c${index}=v${index}`).join('; ');

it.each<[what: string, text: string, sent: readonly string[]]>([
  ['= in values', 'a=b=c==; d=e|f=1', ['a=b=c==', 'd=e|f=1']],
  ['quotes, commas and blanks', 'q="x, y"; p=a b', ['p=a b', 'q="x, y"']],
  ['blanks around', ' a = 1 ;b=2 ', ['a=1', 'b=2']],
  ['an empty value', 'a=; b=2', ['a=', 'b=2']],
  ['4 KiB', `a=${'x'.repeat(4095)}; b=2`, [`a=${'x'.repeat(4095)}`, 'b=2']],
  ['names that bind', '__Host-a=1; __Secure-b=2', ['__Host-a=1', '__Secure-b=2']],
  ['names that bind, small', '__host-a=1; __secure-b=2', ['__host-a=1', '__secure-b=2']],
  ['names for http alone', '__Http-a=1; __Host-Http-b=2', ['__Host-Http-b=2', '__Http-a=1']],
  ['non-ASCII', 'nick=客服小王; b=é😀', ['b=é😀', 'nick=客服小王']],
  ['a name that stands twice', 'a=1; b=2; a=3', ['a=1', 'b=2']],
  ['odd names among others', 'a[0]=1; b=2; 客服=3; c d=4; =5', ['b=2']],
  ['a line end inside a value', 'a=1\r\nx: y; b=2', ['b=2']],
  ['a header line around it', 'Cookie: a=1; b=2\r\n', ['a=1', 'b=2']],
  ['150 pairs', many(150), many(150).split('; ').toSorted()],
])('[PL3] a push with %s is sent as far as it can be', async (_what, text, sent) => {
  const shop = asShopId('one');
  expect(await push(shop, text)).toBeNull();
  expect(await visit(shop)).toEqual(sent);
});
