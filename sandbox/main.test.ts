import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readOptions, WrongOption } from './options.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

type Run = { readonly child: ChildProcess; readonly out: () => string; readonly err: () => string };

const run = (...options: readonly string[]): Run => {
  const child = spawn(process.execPath, [MAIN, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString('utf8')));
  child.stderr.on('data', (part: Buffer) => (err += part.toString('utf8')));
  return { child, out: () => out, err: () => err };
};

describe('the command line', () => {
  it('prints one ready line, serves, and ends with 0 on SIGTERM', async () => {
    const world = run('--port', '0', '--token', 't-1', '--quiet');
    await expect.poll(world.out, { timeout: 20_000 }).toContain('\n');
    const ready = JSON.parse(world.out()) as Record<string, string>;
    expect(ready).toEqual({
      event: 'ready',
      gateway: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+$/u),
      token: 't-1',
      platforms: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/u),
      control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/u),
    });
    const ledger = await fetch(`${ready['control'] ?? ''}/control/ledger`);
    expect(await ledger.json()).toMatchObject({ gateway: { received: [] }, platforms: {} });
    world.child.kill('SIGTERM');
    expect(await once(world.child, 'exit')).toEqual([0, null]);
    expect(world.out().trim().split('\n')).toHaveLength(1);
  });

  it('ends with 2 and one line on a wrong option', async () => {
    const wrong = run('--prot', '0');
    expect((await once(wrong.child, 'close'))[0]).toBe(2);
    expect(wrong.err().trim().split('\n')).toEqual([expect.stringContaining('"--prot"')]);
    expect(wrong.out()).toBe('');
  });
});

describe('readOptions', () => {
  it('has a default for each', () => {
    expect(readOptions([])).toEqual({
      port: 0,
      token: 'demo-token',
      only: null,
      shops: null,
      seed: 1,
      quiet: false,
    });
  });

  it('reads both ways of writing', () => {
    expect(
      readOptions(['--port=4100', '--only', 'gateway', '--shops', '30', '--seed=9', '--quiet']),
    ).toEqual({
      port: 4100,
      token: 'demo-token',
      only: 'gateway',
      shops: 30,
      seed: 9,
      quiet: true,
    });
  });

  it.each([
    ['--port'],
    ['--port', 'x'],
    ['--port', '65536'],
    ['--only', 'both'],
    ['--shops', '-1'],
    ['--quiet=no'],
    ['extra'],
  ])('refuses %s %s', (...words) => {
    expect(() => readOptions(words)).toThrow(WrongOption);
  });
});
