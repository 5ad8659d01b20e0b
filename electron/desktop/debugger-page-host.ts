import path from 'node:path';
import { app, type Session, session, WebContentsView } from 'electron';
import * as z from 'zod';
import { PrivateFile } from '../host/data/private-file.ts';
import { costOfPages } from '../platforms/connector/page-cost.ts';
import { PageGone, type PageHost, type SessionCookie } from '../platforms/session/page-session.ts';
import type { ShopId } from '#shared/model/ids.ts';
import type { LivePages } from '#shared/model/live-pages.ts';
import { DebuggerPage } from './debugger-page.ts';
import type { PageDock } from './page-dock.ts';
import { partitionOf } from './shop-partition.ts';
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
const readFingerprints = (text: string): Map<string, string> =>
  new Map(Object.entries(z.custom<object>(isObject).parse(JSON.parse(text))).flatMap(keptMark));

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

const keptMark = ([shopId, mark]: [string, unknown]): readonly (readonly [string, string])[] =>
  typeof mark === 'string' ? [[shopId, mark]] : [];

/** SE1, SE8: a foreign page gets no preload, no bridge and no privilege; it keeps running while its window is hidden. */
const SHOP_PAGE = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
  backgroundThrottling: false,
} as const;

const sessionOf = (shopId: ShopId): Session => {
  const own = session.fromPartition(partitionOf(shopId));
  // The platforms' pages know browsers, not apps.
  own.setUserAgent(own.getUserAgent().replaceAll(/ (?:Electron|duodian|多店)\/\S+/giu, ''));
  return own;
};

const clear = async (own: Session): Promise<void> => {
  await own.clearStorageData();
  await own.clearCache();
  await own.clearAuthCache();
};

const setCookie = (own: Session, cookie: SessionCookie): Promise<void> =>
  own.cookies.set({
    url: `${cookie.secure ? 'https' : 'http'}://${cookie.domain.replace(/^\./u, '')}${cookie.path}`,
    name: cookie.name,
    value: cookie.value,
    domain: cookie.domain,
    path: cookie.path,
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    expirationDate: cookie.expires,
  });

/** The pages of the desktop host: hidden views, each in its shop's partition (PL4). */
export class DebuggerPageHost implements PageHost {
  readonly #pages = new Map<ShopId, Set<DebuggerPage>>();
  readonly #fingerprints: PrivateFile;
  readonly #dock: PageDock;
  #isClosed = false;

  /** `dock` is where a person sees a page. */
  constructor(dataDirectory: string, dock: PageDock) {
    this.#dock = dock;
    this.#fingerprints = new PrivateFile(path.join(dataDirectory, 'shop-sessions.json'));
  }

  async open(shopId: ShopId): Promise<DebuggerPage> {
    if (this.#isClosed) throw new PageGone('closed', 'the program is ending');
    const view = new WebContentsView({
      webPreferences: { ...SHOP_PAGE, session: sessionOf(shopId) },
    });
    const page = await DebuggerPage.open(view, this.#dock);
    const pages = this.#pages.get(shopId) ?? new Set();
    this.#pages.set(shopId, pages.add(page));
    page.onGone(() => pages.delete(page));
    return page;
  }

  async replaceCookies(shopId: ShopId, cookies: readonly SessionCookie[]): Promise<void> {
    const own = sessionOf(shopId);
    await clear(own);
    const refused: unknown[] = [];
    for (const cookie of cookies) await setCookie(own, cookie).catch((why) => refused.push(why));
    // PL3: one that the browser refuses costs itself alone; when it takes none there is no session.
    if (cookies.length > 0 && refused.length === cookies.length) throw refused[0];
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
    return { pages: costOfPages(pages, bytesOf), browserBytes: null };
  }

  async forget(shopId: ShopId): Promise<void> {
    for (const page of this.#pages.get(shopId) ?? []) await page.close();
    this.#pages.delete(shopId);
    await clear(sessionOf(shopId));
    await this.#changeFingerprints((kept) => kept.delete(shopId));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const [shopId, pages] of this.#pages) {
      for (const page of pages) await page.close();
      await sessionOf(shopId).cookies.flushStore();
    }
    this.#pages.clear();
  }

  async #readFingerprints(): Promise<Map<string, string>> {
    try {
      return fingerprintsIn(await this.#fingerprints.read());
    } catch {
      return new Map();
    }
  }

  #changeFingerprints(change: (kept: Map<string, string>) => unknown): Promise<void> {
    return this.#fingerprints.change((text) => {
      const kept = fingerprintsIn(text);
      change(kept);
      return JSON.stringify(Object.fromEntries(kept));
    });
  }
}

/** Without them a push counts as changed and the session is made anew, which is safe. */
const fingerprintsIn = (text: string | null): Map<string, string> => {
  try {
    return readFingerprints(text ?? '{}');
  } catch {
    return new Map();
  }
};
