import { readFile } from 'node:fs/promises';
import { type App, startApp } from '../../e2e/programs.ts';
import { slopePerHour } from '../endurance/memory.ts';
import { type PageHarness, harnessOfProgram } from '../page-harness.ts';
import type { Replica } from '#shared/sync/delta.ts';
import { refuse, type Result } from '#shared/model/result.ts';

const CALL_WITHIN_MS = 20_000;

/** Resident memory of a process in MiB; null where the system does not tell (no /proc). */
const residentMiB = async (pid: number): Promise<number | null> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kib = /^VmRSS:\s+(\d+)/mu.exec(status)?.[1];
  return kib === undefined ? null : Number(kib) / 1024;
};

type Sample = { readonly atMs: number; readonly mib: number };

/** The app process, killed and started again on the same data, and the seat of its page. */
export class AppLives {
  readonly #start: () => Promise<App>;
  #app: App | null = null;
  #harness: { readonly harness: PageHarness; readonly close: () => void } | null = null;
  #samples: Sample[] = [];
  readonly #said: string[] = [];
  kills = 0;

  constructor(options: Parameters<typeof startApp>[0]) {
    this.#start = () => startApp(options);
  }

  get replica(): Replica | null {
    return this.#harness?.harness.replica ?? null;
  }

  /** What the lives so far wrote to stderr, newest last. */
  get stderr(): string {
    return [...this.#said, this.#app?.stderr() ?? ''].join('');
  }

  async begin(): Promise<void> {
    this.#app = await this.#start();
    this.#samples = [];
    this.#harness = await harnessOfProgram(this.#app.ready.url);
  }

  /** A call that a dead process does not answer is refused. */
  async call(name: string, input: unknown): Promise<Result<unknown>> {
    const harness = this.#harness?.harness;
    if (harness === undefined) return refuse('ipc.invalidInput');
    let late: NodeJS.Timeout | undefined;
    const tooLate = new Promise<Result<unknown>>((resolve) => {
      late = setTimeout(() => resolve(refuse('ipc.invalidInput')), CALL_WITHIN_MS);
    });
    const answer = await Promise.race([harness.call(name, input), tooLate]);
    clearTimeout(late);
    return answer;
  }

  async sample(): Promise<void> {
    const mib = this.#app === null ? null : await residentMiB(this.#app.pid);
    if (mib !== null) this.#samples.push({ atMs: performance.now(), mib });
  }

  /** Of the life that is running. Null before there is anything to compare. */
  memory(): { readonly mib: number; readonly mibPerHour: number; readonly overMs: number } | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined) return null;
    return {
      mib: Math.round(last.mib),
      mibPerHour: Math.round(slopePerHour(this.#samples)),
      overMs: Math.round(last.atMs - first.atMs),
    };
  }

  async kill(): Promise<void> {
    this.kills += 1;
    await this.#end('SIGKILL');
  }

  stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const [app, harness] = [this.#app, this.#harness];
    this.#app = null;
    this.#harness = null;
    const code = (await app?.stop(signal)) ?? null;
    this.#said.push(app?.stderr() ?? '');
    harness?.close();
    return code;
  }
}
