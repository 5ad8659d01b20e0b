import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMainWindow } from './main-window.ts';

const opened = vi.hoisted(() => ({ windows: [] as unknown[] }));

class WindowOfTest extends EventEmitter {
  readonly options: Record<string, unknown>;
  address = '';
  isShown = false;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    opened.windows.push(this);
  }

  loadURL = (address: string): Promise<void> => Promise.resolve(void (this.address = address));
  show = (): void => void (this.isShown = true);
  maximize = (): void => undefined;
  isMaximized = (): boolean => false;
  getNormalBounds = () => ({ x: 30, y: 40, width: 1000, height: 700 });
}

vi.mock('electron', () => ({
  BrowserWindow: function openWindow(options: Record<string, unknown>) {
    return new WindowOfTest(options);
  },
  screen: {
    getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
  },
}));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-main-window-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (): WindowOfTest =>
  openMainWindow({
    session: {} as never,
    preload: '/app/preload.cjs',
    dataDirectory: folder,
  }) as unknown as WindowOfTest;

describe("the agent's window", () => {
  it('[SE1] shows our own page in the sandbox, isolated, without Node', () => {
    const window = open();
    expect(window.address).toBe('app://duodian/');
    expect(window.options['webPreferences']).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      preload: '/app/preload.cjs',
    });
  });

  it('comes up when it has something to show, and remembers its place', () => {
    const first = open();
    expect(first.isShown).toBe(false);
    first.emit('ready-to-show');
    expect(first.isShown).toBe(true);
    first.emit('close');
    expect(open().options).toMatchObject({ x: 30, y: 40, width: 1000, height: 700 });
  });
});
