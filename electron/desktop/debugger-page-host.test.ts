import { EventEmitter } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PageGone } from '../platforms/session/page-session.ts';
import { asShopId } from '#shared/model/ids.ts';
import { DebuggerPageHost } from './debugger-page-host.ts';
import { PageDock } from './page-dock.ts';

/** As much of Electron as a shop's page uses; it writes down what was asked of it. */
const world = vi.hoisted(() => ({
  sessions: new Map<string, unknown>(),
  views: [] as unknown[],
  windows: [] as unknown[],
  onSession: (): unknown => undefined,
}));

// As in Electron.
Object.defineProperty(process.versions, 'chrome', { value: '156.0.8078.108' });

class SessionOfTest {
  readonly partition: string;
  readonly done: string[] = [];
  readonly set: Record<string, unknown>[] = [];
  agent = 'Mozilla/5.0 Chrome/140.0 duodian/0.1.0 Electron/45.4.1 Safari/537.36';
  readonly cookies = {
    set: (cookie: Record<string, unknown>) => {
      if (cookie['name'] === 'refused') return Promise.reject(new Error('no'));
      this.done.push('set');
      this.set.push(cookie);
      return Promise.resolve();
    },
    flushStore: () => Promise.resolve(),
  };

  constructor(partition: string) {
    this.partition = partition;
  }

  getUserAgent = (): string => this.agent;
  setUserAgent = (agent: string): void => void (this.agent = agent);
  clearStorageData = (): Promise<void> => Promise.resolve(void this.done.push('clear'));
  clearCache = (): Promise<void> => Promise.resolve();
  clearAuthCache = (): Promise<void> => Promise.resolve();
}

class DebuggerOfTest extends EventEmitter {
  commands: unknown[][] = [];
  attach = (): void => undefined;
  sendCommand = (method: string, parameters: unknown): Promise<unknown> => {
    this.commands.push([method, parameters]);
    return method === 'Fails'
      ? Promise.reject(new Error('no such'))
      : Promise.resolve({ answer: 1 });
  };
}

class ContentsOfTest extends EventEmitter {
  readonly debugger = new DebuggerOfTest();
  readonly mainFrame = { framesInSubtree: [{ osProcessId: process.pid }] };
  isClosed = false;
  isMuted = false;
  loadURL = (): Promise<void> => Promise.resolve();
  setAudioMuted = (isMuted: boolean): void => void (this.isMuted = isMuted);
  isDestroyed = (): boolean => this.isClosed;
  focus = (): void => undefined;
  setZoomFactor = (): void => undefined;
  close = (): void => void (this.isClosed = true);
}

class ViewOfTest {
  readonly webContents = new ContentsOfTest();
  readonly preferences: Record<string, unknown>;

  constructor(options: { webPreferences: Record<string, unknown> }) {
    this.preferences = options.webPreferences;
    world.views.push(this);
  }

  bounds: unknown = null;
  setBounds = (bounds: unknown): void => void (this.bounds = bounds);
  isVisible = true;
  setVisible = (isVisible: boolean): void => void (this.isVisible = isVisible);
}

class WindowOfTest extends EventEmitter {
  readonly children = new Set<unknown>();
  readonly contentView = {
    addChildView: (view: unknown) => void this.children.add(view),
    removeChildView: (view: unknown) => void this.children.delete(view),
  };
  readonly webContents = { getZoomFactor: () => 1, focus: () => undefined };
  isFocused = false;
  isGone = false;

  constructor() {
    super();
    world.windows.push(this);
  }

  getContentBounds = () => ({ x: 5, y: 5, width: 1_280, height: 800 });
  isMinimized = (): boolean => false;
  focus = (): void => void (this.isFocused = true);
  destroy = (): void => void (this.isGone = true);
  isDestroyed = (): boolean => this.isGone;
}

vi.mock('electron', () => ({
  app: { getAppMetrics: () => [{ pid: process.pid, memory: { workingSetSize: 90_000 } }] },
  session: {
    fromPartition: (partition: string) => {
      world.onSession();
      const known = world.sessions.get(partition) ?? new SessionOfTest(partition);
      world.sessions.set(partition, known);
      return known;
    },
  },
  // Functions, because classes that are hoisted would not be there yet.
  WebContentsView: function openView(options: { webPreferences: Record<string, unknown> }) {
    return new ViewOfTest(options);
  },
  BaseWindow: function openWindow() {
    return new WindowOfTest();
  },
}));

const A = asShopId('a');
const B = asShopId('b');
const sessionOf = (id: string) => world.sessions.get(`persist:shop-${id}`) as SessionOfTest;
const cookie = {
  name: 'sid',
  value: 'x=y',
  domain: '.jinritemai.com',
  path: '/',
  secure: true,
  httpOnly: true,
  expires: 2_000_000_000,
};

let folder = '';
let dock: PageDock;
let host: DebuggerPageHost;
const SILENT = { info: () => undefined, warn: () => undefined };
const openHost = (): DebuggerPageHost =>
  new DebuggerPageHost({
    dataDirectory: folder,
    partitions: path.join(folder, 'Partitions'),
    dock,
    log: SILENT,
  });
beforeEach(() => {
  world.sessions.clear();
  world.views.length = 0;
  world.windows.length = 0;
  world.onSession = () => undefined;
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-pages-'));
  dock = new PageDock();
  host = openHost();
});
afterEach(() => rmSync(folder, { recursive: true }));

const openPage = async () => {
  const page = await host.open(A);
  const view = world.views.at(-1) as ViewOfTest;
  const window = world.windows.at(-1) as WindowOfTest;
  return { page, view, window, contents: view.webContents };
};

describe("the shops' pages of the desktop host", () => {
  it('[PL4] [SE1] [SE8] a page has the session of its shop, no preload and no privilege', async () => {
    const { view } = await openPage();
    await host.open(B);
    expect(view.preferences['session']).toBe(sessionOf('a'));
    expect(world.sessions.size).toBe(2);
    expect(view.preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(view.preferences).not.toHaveProperty('preload');
    expect(view.webContents.isMuted).toBe(true);
    expect(sessionOf('a').agent).not.toMatch(/Electron|duodian/u);
  });

  it('[PL11] no dialog of a page is shown, none prints, and leaving it is never held up', async () => {
    const { view, contents } = await openPage();
    expect(view.preferences['disableDialogs']).toBe(true);
    let isLeft = false;
    contents.emit('will-prevent-unload', { preventDefault: () => (isLeft = true) });
    expect(isLeft).toBe(true);
    expect(contents.debugger.commands).toContainEqual([
      'Page.addScriptToEvaluateOnNewDocument',
      { source: 'window.print = () => {};' },
    ]);
  });

  it('[PL3] clears the session before it sets the cookies, verbatim', async () => {
    await host.replaceCookies(A, [cookie]);
    expect(sessionOf('a').done).toEqual(['clear', 'set']);
    expect(sessionOf('a').set).toEqual([
      {
        url: 'https://jinritemai.com/',
        name: 'sid',
        value: 'x=y',
        domain: '.jinritemai.com',
        path: '/',
        secure: true,
        httpOnly: true,
        expirationDate: 2_000_000_000,
        sameSite: 'unspecified',
      },
    ]);
  });

  it('[PL3] a host-only cookie is named by its address alone: Electron makes every other one of a domain', async () => {
    await host.replaceCookies(A, [{ ...cookie, name: '__Host-x', domain: 'im.jinritemai.com' }]);
    expect(sessionOf('a').set).toMatchObject([{ url: 'https://im.jinritemai.com/' }]);
    expect(sessionOf('a').set[0]).not.toHaveProperty('domain');
  });

  it('[PL3] fingerprints survive a restart and go with their shop; no cookie is in the file', async () => {
    await host.replaceCookies(A, [cookie]);
    await Promise.all([host.keepFingerprint(A, 'fa'), host.keepFingerprint(B, 'fb')]);
    const next = openHost();
    expect(await next.cookieFingerprint(A)).toBe('fa');
    await next.forget(A);
    expect(await next.cookieFingerprint(A)).toBeNull();
    expect(await next.cookieFingerprint(B)).toBe('fb');
    expect(readFileSync(path.join(folder, 'shop-sessions.json'), 'utf8')).not.toContain('x=y');
  });

  it('[PL3] a cookie that the browser refuses costs itself alone; none at all is no session', async () => {
    const refused = { ...cookie, name: 'refused' };
    await host.replaceCookies(A, [refused, cookie]);
    expect(sessionOf('a').set.map(({ name }) => name)).toEqual([cookie.name]);
    await expect(host.replaceCookies(A, [refused])).rejects.toThrow('no');
  });

  it('[PL3] a shop called constructor or __proto__ has a fingerprint of its own, or none', async () => {
    const odd = ['constructor', '__proto__'].map(asShopId);
    for (const id of odd) expect(await host.cookieFingerprint(id)).toBeNull();
    for (const id of odd) await host.keepFingerprint(id, `of ${id}`);
    const next = openHost();
    for (const id of odd) expect(await next.cookieFingerprint(id)).toBe(`of ${id}`);
    for (const id of odd) await next.forget(id);
    for (const id of odd) expect(await next.cookieFingerprint(id)).toBeNull();
  });

  it('[PL4] forgetting a shop closes its pages and clears its session, and no other', async () => {
    const { page, contents } = await openPage();
    const other = await host.open(B);
    await host.forget(A);
    expect(contents.isClosed).toBe(true);
    await expect(page.send('Page.reload')).rejects.toThrow(PageGone);
    expect(sessionOf('a').done).toEqual(['clear']);
    expect(sessionOf('b').done).toEqual([]);
    expect(await other.send('Page.reload')).toEqual({ answer: 1 });
  });

  it('[PL13] the folder of a forgotten shop goes with the next start, before any session is opened', async () => {
    // Its own start has swept by now.
    await host.open(B);
    const partitions = path.join(folder, 'Partitions');
    const makeFolder = (name: string): void => {
      mkdirSync(path.join(partitions, name, 'Network'), { recursive: true });
      writeFileSync(path.join(partitions, name, 'Network/Cookies'), 'x');
    };
    for (const name of ['shop-a', 'shop-b', 'duodian']) makeFolder(name);
    await Promise.all([host.keepFingerprint(A, 'fa'), host.keepFingerprint(B, 'fb')]);
    await host.forget(A);
    // The running browser may still have its files open.
    expect(existsSync(path.join(partitions, 'shop-a'))).toBe(true);
    world.sessions.clear();
    let foldersSeen: readonly string[] = [];
    world.onSession = () => (foldersSeen = readdirSync(partitions));
    await openHost().open(A);
    expect(foldersSeen.toSorted()).toEqual(['duodian', 'shop-b']);
  });

  it('[PL13] where it cannot be read whose sessions are in use, none is removed', async () => {
    await host.open(B);
    const kept = path.join(folder, 'Partitions/shop-b');
    mkdirSync(kept, { recursive: true });
    mkdirSync(path.join(folder, 'shop-sessions.json'));
    await openHost().open(A);
    expect(existsSync(kept)).toBe(true);
  });

  it('carries commands and events of the page itself, each until its undo', async () => {
    const { page, contents } = await openPage();
    const heard: unknown[] = [];
    const undo = page.on('Page.loadEventFired', (parameters) => heard.push(parameters));
    contents.debugger.emit('message', {}, 'Page.loadEventFired', { at: 1 }, '');
    contents.debugger.emit('message', {}, 'Page.loadEventFired', { at: 2 }, 'a-worker');
    contents.debugger.emit('message', {}, 'Other', { at: 3 }, '');
    undo();
    contents.debugger.emit('message', {}, 'Page.loadEventFired', { at: 4 }, '');
    expect(heard).toEqual([{ at: 1 }]);
    await expect(page.send('Fails')).rejects.toThrow('no such');
  });

  it.each([
    [
      'render-process-gone',
      (contents: ContentsOfTest) => contents.emit('render-process-gone', {}, { reason: 'crashed' }),
    ],
    ['destroyed', (contents: ContentsOfTest) => contents.emit('destroyed')],
    ['detach', (contents: ContentsOfTest) => contents.debugger.emit('detach', {}, 'target closed')],
  ])('says once that the page is gone: %s', async (_what, happen) => {
    const { page, contents, window } = await openPage();
    const gone: string[] = [];
    page.onGone(({ message }) => gone.push(message));
    happen(contents);
    happen(contents);
    await page.close();
    expect(gone).toHaveLength(1);
    expect([...window.children]).toEqual([]);
    expect(window.isGone).toBe(false);
    await expect(page.send('Page.reload')).rejects.toThrow(PageGone);
    page.onGone(({ message }) => gone.push(message));
    expect(gone).toHaveLength(2);
  });

  it('[PL8] shows the real page beside the conversation, and takes it out of sight again', async () => {
    const { page, window, view } = await openPage();
    expect(await page.show()).toEqual({ shown: false, why: 'noDisplay' });
    expect([...window.children]).toEqual([view]);
    const main = new WindowOfTest();
    dock.attach(main as never);
    expect(await page.show()).toEqual({ shown: true, place: 'beside' });
    expect([[...window.children], [...main.children]]).toEqual([[], [view]]);
    expect(view.bounds).toEqual({ x: 640, y: 40, width: 640, height: 760 });
    expect(main.isFocused).toBe(true);
    main.getContentBounds = () => ({ x: 0, y: 0, width: 1_921, height: 1_080 });
    main.emit('resize');
    expect(view.bounds).toEqual({ x: 961, y: 40, width: 960, height: 1_040 });
    await page.hide();
    expect([[...window.children], [...main.children]]).toEqual([[view], []]);
    await page.send('Page.reload');
  });

  it('[PL8] one page at a time: the page of another shop takes the place, and the first is told', async () => {
    const main = new WindowOfTest();
    dock.attach(main as never);
    const first = await openPage();
    const second = await openPage();
    const told: string[] = [];
    first.page.onHidden(() => told.push('first'));
    second.page.onHidden(() => told.push('second'));
    await first.page.show();
    await second.page.show();
    expect([...main.children]).toEqual([second.view]);
    expect([...first.window.children]).toEqual([first.view]);
    expect(told).toEqual(['first']);
    expect(second.view.isVisible).toBe(true);
    dock.cover(true);
    await first.page.show();
    // The dialog is still open.
    expect([first.view.isVisible, second.view.isVisible]).toEqual([false, true]);
    dock.cover(false);
    expect(first.view.isVisible).toBe(true);
    await second.page.show();
    await second.page.close();
    expect([...main.children]).toEqual([]);
  });

  it('counts the open pages; two in one process share what it takes', async () => {
    const { page, contents } = await openPage();
    dock.attach(new WindowOfTest() as never);
    await page.show();
    await host.open(B);
    const shared = await host.loadLivePages();
    expect(shared.browserBytes).toBeNull();
    expect(shared.pages).toMatchObject([
      { shopId: A, isShown: true, isShared: true },
      { shopId: B, isShown: false, isShared: true },
    ]);
    contents.close();
    contents.emit('destroyed');
    const { pages: left } = await host.loadLivePages();
    expect(left).toMatchObject([{ shopId: B, isShown: false, isShared: false }]);
    const whole = left[0]?.bytes ?? 0;
    const halves = shared.pages.map(({ bytes }) => bytes ?? 0);
    expect(whole).toBeGreaterThan(1024 * 1024);
    expect(halves[0]).toBe(halves[1]);
    // One process was asked twice, some time apart.
    expect((halves[0] ?? 0) / whole).toBeGreaterThan(0.4);
    expect((halves[0] ?? 0) / whole).toBeLessThan(0.6);
  });

  it('opens nothing once it is closed', async () => {
    const { contents, window } = await openPage();
    await host.close();
    expect(contents.isClosed).toBe(true);
    expect(window.isGone).toBe(true);
    await expect(host.open(A)).rejects.toThrow(PageGone);
  });
});
