import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A virtual machine that builds opens a window slowly. */
const STARTED_WITHIN_MS = 90_000;
const STAYS_MS = 10_000;
const ENDED_WITHIN_MS = 20_000;
/** What a program that works says of itself, and what one says whose page or data does not. */
const WORKS = 'storage.opened';
const FAILS = /warn (?:page|start|storage|app|stop)\.(?!asRoot)\S*/u;

const logOf = (data: string): string => {
  try {
    return readFileSync(path.join(data, 'logs/duodian.log'), 'utf8');
  } catch {
    return '';
  }
};

const isAlive = (child: ChildProcess): boolean =>
  child.exitCode === null && child.signalCode === null;

/** As a person closes it: Windows has no signal that a program could hear. */
const close = (child: ChildProcess): void => {
  if (process.platform === 'win32') spawnSync('taskkill', ['/PID', String(child.pid)]);
  else child.kill('SIGTERM');
};

const until = async (holds: () => boolean, ms: number): Promise<boolean> => {
  const end = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > end) return false;
    await wait(200);
  }
  return true;
};

/** Null when the program started, opened its data, stayed, and ended by itself when asked; else what went wrong. */
const smoke = async (
  program: string,
  words: readonly string[],
  data: string,
): Promise<string | null> => {
  const child = spawn(program, [...words, `--data=${data}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let cannotStart: string | null = null;
  child.once('error', (error) => (cannotStart = error.message));
  try {
    const hasOpened = await until(
      () =>
        cannotStart !== null ||
        !isAlive(child) ||
        logOf(data).includes(WORKS) ||
        FAILS.test(logOf(data)),
      STARTED_WITHIN_MS,
    );
    if (cannotStart !== null) return cannotStart;
    if (!isAlive(child)) return `it ended with ${child.exitCode ?? child.signalCode}`;
    if (!hasOpened) return 'it did not open its data';
    await wait(STAYS_MS);
    if (!isAlive(child)) return `it did not stay: ${child.exitCode ?? child.signalCode}`;
    const failure = FAILS.exec(logOf(data));
    if (failure !== null) return `it says ${failure[0]}`;
    close(child);
    if (!(await until(() => !isAlive(child), ENDED_WITHIN_MS))) return 'it did not end when asked';
    return child.exitCode === 0 ? null : `it ended with ${child.exitCode ?? child.signalCode}`;
  } finally {
    if (isAlive(child)) child.kill('SIGKILL');
  }
};

/** `node build/smoke.ts PROGRAM [word …]`: starts an installed program on data of its own, looks whether it works, and ends it. */
const [program, ...words] = process.argv.slice(2);
if (program === undefined) {
  console.error('node build/smoke.ts PROGRAM [word …]');
  process.exitCode = 2;
} else {
  const data = mkdtempSync(path.join(tmpdir(), 'duodian-smoke-'));
  const failure = await smoke(program, words, data);
  const log = logOf(data);
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  if (failure === null) console.log(`${program} starts, works and ends`);
  else {
    console.error(`${program}: ${failure}\n${log}`);
    process.exitCode = 1;
  }
}
