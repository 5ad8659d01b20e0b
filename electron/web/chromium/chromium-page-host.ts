import { release } from 'node:os';
import { join } from 'node:path';
import { asStockChrome, beginPage, type PageIdentity } from '../../host/pages/stock-chrome.ts';
import { cookieSite, setEachCookie } from '../../host/pages/session-cookies.ts';
import {
  type BrowserVersion,
  LEAST_MAJOR_VERSION,
  loadBrowserVersion,
  outdatedVersionOf,
} from './browser-age.ts';
import { CdpConnection } from './cdp-connection.ts';
import { ChromiumPage } from './chromium-page.ts';
import { PageBirths } from './page-births.ts';
import { countPages } from './page-count.ts';
import { startChromium, type ChromiumOptions, type ChromiumProcess } from './chromium-process.ts';
import { SessionVault, type KeptCookie } from './session-vault.ts';
import {
  PageGone,
  type PageHost,
  type SessionCookie,
} from '../../platforms/session/page-session.ts';
import { TurnQueue } from '#shared/async/turn-queue.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { NO_PAGES, type LivePages } from '#shared/model/live-pages.ts';

/** Platforms rotate session cookies by `Set-Cookie`; what is older than this may be lost with a crash. */
const KEEP_COOKIES_EVERY_MS = 60_000;

/**
 * The pages of the browser host: tabs of the system's Chromium, one browser context a shop (PL4). The browser starts with
 * the first page; when it ends, every page is gone, and the next `open` starts it again.
 */
export const openChromiumPageHost = (options: ChromiumOptions): PageHost =>
  new ChromiumPageHost(options);

type Browser = {
  readonly connection: CdpConnection;
  readonly process: ChromiumProcess;
  readonly births: PageBirths;
  readonly contexts: Map<ShopId, Context>;
  readonly outdatedVersion: number | null;
  readonly identity: PageIdentity | null;
};

type Context = { readonly id: string; readonly pages: Set<ChromiumPage>; lastKept: string };

class ChromiumPageHost implements PageHost {
  readonly #options: ChromiumOptions;
  readonly #vault: SessionVault;
  /**
   * A context is made, and made invalid, one thing after the other for each shop: one that was made between the end of the
   * old session and the keeping of the new cookies would bring the old ones back, and every later page would live in it.
   */
  readonly #turns = new Map<ShopId, TurnQueue>();
  readonly #counts = new TurnQueue();
  #browser: Promise<Browser> | null = null;
  #closed = false;
  readonly #keepTimer: NodeJS.Timeout;

  constructor(options: ChromiumOptions) {
    this.#options = options;
    this.#vault = new SessionVault(join(options.dataDirectory, 'sessions'), options.log);
    this.#keepTimer = setInterval(() => void this.#keepAll(), KEEP_COOKIES_EVERY_MS);
    this.#keepTimer.unref();
  }

  async open(shopId: ShopId): Promise<ChromiumPage> {
    const browser = await this.#running();
    const context = await this.#inTurn(shopId, () => this.#contextOf(browser, shopId));
    const { connection, births, identity } = browser;
    const own = await births.make(() => this.#createTab(connection, context.id));
    const page = new ChromiumPage({ connection, ...own, headless: this.#options.headless });
    context.pages.add(page);
    page.onGone(() => context.pages.delete(page));
    await beginPage((method, parameters) => page.send(method, parameters), identity);
    await page.hide();
    return page;
  }

  /**
   * With a display, hidden means minimised: the agent is shown this very page when a person must verify. Without one a
   * window would only cost (a third of a page's processor time); the browser insists on it while it has no other page.
   */
  async #createTab(connection: CdpConnection, browserContextId: string): Promise<string> {
    const create = async (manner: Readonly<Record<string, boolean>>): Promise<string> => {
      const parameters = { url: 'about:blank', browserContextId, ...manner };
      const made = await connection.send<{ readonly targetId: string }>(
        'Target.createTarget',
        parameters,
      );
      return made.targetId;
    };
    if (!this.#options.headless) return create({ newWindow: true, background: true });
    return create({ hidden: true, background: true }).catch(() => create({}));
  }

  replaceCookies(shopId: ShopId, cookies: readonly SessionCookie[]): Promise<void> {
    return this.#inTurn(shopId, async () => {
      // A context that is thrown away takes the old cookies, storage and cache with it; the next page gets a new one.
      await this.#disposeContext(shopId);
      await this.#vault.update(shopId, ({ fingerprint }) => ({
        fingerprint,
        cookies: [...cookies],
      }));
    });
  }

  async cookieFingerprint(shopId: ShopId): Promise<string | null> {
    return (await this.#vault.load(shopId))?.fingerprint ?? null;
  }

  /** Called after a login, so the cookies that the platform has made of the pushed ones are kept as well. */
  async keepFingerprint(shopId: ShopId, fingerprint: string): Promise<void> {
    await this.#vault.update(shopId, ({ cookies }) => ({ fingerprint, cookies }));
    const browser = await this.#browser?.catch(() => null);
    const context = browser?.contexts.get(shopId);
    if (browser && context) await this.#keep(browser, shopId, context);
  }

  loadLivePages(): Promise<LivePages> {
    return this.#counts.run(async () => {
      const browser = await this.#browser?.catch(() => null);
      if (!browser) return NO_PAGES;
      const { connection, contexts, outdatedVersion } = browser;
      const open = [...contexts].flatMap(([shopId, { pages }]) =>
        [...pages].map((page) => ({ shopId, page })),
      );
      return { ...(await countPages(connection, open)), outdatedVersion };
    });
  }

  forget(shopId: ShopId): Promise<void> {
    return this.#inTurn(shopId, async () => {
      await this.#disposeContext(shopId);
      await this.#vault.delete(shopId);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#keepTimer);
    const browser = await this.#browser?.catch(() => null);
    if (!browser) return;
    await this.#keepAll();
    browser.connection.close();
    await browser.process.stop();
  }

  #inTurn<Value>(shopId: ShopId, run: () => Promise<Value>): Promise<Value> {
    const turns = this.#turns.get(shopId) ?? new TurnQueue();
    this.#turns.set(shopId, turns);
    return turns.run(run);
  }

  #running(): Promise<Browser> {
    if (this.#closed) return Promise.reject(new PageGone('closed', 'the browser is closed'));
    this.#browser ??= this.#start();
    return this.#browser;
  }

  async #start(): Promise<Browser> {
    try {
      const process = await startChromium(this.#options);
      const connection = new CdpConnection(process.line);
      connection.onEnd((why) => {
        this.#browser = null;
        if (this.#closed) return;
        this.#options.log.warn('chromium.ended', { why });
        void process.stop();
      });
      // Without discovery the browser does not say that a tab was closed or has crashed.
      await connection.send('Target.setDiscoverTargets', { discover: true });
      const { headless, log } = this.#options;
      const births = await PageBirths.watch(connection, !headless, () =>
        log.info('page.windowClosed'),
      );
      const version = await loadBrowserVersion(connection);
      const outdatedVersion = outdatedVersionOf(version.product);
      if (outdatedVersion !== null)
        log.warn('chromium.outdated', { found: outdatedVersion, least: LEAST_MAJOR_VERSION });
      const identity = identityOf(version);
      return { connection, process, births, outdatedVersion, identity, contexts: new Map() };
    } catch (error) {
      this.#browser = null;
      throw error;
    }
  }

  async #contextOf(browser: Browser, shopId: ShopId): Promise<Context> {
    const known = browser.contexts.get(shopId);
    if (known) return known;
    const { browserContextId } = await browser.connection.send<{
      readonly browserContextId: string;
    }>('Target.createBrowserContext', { disposeOnDetach: true });
    // PL11: no page of a shop downloads, and none is ever asked about: what is not granted is refused.
    await browser.connection.send('Browser.setDownloadBehavior', {
      behavior: 'deny',
      browserContextId,
    });
    await browser.connection.send('Browser.grantPermissions', {
      permissions: [],
      browserContextId,
    });
    const cookies = (await this.#vault.load(shopId))?.cookies ?? [];
    await setEachCookie(
      cookies,
      (cookie) =>
        browser.connection.send('Storage.setCookies', {
          browserContextId,
          cookies: [toCookieParameter(cookie)],
        }),
      this.#options.log,
    );
    const context = { id: browserContextId, pages: new Set<ChromiumPage>(), lastKept: '' };
    browser.contexts.set(shopId, context);
    return context;
  }

  async #disposeContext(shopId: ShopId): Promise<void> {
    const browser = await this.#browser?.catch(() => null);
    const context = browser?.contexts.get(shopId);
    if (!browser || !context) return;
    browser.contexts.delete(shopId);
    for (const page of context.pages) await page.close();
    await browser.connection
      .send('Target.disposeBrowserContext', { browserContextId: context.id })
      .catch(() => {});
  }

  async #keepAll(): Promise<void> {
    const browser = await this.#browser?.catch(() => null);
    if (!browser) return;
    for (const [shopId, context] of browser.contexts) {
      try {
        await this.#keep(browser, shopId, context);
      } catch {
        this.#options.log.warn('session.notKept', { shopId });
      }
    }
  }

  /** Takes over what the platform has rotated since. */
  async #keep(browser: Browser, shopId: ShopId, context: Context): Promise<void> {
    const { cookies } = await browser.connection.send<{ readonly cookies: readonly KeptCookie[] }>(
      'Storage.getCookies',
      { browserContextId: context.id },
    );
    const kept = cookies.map(toKept);
    const now = JSON.stringify(kept);
    // A context that was replaced while we asked has nothing to say any more.
    if (now === context.lastKept || browser.contexts.get(shopId) !== context) return;
    await this.#vault.update(shopId, ({ fingerprint }) => ({ fingerprint, cookies: kept }));
    context.lastKept = now;
  }
}

/** Without windows the browser says so; with them it is the one that the person has. */
const identityOf = ({ product, userAgent }: BrowserVersion): PageIdentity | null => {
  const version = /\/([\d.]+)$/u.exec(product)?.[1];
  if (version === undefined || !userAgent.includes('Headless')) return null;
  const { platform, arch } = process;
  return asStockChrome(userAgent, version, { platform, release: release(), arch });
};

const toKept = (cookie: KeptCookie): KeptCookie => ({
  name: cookie.name,
  value: cookie.value,
  domain: cookie.domain,
  path: cookie.path,
  secure: cookie.secure,
  httpOnly: cookie.httpOnly,
  ...(cookie.sameSite && { sameSite: cookie.sameSite }),
  expires: cookie.expires,
});

/** How the browser takes what it told: a cookie without an expiry is given none. */
const toCookieParameter = (cookie: KeptCookie): Record<string, unknown> => {
  const { expires, ...rest } = cookie;
  return { ...rest, domain: undefined, ...cookieSite(cookie), ...(expires > 0 && { expires }) };
};
