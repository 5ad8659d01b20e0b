import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
