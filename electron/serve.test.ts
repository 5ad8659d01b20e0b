import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const START_ADDRESS = /^http:\/\/[0-9a-f]{32}\.localhost:\d+\/#key=[\w-]{40,}$/u;
const SERVE = fileURLToPath(new URL('./serve.ts', import.meta.url));

let folder = '';
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-serve-'));
  mkdirSync(path.join(folder, 'page'));
  writeFileSync(path.join(folder, 'page/index.html'), '<!doctype html><html lang="zh-CN"><p>page');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

type Program = {
  readonly child: ChildProcess;
  /** Settles when the program ended. */
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Settles with the ready line, or rejects with what was said instead. */
  readonly ready: Promise<{ event: string; url: string; data: string }>;
};

const serve = (more: readonly string[] = [], environment: Record<string, string> = {}): Program => {
  const words = ['--data', path.join(folder, 'data'), '--headless-pages', '--no-open', ...more];
  const child = spawn(process.execPath, [SERVE, ...words], {
    env: { ...process.env, DUODIAN_RENDERER: path.join(folder, 'page'), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    stdout,
    stderr,
  }));
  const ready = Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(
      ([line]) => JSON.parse(line as string) as { event: string; url: string; data: string },
    ),
    ended.then(({ code, stderr: said }) => {
      throw new Error(`ended with ${code}: ${said}`);
    }),
  ]);
  ready.catch(() => undefined);
  return { child, ended, ready };
};

/** Runs in the program before all else: keeps making what lives for a moment, then says what V8 has taken for it. */
const BUSY = `
  const { getHeapSpaceStatistics } = process.getBuiltinModule('node:v8');
  setTimeout(() => {
    const kept = [];
    for (let n = 0; n < 4_000_000; n += 1) kept[n % 200_000] = { n, text: String(n) };
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    process.stderr.write('young ' + young.space_size + '\\n');
  }, 1_000);`;

/** The program is ready before its database is, where a computer is slow. */
const isMade = (file: string): Promise<void> =>
  vi.waitUntil(() => existsSync(file), { timeout: 25_000 }).then(() => undefined);

describe('the browser host as a program', () => {
  it('says that it is ready in one line, serves its page, and ends with 0 on SIGTERM', async () => {
    const { child, ready, ended } = serve(['--lang', 'en']);
    const { event, url, data } = await ready;
    expect(event).toBe('ready');
    expect(data).toBe(path.join(folder, 'data'));
    expect(url).toMatch(START_ADDRESS);
    const { host, port } = new URL(url);
    const [answer] = (await once(get({ port, headers: { host } }), 'response')) as [
      IncomingMessage,
    ];
    expect(await text(answer)).toContain('<html lang="en"');
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  it('[GW5] a second process on the same data ends with 3 and says so; after kill -9 the next one starts', async () => {
    const first = serve();
    await first.ready;
    const second = await serve().ended;
    expect(second.code).toBe(3);
    expect(second.stdout).toBe('');
    expect(second.stderr.trim().split('\n')).toHaveLength(1);
    expect(second.stderr).toContain('already running');
    first.child.kill('SIGKILL');
    await first.ended;
    expect((await serve().ready).event).toBe('ready');
  });

  it('[SE3] each line `open` prints a fresh address, and the end of the input ends nothing', async () => {
    const { child, ready, ended } = serve();
    const { url } = await ready;
    const lines = createInterface({ input: child.stdout ?? process.stdin });
    child.stdin?.write('open\n');
    const [line] = (await once(lines, 'line')) as [string];
    const fresh = JSON.parse(line) as { event: string; url: string };
    expect(fresh.event).toBe('url');
    expect(fresh.url).toMatch(START_ADDRESS);
    expect(fresh.url).not.toBe(url);
    expect(new URL(fresh.url).host).toBe(new URL(url).host);
    child.stdin?.end('close\n');
    await vi.waitFor(() => expect(child.stdin?.destroyed).toBe(true));
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toContain('stdin.unknownWord');
  });

  it('[PF5] what lives for a moment takes a few MiB, not a hundred', async () => {
    const preload = `--import=data:text/javascript,${encodeURIComponent(BUSY)}`;
    const { child, ready } = serve([], { NODE_OPTIONS: preload });
    // On a slow computer it is said before the program is ready.
    const lines = createInterface({ input: child.stderr ?? process.stdin });
    let young = Number.NaN;
    lines.on('line', (line) => {
      if (line.startsWith('young ')) young = Number(line.slice('young '.length));
    });
    await ready;
    await vi.waitUntil(() => !Number.isNaN(young), { timeout: 25_000 });
    expect(young / 1024 / 1024).toBeLessThan(8);
  });

  it('a busy port ends with 1 and one line that names it, before anything is opened', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await serve(['--port', `${port}`]).ended;
    other.close();
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(`${port}`);
  });

  it('[ST5] starts where its data folder cannot be made, says why once, and makes it as soon as it can', async () => {
    const data = path.join(folder, 'data');
    writeFileSync(data, 'a file where the folder should be');
    const { child, ready, ended } = serve();
    expect((await ready).event).toBe('ready');
    rmSync(data);
    await isMade(path.join(data, 'duodian.sqlite'));
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr.match(/storage\.notOpened .*storage\.io/gu)).toHaveLength(1);
  });

  it('[ST5] a file that is no database is kept aside as it was, and the app starts', async () => {
    const data = path.join(folder, 'data');
    mkdirSync(data);
    const words = 'these are only words in a file of that name, no database at all. '.repeat(20);
    writeFileSync(path.join(data, 'duodian.sqlite'), words);
    await serve().ready;
    const keptAside = (): readonly string[] =>
      readdirSync(data).filter((name) => name.startsWith('duodian.damaged-'));
    await expect.poll(() => keptAside().length).toBe(1);
    expect(readFileSync(path.join(data, keptAside()[0] ?? ''), 'utf8')).toBe(words);
  });

  it('[SE6] the token is kept in a 0600 file and appears in nothing that is written', async () => {
    const token = 'canary-token-8f3a';
    const { child, ready, ended } = serve(['--gateway', 'ws://127.0.0.1:9'], {
      DUODIAN_TOKEN: token,
    });
    await ready;
    const file = path.join(folder, 'data/connection.json');
    await isMade(file);
    expect(readFileSync(file, 'utf8')).toContain(token);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(token);
  });

  it('[SE6] all that it writes is for its own user alone, also in a folder that is open to others', async () => {
    const data = path.join(folder, 'data');
    mkdirSync(data, { mode: 0o755 });
    await serve().ready;
    await isMade(path.join(data, 'duodian.sqlite'));
    // Windows has no such modes: there the folder's own rights hold.
    const others = process.platform === 'win32' ? 0 : 0o077;
    for (const file of ['duodian.sqlite', 'lock.sqlite']) {
      expect(statSync(path.join(data, file)).mode & others).toBe(0);
    }
  });
});
