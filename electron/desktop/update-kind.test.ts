import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateKindOf } from './update-kind.ts';

describe('how a program is replaced', () => {
  let folder = '';
  const at = (...names: readonly string[]): string => path.join(folder, ...names);
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'duodian-kind-'));
    writeFileSync(at('duodian.AppImage'), '');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const kindOf = (
    platform: NodeJS.Platform,
    environment: Readonly<Record<string, string>> = {},
    isPackaged = true,
  ) => updateKindOf({ platform, environment, isPackaged, program: at('mount', 'duodian') });
  const appImage = () => ({ APPIMAGE: at('duodian.AppImage'), APPDIR: at('mount') });

  it('a checkout and a package of the system are not its own to replace', () => {
    expect(kindOf('linux', {}, false)).toEqual({ kind: 'none', why: 'checkout' });
    expect(kindOf('linux')).toEqual({ kind: 'none', why: 'packageManager' });
    expect(kindOf('darwin')).toEqual({ kind: 'mac' });
  });

  it('an AppImage replaces its own file, and never the one of an editor that it was started from', () => {
    expect(kindOf('linux', appImage())).toEqual({ kind: 'appImage', file: at('duodian.AppImage') });
    const inherited = { ...appImage(), APPDIR: '/tmp/.mount_editor' };
    expect(kindOf('linux', inherited)).toEqual({ kind: 'none', why: 'packageManager' });
    expect(kindOf('linux', inherited, false)).toEqual({ kind: 'none', why: 'checkout' });
  });

  it('of Windows is the one that was installed, not the one that was unpacked', () => {
    const host = { platform: 'win32', environment: {}, isPackaged: true } as const;
    const program = at('duodian.exe');
    expect(updateKindOf({ ...host, program })).toEqual({ kind: 'none', why: 'unpacked' });
    writeFileSync(at('Uninstall 多店.exe'), '');
    expect(updateKindOf({ ...host, program })).toEqual({ kind: 'nsis' });
  });

  // Root may write everything.
  it.skipIf(process.getuid?.() === 0)('what the user may not write is left to whoever may', () => {
    chmodSync(folder, 0o500);
    expect(kindOf('linux', appImage())).toEqual({ kind: 'none', why: 'packageManager' });
    chmodSync(folder, 0o700);
  });
});
