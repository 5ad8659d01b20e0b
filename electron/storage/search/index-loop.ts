import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '../../core/ports/log.ts';
import { asStorageError } from '../errors.ts';
import type { SyllablesOf } from './index-rows.ts';
import type { StepAnswer } from './index-work.ts';

/** After the first call: the start of the app goes before. */
const FIRST_STEP_MS = 1_500;
/** What is new waits this long for more of its kind; until then it is found by being read through. */
const GATHER_MS = 300;
/** The thread is in use while its last call is not longer ago than this. */
const IN_USE_MS = 50;
/** While nobody asks for anything steps follow each other, so that a year is taken up within a minute. */
const IDLE = { stepMs: 25, pauseMs: 2 } as const;
/** In use they are short and rare, but they come; rarer still where only what comes in is taken up. */
const IN_USE = { stepMs: 7, pauseMs: 90, pauseOfFewMs: 250 } as const;
/** A disk that is full or refuses is asked again after this long. */
const AFTER_FAILURE_MS = 30_000;
/** The index leaves this much of the disk to what is no index. */
const FREE_BYTES = 64 * 1024 * 1024;
/** Steps between two looks at the disk. */
const STEPS_PER_LOOK = 50;

/**
 * Runs the steps of the search index in the storage thread, between the calls that it serves. It sleeps where there is
 * nothing to do, until calls were served.
 */
export class IndexLoop {
  readonly #folder: string;
  readonly #step: (syllablesOf: SyllablesOf, budgetMs: number) => StepAnswer;
  readonly #log: Log;
  #timer: NodeJS.Timeout | null = null;
  #isRunning = false;
  #hasBegun = false;
  #isStopped = false;
  #stepsToLook = 0;
  #lastCallsAt = 0;

  constructor(parts: {
    readonly file: string;
    readonly step: (syllablesOf: SyllablesOf, budgetMs: number) => StepAnswer;
    readonly log: Log;
  }) {
    this.#folder = path.dirname(parts.file);
    this.#step = parts.step;
    this.#log = parts.log;
  }

  /** Calls were served, and may have left something to do. */
  noteCalls(): void {
    this.#lastCallsAt = performance.now();
    if (this.#timer === null && !this.#isRunning) {
      this.#wake(this.#hasBegun ? GATHER_MS : FIRST_STEP_MS);
    }
  }

  /** No step runs after this. */
  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #wake(ms: number): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#hasBegun = true;
      void this.#runOnce();
    }, ms);
  }

  async #runOnce(): Promise<void> {
    this.#isRunning = true;
    const next = await this.#run();
    this.#isRunning = false;
    if (next !== null) this.#wake(next);
  }

  /** Answers when the next step is due, null for none. */
  async #run(): Promise<number | null> {
    try {
      if (!(await this.#hasRoom())) return AFTER_FAILURE_MS;
      const { syllablesOf } = await import('./syllables.ts');
      if (this.#isStopped) return null;
      const isInUse = performance.now() - this.#lastCallsAt < IN_USE_MS;
      const did = this.#step(syllablesOf, isInUse ? IN_USE.stepMs : IDLE.stepMs);
      if (did === 'nothing') return null;
      if (!isInUse) return IDLE.pauseMs;
      return did === 'more' ? IN_USE.pauseMs : IN_USE.pauseOfFewMs;
    } catch (error) {
      const { kind, message } = asStorageError(error);
      this.#log.warn('storage.searchWaits', { kind, message });
      return AFTER_FAILURE_MS;
    }
  }

  async #hasRoom(): Promise<boolean> {
    if (this.#stepsToLook > 0) {
      this.#stepsToLook -= 1;
      return true;
    }
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize < FREE_BYTES) return false;
    this.#stepsToLook = STEPS_PER_LOOK;
    return true;
  }
}
