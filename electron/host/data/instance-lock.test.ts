import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInstanceLock } from './instance-lock.ts';

let folder = '';
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-lock-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Another process that takes the lock, says whether it got it, and stays. */
const startHolder = async (): Promise<{ child: ChildProcess; got: string }> => {
  const module = new URL('./instance-lock.ts', import.meta.url).href;
  const program = `
    const { takeInstanceLock } = await import(${JSON.stringify(module)});
    globalThis.lock = takeInstanceLock(${JSON.stringify(folder)});
    process.stdout.write(globalThis.lock === null ? 'refused' : 'taken');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [bytes] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, got: bytes.toString() };
};

describe('the lock of a data directory', () => {
  it('[GW5] refuses a second process while the first lives', async () => {
    expect((await startHolder()).got).toBe('taken');
    expect((await startHolder()).got).toBe('refused');
    expect(takeInstanceLock(folder)).toBeNull();
  });

  it('[GW5] is free at once after kill -9', async () => {
    const { child } = await startHolder();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = takeInstanceLock(folder);
    expect(lock).not.toBeNull();
    lock?.release();
  });

  it('is free after its release, and held again by who takes it', () => {
    const first = takeInstanceLock(folder);
    expect(first).not.toBeNull();
    expect(takeInstanceLock(folder)).toBeNull();
    first?.release();
    const second = takeInstanceLock(folder);
    expect(second).not.toBeNull();
    second?.release();
  });
});
