import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrivateFile } from './private-file.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-private-'));
  file = path.join(folder, 'x.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Windows has no such modes. */
const modeOf = (name: string): number =>
  process.platform === 'win32' ? 0o600 : statSync(name).mode & 0o777;

describe('a private file', () => {
  it('[SE6] is readable by its owner alone, also where a crash or a person left it open', async () => {
    const own = new PrivateFile(file);
    expect(await own.read()).toBeNull();
    // What a crash between writing and renaming leaves.
    writeFileSync(`${file}.new`, 'half', { mode: 0o644 });
    await own.write('one');
    expect(modeOf(file)).toBe(0o600);
    chmodSync(file, 0o644);
    expect(await own.read()).toBe('one');
    expect(modeOf(file)).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['x.json']);
  });

  it('is replaced as a whole, and goes with all that belongs to it', async () => {
    const own = new PrivateFile(file);
    await own.write('a longer text than the next one');
    await own.write('short');
    expect(readFileSync(file, 'utf8')).toBe('short');
    await own.remove();
    expect(readdirSync(folder)).toEqual([]);
    await own.remove();
  });
});
