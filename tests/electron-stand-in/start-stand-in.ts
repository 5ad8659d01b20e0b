import { fork } from 'node:child_process';
import path from 'node:path';
import type { Program } from '../e2e/programs.ts';
import type { Deed } from './control.ts';
import type { Recorded } from './record.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const REGISTER = path.join(import.meta.dirname, 'register.ts');

/** What a test can see of the program besides its page. */
export type Seen = {
  readonly records: readonly Recorded[];
  readonly switches: readonly string[];
  readonly windows: readonly {
    readonly kind: string;
    readonly isVisible: boolean;
    /** Where each view in it is. */
    readonly views: readonly object[];
  }[];
  readonly contents: readonly {
    readonly partition: string;
    readonly preferences: Readonly<Record<string, unknown>>;
    readonly zoomLevel: number;
  }[];
  readonly devtools: string;
};

export type StandIn = Program & {
  /** Does what a person or the system would do; answers what came of it. */
  act(deed: Deed): Promise<unknown>;
  look(): Promise<Seen>;
  /** What was recorded so far under this name. */
  recorded(what: string): readonly unknown[];
  readonly ended: Promise<number | null>;
};

type Message = {
  readonly id?: number;
  readonly value?: unknown;
  readonly error?: string;
  readonly record?: Recorded;
  readonly ready?: true;
};

/** Starts a built main process on the stand-in, and answers when it has ended or is ready. */
export const startStandIn = async (
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  main: string = path.join(ROOT, 'dist/desktop/main.js'),
): Promise<StandIn> => {
  const child = fork(main, words, {
    cwd: ROOT,
    execArgv: ['--import', REGISTER],
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  const records: Recorded[] = [];
  const open = new Map<number, (message: Message) => void>();
  let last = 0;
  child.stderr?.on('data', (bytes: Buffer) => (stderr += bytes.toString('utf8')));
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  child.on('message', (message: Message) => {
    if (message.record !== undefined) records.push(message.record);
    if (message.id !== undefined) open.get(message.id)?.(message);
  });
  const act = (deed: Deed): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = (last += 1);
      void ended.then((code) => reject(new Error(`the program ended with ${code}: ${stderr}`)));
      open.set(id, ({ value, error }) =>
        error === undefined ? resolve(value) : reject(new Error(error)),
      );
      child.send({ id, deed }, (error) => {
        if (error !== null) reject(error);
      });
    });
  const ready = new Promise<void>((done) => {
    child.on('message', (message: Message) => {
      if (message.ready === true) done();
    });
  });
  await Promise.race([ready, ended]);
  return {
    pid: child.pid ?? 0,
    stderr: () => stderr,
    act,
    look: async () => (await act({ do: 'look' })) as Seen,
    recorded: (what) => records.filter((one) => one.what === what).map(({ detail }) => detail),
    ended,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
};
