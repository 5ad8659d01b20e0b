import { release } from 'node:os';
import path from 'node:path';
import { app, type Session, session, WebContentsView } from 'electron';
import * as z from 'zod';
import type { Log } from '../core/ports/log.ts';
import { PrivateFile } from '../host/data/private-file.ts';
import { cookieSite, setEachCookie } from '../host/pages/session-cookies.ts';
import { asStockChrome, stockUserAgent } from '../host/pages/stock-chrome.ts';
import { costOfPages } from '../platforms/connector/page-cost.ts';
import { PageGone, type PageHost, type SessionCookie } from '../platforms/session/page-session.ts';
import { asShopId, type ShopId } from '#shared/model/ids.ts';
import type { LivePages } from '#shared/model/live-pages.ts';
import { DebuggerPage } from './debugger-page.ts';
import { HiddenWindow } from './hidden-window.ts';
import type { PageDock } from './page-dock.ts';
import { SHOP_PREFERENCES } from './page-preferences.ts';
import { partitionOf, removeOtherPartitions } from './shop-partition.ts';
import { readProcessMemory } from '../host/machine/process-memory.ts';

const KIB = 1024;

/**
 * Bytes by process id of this app's own processes. On Linux their proportional share; on Windows what is private to each; on
 * macOS the working set, which counts what they have in common in each.
 */
const readAppMemory = async (ids: readonly number[]): Promise<ReadonlyMap<number, number>> => {
  if (process.platform === 'linux') return readProcessMemory(ids);
  return new Map(
    app
      .getAppMetrics()
      .filter(({ pid }) => ids.includes(pid))
      .map(({ pid, memory }) => [pid, (memory.privateBytes ?? memory.workingSetSize) * KIB]),
  );
};

/** By shop. A map, because a shop may be called `constructor` or `__proto__`. */
const readFingerprints = (text: string): Map<ShopId, string> =>
  new Map(Object.entries(z.custom<object>(isObject).parse(JSON.parse(text))).flatMap(keptMark));

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

const keptMark = ([shopId, mark]: [string, unknown]): readonly (readonly [ShopId, string])[] =>
  typeof mark === 'string' ? [[asShopId(shopId), mark]] : [];

const sessionOf = (shopId: ShopId): Session => {
  const own = session.fromPartition(partitionOf(shopId));
  // Also for what no page of ours can tell: workers, and frames of other sites.
  own.setUserAgent(stockUserAgent(own.getUserAgent()));
  return own;
};

const clear = async (own: Session): Promise<void> => {
  await own.clearStorageData();
  await own.clearCache();
  await own.clearAuthCache();
};

/** As the browser host's cookies are, those of a push say nothing of other sites; Electron's own default would be lax. */
const setCookie = (own: Session, cookie: SessionCookie): Promise<void> => {
  const { name, value, path: place, secure, httpOnly, expires: expirationDate } = cookie;
  const kept = { name, value, path: place, secure, httpOnly, expirationDate };
  return own.cookies.set({ ...cookieSite(cookie), ...kept, sameSite: 'unspecified' });
};

/** The pages of the desktop host: hidden views, each in its shop's partition (PL4). */
export class DebuggerPageHost implements PageHost {
  readonly #pages = new Map<ShopId, Set<DebuggerPage>>();
  readonly #fingerprints: PrivateFile;
  readonly #dock: PageDock;
  readonly #home = new HiddenWindow();
  readonly #log: Log;
  /** No session may be opened before the folders of forgotten shops are gone. */
  readonly #isSwept: Promise<void>;
  #isClosed = false;

  /** `partitions` is the folder in which Electron keeps its sessions; `dock` is where a person sees a page. */
  constructor(parts: {
    readonly dataDirectory: string;
    readonly partitions: string;
    readonly dock: PageDock;
    readonly log: Log;
  }) {
    this.#dock = parts.dock;
    this.#log = parts.log;
    this.#fingerprints = new PrivateFile(path.join(parts.dataDirectory, 'shop-sessions.json'));
    this.#isSwept = this.#sweep(parts.partitions);
  }

  async open(shopId: ShopId): Promise<DebuggerPage> {
    const own = await this.#sessionOf(shopId);
    if (this.#isClosed) throw new PageGone('closed', 'the program is ending');
    const view = new WebContentsView({ webPreferences: { ...SHOP_PREFERENCES, session: own } });
    const identity = asStockChrome(own.getUserAgent(), process.versions['chrome'] ?? '', {
      platform: process.platform,
      release: release(),
      arch: process.arch,
    });
    const page = await DebuggerPage.open(view, this.#home, this.#dock, identity);
    const pages = this.#pages.get(shopId) ?? new Set();
    this.#pages.set(shopId, pages.add(page));
    page.onGone(() => pages.delete(page));
    return page;
  }

  async replaceCookies(shopId: ShopId, cookies: readonly SessionCookie[]): Promise<void> {
    const own = await this.#sessionOf(shopId);
    await clear(own);
    await setEachCookie(cookies, (cookie) => setCookie(own, cookie), this.#log);
    await own.cookies.flushStore();
  }

  async cookieFingerprint(shopId: ShopId): Promise<string | null> {
    return (await this.#readFingerprints()).get(shopId) ?? null;
  }

  keepFingerprint(shopId: ShopId, fingerprint: string): Promise<void> {
    return this.#changeFingerprints((kept) => kept.set(shopId, fingerprint));
  }

  async loadLivePages(): Promise<LivePages> {
    const pages = [...this.#pages].flatMap(([shopId, open]) =>
      [...open].map((page) => ({
        shopId,
        isShown: page.isShown(),
        processIds: page.processIds(),
      })),
    );
    const bytesOf = await readAppMemory(pages.flatMap(({ processIds }) => processIds ?? []));
    // The browser is this program itself.
    const pagesWithCosts = costOfPages(pages, bytesOf);
    return { pages: pagesWithCosts, browserBytes: null, outdatedVersion: null };
  }

  async forget(shopId: ShopId): Promise<void> {
    for (const page of this.#pages.get(shopId) ?? []) await page.close();
    this.#pages.delete(shopId);
    // First: without its fingerprint the session's folder goes with the next start, whatever happens now.
    await this.#changeFingerprints((kept) => kept.delete(shopId));
    await clear(await this.#sessionOf(shopId));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const [shopId, pages] of this.#pages) {
      for (const page of pages) await page.close();
      await sessionOf(shopId).cookies.flushStore();
    }
    this.#pages.clear();
    this.#home.close();
  }

  async #sessionOf(shopId: ShopId): Promise<Session> {
    await this.#isSwept;
    return sessionOf(shopId);
  }

  /** A session without a fingerprint is made anew before it is used (PL3): its shop was forgotten, or was never logged in. */
  async #sweep(partitions: string): Promise<void> {
    try {
      const kept = fingerprintsIn(await this.#fingerprints.read());
      await removeOtherPartitions(partitions, kept.keys(), this.#log);
    } catch (error) {
      // Which sessions are in use is not known this time.
      this.#log.warn('session.foldersNotSwept', { error });
    }
  }

  async #readFingerprints(): Promise<Map<ShopId, string>> {
    try {
      return fingerprintsIn(await this.#fingerprints.read());
    } catch {
      return new Map();
    }
  }

  #changeFingerprints(change: (kept: Map<ShopId, string>) => unknown): Promise<void> {
    return this.#fingerprints.change((text) => {
      const kept = fingerprintsIn(text);
      change(kept);
      return JSON.stringify(Object.fromEntries(kept));
    });
  }
}

/** Without them a push counts as changed and the session is made anew, which is safe. */
const fingerprintsIn = (text: string | null): Map<ShopId, string> => {
  try {
    return readFingerprints(text ?? '{}');
  } catch {
    return new Map();
  }
};
