import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { _electron, chromium, type ElectronApplication } from 'playwright';
import { findElectron } from '../../build/electron-binary.ts';
import { ensureDesktop } from '../../build/ensure-desktop.ts';
import { ensureRenderer } from '../../build/ensure-renderer.ts';
import { type StandIn, startStandIn } from '../electron-stand-in/start-stand-in.ts';
import { launchBrowser } from '../launch-browser.ts';
import { eventually } from './eventually.ts';
import { type App, type Program, ROOT, startApp } from './programs.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** What the app is started with, on whichever host. */
export type AppStart = {
  readonly data: string;
  readonly gateway: string;
  readonly token: string;
  readonly platforms: string;
};

type Launched<Hosted extends Program> = { readonly app: Hosted; readonly page: WorkbenchPage };

/** One of the hosts that the stories run over. */
export type Host<Hosted extends Program> = {
  readonly name: string;
  /** Where it is not, its stories count as skipped. */
  readonly isHere: boolean;
  /** What is kept of the shops' sessions in a data directory, one entry a session. */
  sessionsIn(data: string): readonly string[];
  open(): Promise<{
    readonly launch: (start: AppStart) => Promise<Launched<Hosted>>;
    readonly close: () => Promise<void>;
  }>;
};

const filesNamed = (data: string, name: RegExp): readonly string[] =>
  readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((file) => name.test(file));

/** `windows`: platform pages with windows (see `startApp`). */
export const browserHost = (windows?: Readonly<Record<string, string>>): Host<App> => ({
  name: 'the browser host',
  isHere: true,
  sessionsIn: (data) => filesNamed(data, /\.session$/u),
  open: async () => {
    const browser = await launchBrowser();
    return {
      launch: async (start) => {
        const app = await startApp({ ...start, ...(windows === undefined ? {} : { windows }) });
        return { app, page: await WorkbenchPage.open(browser, app.ready.url) };
      },
      close: () => browser.close(),
    };
  },
});

/** The desktop host and its page, as they are now. */
export const ensureBuiltHost = async (): Promise<void> => {
  await ensureRenderer();
  await ensureDesktop();
};

export const desktopWords = ({
  data,
  gateway,
  platforms,
}: Omit<AppStart, 'token'>): readonly string[] => [
  '--data',
  data,
  '--gateway',
  gateway,
  '--platforms',
  platforms,
];

/** The window of the app, by a browser of the test that connects to the one below the stand-in. */
export const lookAt = async (devtools: string): Promise<WorkbenchPage> => {
  const browser = await chromium.connectOverCDP(devtools);
  const own = await eventually(() => {
    const pages = browser.contexts().flatMap((context) => context.pages());
    const found = pages.find((page) => page.url().startsWith('https://duodian.app.invalid/'));
    if (found === undefined) throw new Error('the app opened no window');
    return found;
  });
  return new WorkbenchPage(own, () => browser.close());
};

/** The built desktop host as it is, on the stand-in for Electron. */
export const STAND_IN: Host<StandIn> = {
  name: 'the desktop host on the stand-in',
  isHere: true,
  sessionsIn: (data) => filesNamed(data, /shop-[^/]*\/Cookies\.json$/u),
  open: async () => {
    await ensureBuiltHost();
    return {
      launch: async (start) => {
        const app = await startStandIn(desktopWords(start), { DUODIAN_TOKEN: start.token });
        const { devtools } = await app.look();
        return { app, page: await lookAt(devtools) };
      },
      close: () => Promise.resolve(),
    };
  },
};

const electronFile = findElectron();

/** The program on Electron itself, with a way into its main process. */
export type RealApp = Program & { readonly electron: ElectronApplication };

/** The same on Electron itself. */
export const REAL_ELECTRON: Host<RealApp> = {
  name: 'the desktop host on real Electron',
  isHere: electronFile !== null,
  // Chromium's own files stay until the next start; which of them are in use is written down.
  sessionsIn: (data) =>
    Object.keys(JSON.parse(readFileSync(path.join(data, 'shop-sessions.json'), 'utf8')) as object),
  open: async () => {
    await ensureBuiltHost();
    return { launch: launchElectron, close: () => Promise.resolve() };
  },
};

const launchElectron = async (start: AppStart): Promise<Launched<RealApp>> => {
  const noSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const electron = await _electron.launch({
    executablePath: electronFile ?? '',
    args: [...noSandbox, ROOT, ...desktopWords(start)],
    env: { ...process.env, DUODIAN_TOKEN: start.token },
  });
  const child = electron.process();
  let stderr = '';
  child.stderr?.on('data', (bytes: Buffer) => (stderr += bytes.toString('utf8')));
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  const app: RealApp = {
    electron,
    pid: child.pid ?? 0,
    stderr: () => stderr,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
  return { app, page: new WorkbenchPage(await electron.firstWindow(), () => Promise.resolve()) };
};
