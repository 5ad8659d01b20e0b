import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StagedFolder } from './staged-folder.ts';

describe('what was downloaded', () => {
  let data = '';
  let folder: StagedFolder;
  beforeEach(() => {
    data = mkdtempSync(path.join(tmpdir(), 'duodian-staged-'));
    folder = new StagedFolder(data);
  });
  afterEach(() => rmSync(data, { recursive: true, force: true }));

  it('waits as long as it is newer, and is gone once it is the version that runs', () => {
    folder.begin('2.0.0');
    if (process.platform !== 'win32') expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    folder.sweep('1.0.0');
    expect(existsSync(folder.path)).toBe(true);
    folder.sweep('2.0.0');
    expect(existsSync(folder.path)).toBe(false);
  });

  it('is gone as well when nobody can tell what it is', () => {
    folder.begin('2.0.0');
    writeFileSync(path.join(folder.path, 'version'), 'nonsense');
    folder.sweep('1.0.0');
    expect(existsSync(folder.path)).toBe(false);
  });

  it('is mostly nothing at all', () => {
    folder.sweep('1.0.0');
    expect(existsSync(folder.path)).toBe(false);
  });
});
