import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolder } from './data-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-folder-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Root may write anywhere, and Windows has other rights. */
const obeysModes = process.platform !== 'win32' && process.getuid?.() !== 0;

describe('the data folder', () => {
  it('[GW5] is made, is ours until its release, and taken for everybody else', () => {
    const first = new DataFolder(path.join(folder, 'a/b'));
    const second = new DataFolder(path.join(folder, 'a/b'));
    expect(first.claim()).toBe('ours');
    expect(first.claim()).toBe('ours');
    expect(second.claim()).toBe('taken');
    first.release();
    expect(second.claim()).toBe('ours');
    second.release();
  });

  it('[ST5] that cannot be made says so, and can be claimed once it can', () => {
    writeFileSync(path.join(folder, 'a'), 'no folder');
    const own = new DataFolder(path.join(folder, 'a/b'));
    expect(own.claim()).toBe('storage.io');
    rmSync(path.join(folder, 'a'));
    expect(own.claim()).toBe('ours');
    own.release();
  });

  it.skipIf(process.platform === 'win32')(
    '[SE10] that others could look into is narrowed when it is taken, with all that stands in it',
    () => {
      const data = path.join(folder, 'data');
      const outside = path.join(folder, 'outside');
      mkdirSync(path.join(data, 'logs/old'), { recursive: true });
      mkdirSync(path.join(data, 'tool'));
      const files = ['duodian.sqlite', 'duodian.sqlite-wal', 'logs/a.log', 'logs/old/b.log'];
      for (const name of files) writeFileSync(path.join(data, name), 'x');
      writeFileSync(outside, 'x');
      symlinkSync(outside, path.join(data, 'link'));
      for (const name of files) chmodSync(path.join(data, name), 0o666);
      for (const name of ['', 'logs', 'logs/old', 'tool']) chmodSync(path.join(data, name), 0o777);
      chmodSync(outside, 0o644);
      const own = new DataFolder(data);
      expect(own.claim()).toBe('ours');
      const modeOf = (name: string): number => statSync(path.join(data, name)).mode & 0o777;
      expect(files.map(modeOf)).toEqual([0o600, 0o600, 0o600, 0o600]);
      expect(['', 'logs', 'logs/old', 'tool'].map(modeOf)).toEqual([0o700, 0o700, 0o700, 0o700]);
      expect(statSync(outside).mode & 0o777).toBe(0o644);
      own.release();
    },
  );

  it.skipIf(process.getuid?.() !== 0)(
    '[SE10] of another user, or with a file of one, is refused and left as it is (needs root)',
    () => {
      for (const foreign of ['', 'duodian.sqlite', 'logs']) {
        const data = path.join(folder, `of-${foreign}`);
        mkdirSync(path.join(data, 'logs'), { recursive: true });
        writeFileSync(path.join(data, 'duodian.sqlite'), 'x');
        chownSync(path.join(data, foreign), 12_345, 12_345);
        expect(new DataFolder(data).claim()).toBe('foreign');
        expect(statSync(path.join(data, foreign)).uid).toBe(12_345);
      }
    },
  );

  it.skipIf(!obeysModes)(
    '[ST5] that may not be written is told apart (needs a user who is not root)',
    () => {
      const data = path.join(folder, 'data');
      mkdirSync(data);
      chmodSync(data, 0o555);
      const own = new DataFolder(data);
      expect(own.claim()).toBe('storage.readonly');
      chmodSync(data, 0o755);
      expect(own.claim()).toBe('ours');
      own.release();
    },
  );
});
