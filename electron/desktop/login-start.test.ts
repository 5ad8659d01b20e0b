import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { autostartEntry, loginStartOf } from './login-start.ts';

type Told = { readonly openAtLogin?: boolean; readonly args?: readonly string[] };

/** An installed app, and what its system keeps. */
const anApp = (isPackaged = true) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'duodian-login-'));
  let kept: Told = {};
  return {
    folder,
    kept: () => kept,
    app: {
      isPackaged,
      getPath: () => folder,
      setLoginItemSettings: (told: Told) => void (kept = told),
      getLoginItemSettings: (asked?: { readonly args?: readonly string[] }) => ({
        openAtLogin: kept.openAtLogin === true && String(kept.args) === String(asked?.args),
      }),
    } as never,
  };
};

const START = { environment: {}, program: '/opt/多店/duodian', dataDirectory: null } as const;

describe('the start at login', () => {
  it.each(['win32', 'darwin'] as const)('is kept by the system on %s', (platform) => {
    const { app } = anApp();
    const login = loginStartOf({ ...START, platform, app });
    expect(login?.isOn()).toBe(false);
    login?.set(true);
    expect(login?.isOn()).toBe(true);
    const elsewhere = loginStartOf({ ...START, platform, app, dataDirectory: '/other' });
    expect(elsewhere?.isOn()).toBe(false);
    login?.set(false);
    expect(login?.isOn()).toBe(false);
  });

  it('quotes a folder with a blank for Windows', () => {
    const { app, kept } = anApp();
    loginStartOf({ ...START, platform: 'win32', app, dataDirectory: 'C:\\a b' })?.set(true);
    expect(kept().args).toEqual(['--hidden', '"--data=C:\\a b"']);
  });

  it('is a file of the desktop on Linux, which is gone again', () => {
    const { app, folder } = anApp();
    const environment = { APPIMAGE: '/home/她/多店.AppImage' };
    const platform = 'linux';
    const login = loginStartOf({ ...START, platform, app, environment, dataDirectory: '/d' });
    login?.set(true);
    expect(login?.isOn()).toBe(true);
    expect(readdirSync(path.join(folder, 'autostart'))).toEqual(['duodian.desktop']);
    const entry = readFileSync(path.join(folder, 'autostart/duodian.desktop'), 'utf8');
    expect(entry).toContain('Exec="/home/她/多店.AppImage" "--hidden" "--data=/d"\n');
    login?.set(false);
    expect(login?.isOn()).toBe(false);
    login?.set(false);
    rmSync(folder, { recursive: true });
  });

  it('quotes what a shell or a desktop would read', () => {
    const entry = autostartEntry('/a b/"$HOME"\\100%', []);
    expect(entry).toContain(String.raw`Exec="/a b/\\"\\$HOME\\"\\\\100%%"`);
  });

  it('is not offered by a checkout', () => {
    const { app } = anApp(false);
    expect(loginStartOf({ ...START, platform: 'linux', app })).toBeNull();
  });
});
