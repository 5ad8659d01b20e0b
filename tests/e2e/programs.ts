import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The programs under test, as a user starts them: real processes, spoken to by command line, HTTP and WebSocket. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

export type Program = {
  readonly pid: number;
  /** Everything the program wrote to stderr so far. */
  stderr(): string;
  /** Sends the signal and answers the exit code (null when a signal ended it). */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

/** A program that announces itself by a line on stdout. */
export type Running<Ready> = Program & {
  readonly ready: Ready;
  /** Says a line to the program and answers the next line of JSON that it prints. */
  say(line: string): Promise<unknown>;
};

export type Ended = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

const start = (
  script: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess =>
  spawn(process.execPath, [path.join(ROOT, script), ...parameters], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });

/** Starts a program that announces itself by one line of JSON; rejects with what it said when it ends before that. */
const startAnnounced = <Ready>(
  script: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Running<Ready>> =>
  new Promise((resolve, reject) => {
    const child = start(script, parameters, environment);
    let stderr = '';
    child.stderr?.on('data', (bytes: Buffer) => (stderr += bytes.toString('utf8')));
    const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
    void ended.then((code) => reject(new Error(`${script} ended with ${code}: ${stderr}`)));
    if (child.stdout === null) throw new Error('no stdout');
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (text) => {
      const parsed = JSON.parse(text) as { event: string };
      if (parsed.event !== 'ready') return;
      resolve({
        ready: parsed as Ready,
        pid: child.pid ?? 0,
        stderr: () => stderr,
        say: async (line) => {
          const answer = once(lines, 'line') as Promise<[string]>;
          child.stdin?.write(`${line}\n`);
          return JSON.parse((await answer)[0]) as unknown;
        },
        stop: (signal = 'SIGTERM') => {
          child.kill(signal);
          return ended;
        },
      });
    });
  });

/** Runs a program that is expected to end by itself. */
export const runToEnd = (
  script: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> =>
  new Promise((resolve) => {
    const child = start(script, parameters, environment);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (bytes: Buffer) => (stdout += bytes.toString('utf8')));
    child.stderr?.on('data', (bytes: Buffer) => (stderr += bytes.toString('utf8')));
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });

export type AppReady = { readonly url: string; readonly data: string };
export type App = Running<AppReady>;

/** The browser host. The token goes by environment, so that it is in no process list. */
export const startApp = (options: {
  readonly data: string;
  readonly gateway?: string;
  readonly token?: string;
  readonly platforms?: string;
  /** Platform pages with windows, on the display and with the browser that the environment names. */
  readonly windows?: Readonly<Record<string, string>>;
  /** The host opens a browser by itself, in this environment. */
  readonly opensWith?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly more?: readonly string[];
}): Promise<App> =>
  startAnnounced<AppReady>(
    'electron/serve.ts',
    [
      '--data',
      options.data,
      '--port',
      '0',
      ...(options.windows === undefined ? ['--headless-pages'] : []),
      ...(options.opensWith === undefined ? ['--no-open'] : []),
      ...(options.gateway === undefined ? [] : ['--gateway', options.gateway]),
      ...(options.platforms === undefined ? [] : ['--platforms', options.platforms]),
      ...(options.more ?? []),
    ],
    {
      ...(options.token === undefined ? {} : { DUODIAN_TOKEN: options.token }),
      ...options.windows,
      ...options.opensWith,
      ...options.environment,
    },
  );

/** A start address is good once; this asks the running host for another. */
export const freshUrl = async (app: App): Promise<string> =>
  ((await app.say('open')) as { readonly url: string }).url;

export type SandboxReady = {
  readonly gateway: string;
  readonly token: string;
  readonly platforms: string;
  readonly control: string;
};
export type SandboxProgram = Running<SandboxReady>;

/** The simulated world without scripted buyers: only what a test does happens. */
export const startSandbox = (more: readonly string[] = []): Promise<SandboxProgram> =>
  startAnnounced<SandboxReady>('sandbox/main.ts', [
    '--port',
    '0',
    '--quiet',
    '--shops',
    '0',
    ...more,
  ]);

/** A folder of its own, removed by the returned undo. */
export const temporaryFolder = async (): Promise<{
  folder: string;
  remove: () => Promise<void>;
}> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'duodian-e2e-'));
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
};
