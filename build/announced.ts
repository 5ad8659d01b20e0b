import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './run-tool.ts';

/** A program of ours that says in one line of JSON that it is ready. */
export type Announced<Ready> = {
  readonly child: ChildProcess;
  readonly ready: Ready;
  /** SIGTERM, and SIGKILL after 3 s; resolves when it has ended. */
  stop(): Promise<void>;
};

/** Starts `script` and waits for its ready line; rejects when it ends before that. Its stderr is ours. */
export const startAnnounced = async <Ready>(
  script: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Announced<Ready>> => {
  const child = spawn(process.execPath, [path.join(ROOT, script), ...words], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A Ctrl+C in the terminal goes to the whole group; in which order they end is decided here.
    detached: process.platform !== 'win32',
  });
  process.once('exit', () => child.kill('SIGTERM'));
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${script} ended with ${String(code)}`);
    }),
  ])) as [string];
  return {
    child,
    ready: JSON.parse(line) as Ready,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await ended;
      clearTimeout(late);
    },
  };
};

/** What `sandbox/main.ts` says when it is ready. */
export type WorldReady = {
  readonly gateway: string;
  readonly token: string;
  readonly platforms: string;
};
