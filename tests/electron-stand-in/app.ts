import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as Electron from 'electron';
import { endBrowser, startBrowser } from './browser.ts';
import { Covered, type Stoppable, stoppable } from './covered.ts';
import { record } from './record.ts';
import { quitsWithLastWindow } from './rules.ts';

/** A window as the app's life counts it, whether anyone sees it or not. */
type Countable = { close(): void; destroy(): void };

const EVENTS = [
  'activate',
  'before-quit',
  'child-process-gone',
  'login',
  'quit',
  'ready',
  'second-instance',
  'select-client-certificate',
  'session-created',
  'web-contents-created',
  'will-quit',
  'window-all-closed',
  'open-url',
  'certificate-error',
  'render-process-gone',
];

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

class App
  extends Covered
  implements
    Pick<
      Electron.App,
      | 'commandLine'
      | 'disableHardwareAcceleration'
      | 'exit'
      | 'getAppMetrics'
      | 'getAppPath'
      | 'getPath'
      | 'isPackaged'
      | 'quit'
      | 'relaunch'
      | 'requestSingleInstanceLock'
      | 'setAppUserModelId'
      | 'setAsDefaultProtocolClient'
      | 'setBadgeCount'
      | 'setName'
      | 'setPath'
      | 'whenReady'
    >
{
  readonly isPackaged = process.env['STAND_IN_PACKAGED'] === 'yes';
  readonly switches: string[] = [];
  readonly windows = new Set<Countable>();
  /** What must be on the disk before the program is gone. */
  readonly lastWishes = new Set<() => Promise<void>>();
  readonly #paths = new Map<string, string>([
    ['userData', path.join(tmpdir(), 'duodian')],
    ['downloads', path.join(tmpdir(), 'Downloads')],
    ['appData', process.env['XDG_CONFIG_HOME'] ?? path.join(tmpdir(), 'config')],
  ]);
  readonly #ready: Promise<void>;
  #isQuitting = false;
  #isEnding = false;

  constructor() {
    super(EVENTS);
    // As in Electron: only after the main module was evaluated.
    this.#ready = new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() =>
      startBrowser(this.getPath('userData')),
    );
    this.#ready.catch((error: unknown) => {
      process.stderr.write(`the stand-in cannot start: ${String(error)}\n`);
      process.exit(70);
    });
  }

  get commandLine(): Electron.CommandLine {
    const covered: Pick<Electron.CommandLine, 'appendSwitch'> = {
      appendSwitch: (name, value) =>
        void this.switches.push(value === undefined ? name : `${name}=${value}`),
    };
    return covered as Electron.CommandLine;
  }

  disableHardwareAcceleration(): void {
    record('app.disableHardwareAcceleration');
  }

  setAppUserModelId(id: string): void {
    record('app.setAppUserModelId', id);
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    record('app.setAsDefaultProtocolClient', scheme);
    return true;
  }

  setBadgeCount(count = 0): boolean {
    record('app.setBadgeCount', count);
    return true;
  }

  setName(): void {
    // It names the folder of `userData`, which our app names itself.
  }

  setPath(name: string, place: string): void {
    this.#paths.set(name, place);
  }

  getPath(name: string): string {
    const place = this.#paths.get(name);
    if (place === undefined) throw new Error(`the stand-in for Electron has no path '${name}'`);
    return place;
  }

  getAppPath(): string {
    return path.resolve(import.meta.dirname, '../..');
  }

  getAppMetrics(): Electron.ProcessMetric[] {
    return [];
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  /** A link names the first program, as in Chromium; the second leaves its words beside it and wakes the first. */
  requestSingleInstanceLock(handedOver: unknown = null): boolean {
    const folder = this.getPath('userData');
    mkdirSync(folder, { recursive: true });
    const lock = path.join(folder, 'SingletonLock');
    const holder = (): number => {
      try {
        return Number(readlinkSync(lock));
      } catch {
        return 0;
      }
    };
    const first = holder();
    if (first !== 0 && first !== process.pid && isAlive(first)) {
      const words = JSON.stringify({ argv: process.argv, folder: process.cwd(), handedOver });
      writeFileSync(path.join(folder, `second-${process.pid}.json`), words);
      process.kill(first, 'SIGUSR2');
      return false;
    }
    rmSync(lock, { force: true });
    symlinkSync(String(process.pid), lock);
    process.on('SIGUSR2', () => this.#hearSeconds(folder));
    return true;
  }

  #hearSeconds(folder: string): void {
    for (const name of readdirSync(folder).filter((one) => one.startsWith('second-'))) {
      const file = path.join(folder, name);
      const second = JSON.parse(readFileSync(file, 'utf8')) as {
        readonly argv: readonly string[];
        readonly folder: string;
        readonly handedOver: unknown;
      };
      rmSync(file);
      this.emit('second-instance', {}, second.argv, second.folder, second.handedOver);
    }
  }

  relaunch(options?: Electron.RelaunchOptions): void {
    record('app.relaunch', options?.args ?? []);
  }

  /** shell/browser/browser.cc: asks the app, then every window, then the app once more. */
  quit(): void {
    if (this.#isQuitting) return;
    const event = stoppable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#isQuitting = true;
    if (this.windows.size === 0) return this.#quitUnlessStopped();
    for (const window of this.windows) window.close();
  }

  /** The same file: windows are destroyed without being asked, and neither `before-quit` nor `will-quit` is told. */
  exit(code = 0): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    for (const window of this.windows) window.destroy();
    this.emit('quit', {}, code);
    record('exit', code);
    const kept = [...this.lastWishes].map((wish) => wish().catch(() => undefined));
    void Promise.all(kept)
      .then(() => endBrowser())
      .finally(() => process.exit(code));
  }

  addWindow(window: Countable): void {
    this.windows.add(window);
  }

  /** A window that would not close has stopped the quitting. */
  keepWindow(): void {
    this.#isQuitting = false;
  }

  removeWindow(window: Countable): void {
    this.windows.delete(window);
    if (this.windows.size > 0 || this.#isEnding) return;
    if (this.#isQuitting) this.#quitUnlessStopped();
    else if (quitsWithLastWindow(this.listenerCount('window-all-closed'))) this.quit();
    else this.emit('window-all-closed');
  }

  #quitUnlessStopped(): void {
    const event: Stoppable = stoppable({});
    this.emit('will-quit', event);
    this.#isQuitting = !event.defaultPrevented;
    if (this.#isQuitting) this.exit(0);
  }
}

export const app = new App();
