import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import type { FromApp, ToApp } from './wire.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The program of a life as one file and its storage worker as another, as a package ships it: it starts in a third of the time. */
export type Program = {
  readonly app: string;
  readonly worker: string;
  remove(): Promise<void>;
};

export const buildProgram = async (): Promise<Program> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'duodian-kill-'));
  await build({
    configFile: false,
    root: ROOT,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: {
          app: path.join(import.meta.dirname, 'app.ts'),
          worker: path.join(ROOT, 'electron/storage/worker.ts'),
        },
        output: {
          format: 'esm',
          entryFileNames: '[name].mjs',
          // The native module stays where it is; the folder is outside of the tree.
          paths: { 'better-sqlite3': import.meta.resolve('better-sqlite3') },
        },
      },
    },
  });
  return {
    app: path.join(folder, 'app.mjs'),
    worker: pathToFileURL(path.join(folder, 'worker.mjs')).href,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

/** One process of the app, loaded but with nothing open until `open`. */
export class Life {
  readonly #child: ChildProcess;
  readonly #warm: Promise<unknown>;
  readonly #ended: Promise<unknown>;
  #hear: (message: FromApp) => void = () => undefined;

  constructor(program: Program) {
    this.#child = fork(program.app, [program.worker], {
      execArgv: [],
      // What it says on the way down is part of a failure's report.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, NODE_OPTIONS: '', NODE_COMPILE_CACHE: path.dirname(program.app) },
    });
    this.#child.on('error', () => undefined);
    this.#child.on('message', (message: FromApp) => this.#hear(message));
    this.#warm = once(this.#child, 'message');
    // Everything that it wrote has been read by then.
    this.#ended = Promise.all([once(this.#child, 'exit'), once(this.#child, 'disconnect')]);
  }

  async open(file: string, gateway: string, hear: (message: FromApp) => void): Promise<void> {
    await this.#warm;
    this.#hear = hear;
    this.say({ say: 'open', file, gateway });
  }

  say(message: ToApp): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Resolves when the process is gone and what it had written is heard. */
  async end(): Promise<void> {
    await this.#ended;
  }
}

/** Keeps the next life loaded while one runs, so that a kill costs no wait for the start. */
export class Lives {
  readonly #program: Program;
  #next: Life;

  constructor(program: Program) {
    this.#program = program;
    this.#next = new Life(program);
  }

  take(): Life {
    const life = this.#next;
    this.#next = new Life(this.#program);
    return life;
  }

  async close(): Promise<void> {
    this.#next.kill();
    await this.#next.end();
  }
}
