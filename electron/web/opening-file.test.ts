import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OpeningFile } from './opening-file.ts';

const ADDRESSES = {
  usual: 'http://0123.localhost:1/#key=usual',
  safari: 'http://127.0.0.1:1/#key=safari',
};

let folder = '';
const timers: { readonly ms: number; readonly run: () => void }[] = [];
const clock = {
  setTimer: (ms: number, run: () => void) => {
    timers.push({ ms, run });
    return () => undefined;
  },
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-opening-'));
  timers.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the file that opens the browser', () => {
  it('[SE3] carries the key where only its owner reads, and goes with it', async () => {
    const file = await new OpeningFile(folder, clock).write(ADDRESSES);
    expect(path.basename(file)).not.toContain('usual');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain(`"${ADDRESSES.usual}"`);
    expect(page).toContain(`"${ADDRESSES.safari}"`);
    expect(timers.map(({ ms }) => ms)).toEqual([60_000]);
    timers[0]?.run();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('[SE3] goes when the program ends, and what a killed run left goes at the next start', async () => {
    const opening = new OpeningFile(folder, clock);
    await opening.write({ ...ADDRESSES, safari: null });
    opening.stop();
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(path.join(folder, 'open-0123456789abcdef.html'), 'old');
    writeFileSync(path.join(folder, 'open-0123456789abcdef.html.new'), 'old');
    writeFileSync(path.join(folder, 'duodian.sqlite'), 'kept');
    opening.sweep();
    expect(readdirSync(folder)).toEqual(['duodian.sqlite']);
  });
});
