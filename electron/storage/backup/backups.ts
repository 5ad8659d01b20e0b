import { Worker } from 'node:worker_threads';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { backupsOf, takenAt } from './backup-files.ts';
import type { BackupOutcome } from './write-backup.ts';

const DAY_MS = 24 * 3_600_000;
const LOOK_EVERY_MS = 3_600_000;
/** Rows are looked at one by one: without this the thread would fill 100 MB with those that are done. */
const LIMITS = { maxYoungGenerationSizeMb: 4 } as const;
/** The first minute of the app is for its shops. */
const FIRST_LOOK_MS = 60_000;

export type BackupParts = {
  readonly file: string;
  /** `backup-worker.ts`, or what the build made of it. */
  readonly workerUrl: URL;
  readonly clock: Clock;
  readonly log: Log;
  /** The database is damaged: it has to be mended before there can be a backup. */
  readonly onDamaged: () => Promise<void>;
};

/**
 * ST7: a backup a day. Every hour it is looked whether the newest is a day old; one that fails is in the log and tried
 * again with the next look, and is never the agent's trouble.
 */
export class Backups {
  readonly #parts: BackupParts;
  #cancel = (): void => undefined;
  #running: Promise<void> = Promise.resolve();
  #worker: Worker | null = null;
  #isStopped = false;

  constructor(parts: BackupParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#lookIn(FIRST_LOOK_MS);
  }

  /** Breaks off a backup that is being written: the next start writes it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#worker?.terminate();
    await this.#running;
  }

  #lookIn(ms: number): void {
    if (this.#isStopped) return;
    this.#cancel = this.#parts.clock.setTimer(ms, () => {
      this.#running = this.#look().finally(() => this.#lookIn(LOOK_EVERY_MS));
    });
  }

  async #look(): Promise<void> {
    const { file, clock, log, onDamaged } = this.#parts;
    try {
      const now = clock.now();
      const [newest] = backupsOf(file);
      const age = newest === undefined ? Infinity : now - takenAt(newest);
      // A clock that was set back leaves a backup from the future: one more does no harm.
      if (age >= 0 && age < DAY_MS) return;
      const outcome = await this.#write(now);
      if (outcome.kind === 'written') log.info('storage.backupWritten', { name: outcome.name });
      else log.warn('storage.backupFailed', outcome);
      if (outcome.kind === 'damaged') await onDamaged();
    } catch (error) {
      log.warn('storage.backupFailed', { error });
    }
  }

  #write(at: number): Promise<BackupOutcome> {
    const { file, workerUrl } = this.#parts;
    const worker = new Worker(workerUrl, {
      name: 'backup',
      workerData: { file, at },
      resourceLimits: LIMITS,
    });
    this.#worker = worker;
    return new Promise<BackupOutcome>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => resolve({ kind: 'failed', why: 'the backup was broken off' }));
    }).finally(() => {
      this.#worker = null;
    });
  }
}
