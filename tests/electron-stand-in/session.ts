import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type * as Electron from 'electron';
import { app } from './app.ts';
import { cdp } from './browser.ts';
import { Covered } from './covered.ts';
import { cookieAsSet, folderOfPartition } from './rules.ts';
import { registerScheme } from './scheme.ts';

type Serve = (request: Request) => Response | Promise<Response>;
type KeptCookie = Readonly<Record<string, unknown>>;

export const CHROME_VERSION = '156.0.8078.108';
const USER_AGENT = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) duodian/0.1.0 Chrome/${CHROME_VERSION} Electron/45.5.0 Safari/537.36`;

class Cookies extends Covered implements Pick<Electron.Cookies, 'flushStore' | 'set'> {
  readonly #session: PartitionSession;

  constructor(session: PartitionSession) {
    super();
    this.#session = session;
  }

  async set(details: Electron.CookiesSetDetails): Promise<void> {
    const cookie = cookieAsSet(details);
    await cdp('Storage.setCookies', {
      browserContextId: await this.#session.context,
      cookies: [cookie],
    });
  }

  flushStore(): Promise<void> {
    return this.#session.keep();
  }
}

type Handlers = Parameters<Electron.Session['setPermissionRequestHandler']>[0];

/** A partition: a context of the browser, whose cookies are kept on disk as Electron's are. */
export class PartitionSession
  extends Covered
  implements
    Pick<
      Electron.Session,
      | 'clearAuthCache'
      | 'clearCache'
      | 'clearStorageData'
      | 'fetch'
      | 'getUserAgent'
      | 'resolveProxy'
      | 'setDevicePermissionHandler'
      | 'setDisplayMediaRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setPermissionRequestHandler'
      | 'setUserAgent'
    >
{
  readonly partition: string;
  readonly context: Promise<string>;
  readonly cookies = new Cookies(this);
  readonly served = new Map<string, Serve>();
  /** What the guards answer is asked by tests: Chromium's protocol puts no permission to a program. */
  ask: Handlers = null;
  #userAgent = USER_AGENT;

  constructor(partition: string) {
    super(['will-download']);
    this.partition = partition;
    this.context = this.#open();
    app.lastWishes.add(() => this.keep());
  }

  get protocol(): Electron.Protocol {
    const covered: Pick<Electron.Protocol, 'handle'> = {
      handle: (scheme, serve) => void this.served.set(scheme, serve),
    };
    return covered as Electron.Protocol;
  }

  getUserAgent(): string {
    return this.#userAgent;
  }

  /** What the settings of the system would say. */
  resolveProxy(): Promise<string> {
    return Promise.resolve(process.env['STAND_IN_PROXY'] ?? 'DIRECT');
  }

  setUserAgent(text: string): void {
    this.#userAgent = text;
  }

  setPermissionRequestHandler(ask: Handlers): void {
    this.ask = ask;
  }

  setPermissionCheckHandler(): void {
    // Headless Chromium gives no permission that would have to be checked.
  }

  setDevicePermissionHandler(): void {
    // The same of devices.
  }

  setDisplayMediaRequestHandler(): void {
    // The same of the screen.
  }

  async clearStorageData(): Promise<void> {
    await cdp('Storage.clearCookies', { browserContextId: await this.context });
    const file = this.#file();
    if (file !== null) rmSync(file, { force: true });
  }

  /** By Node: with neither the proxy nor the certificates of the system. */
  fetch(url: string | Request, options?: RequestInit): Promise<Response> {
    return fetch(url, options);
  }

  clearCache(): Promise<void> {
    return Promise.resolve();
  }

  clearAuthCache(): Promise<void> {
    return Promise.resolve();
  }

  /** Writes the cookies down. */
  async keep(): Promise<void> {
    const file = this.#file();
    if (file === null) return;
    const { cookies } = await cdp<{ readonly cookies: readonly KeptCookie[] }>(
      'Storage.getCookies',
      { browserContextId: await this.context },
    );
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(cookies));
  }

  async #open(): Promise<string> {
    const { browserContextId } = await cdp<{ readonly browserContextId: string }>(
      'Target.createBrowserContext',
      { disposeOnDetach: true },
    );
    const downloadPath = path.join(app.getPath('userData'), 'stand-in');
    const downloads = { behavior: 'allowAndName', downloadPath, eventsEnabled: true };
    await cdp('Browser.setDownloadBehavior', { ...downloads, browserContextId });
    const cookies = this.#kept();
    if (cookies.length > 0) await cdp('Storage.setCookies', { browserContextId, cookies });
    return browserContextId;
  }

  #kept(): readonly KeptCookie[] {
    try {
      return JSON.parse(readFileSync(this.#file() ?? '', 'utf8')) as readonly KeptCookie[];
    } catch {
      return [];
    }
  }

  #file(): string | null {
    const folder = folderOfPartition(this.partition);
    if (folder === null) return null;
    return path.join(app.getPath('userData'), 'Partitions', folder, 'Cookies.json');
  }
}

const sessions = new Map<string, PartitionSession>();

export const session: Pick<typeof Electron.session, 'fromPartition'> = {
  fromPartition: (partition) => {
    const known = sessions.get(partition);
    if (known !== undefined) return known as never;
    const made = new PartitionSession(partition);
    sessions.set(partition, made);
    app.emit('session-created', made);
    return made as never;
  },
};

export const protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged'> = {
  registerSchemesAsPrivileged: (list) => {
    for (const { scheme } of list) registerScheme(scheme);
  },
};
