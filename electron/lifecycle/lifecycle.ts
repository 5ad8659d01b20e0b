import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { StorageError, type OpenedStore } from '../core/ports/store.ts';
import type { DatabasePlace } from './database-place.ts';
import type { StorageReason, StorageStatus, StorageTrouble } from '#shared/model/storage-status.ts';
import { atMost } from '#shared/async/deadline.ts';
import { ClosedStage } from './closed-stage.ts';
import type { Stage } from './stage.ts';

/** Between two tries. With the second that a locked file takes to answer, a cause that is gone is noticed within 5 s (ST5). */
const RETRY_MS = 1_000;
/** A newer database is looked at again this often: another file may have taken its place (ST3). */
const LOOK_AGAIN_MS = 3_000;
/**
 * An ordinary opening is over by then, so who looks at the workbench before that waits for it rather than see it empty.
 * Later it is told that the database does not answer; ST5 gives 2 s for that.
 */
const SLOW_AFTER_MS = 1_700;
/** How long the end of the program waits for a try that is under way. */
const STOP_WITHIN_MS = 2_000;

type OpeningParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly place: DatabasePlace;
  /** Builds what there is over an open database, running. Rejects with a `StorageError`. */
  readonly enter: (opened: OpenedStore) => Promise<Stage>;
  /** Another stage stands for the workbench, with this access to the database. */
  readonly onStage: (access: OpenedStore['access']) => void;
  /** The database is still closed, and there is something new to be said about it. */
  readonly onStatus: (status: StorageStatus) => void;
};

/**
 * The way from a closed database to a working one (ST5): tried again and again, so that whatever keeps the file shut, the
 * program runs, says so, and goes on by itself once the cause is gone.
 */
export class Lifecycle {
  readonly #parts: OpeningParts;
  readonly #closed = new ClosedStage();
  #stage: Stage = this.#closed;
  #life: Promise<void> = Promise.resolve();
  /** Settled by the end of the first try, or by the first thing that is to be said. */
  readonly #firstTry = Promise.withResolvers<void>();
  #isStopped = false;
  /** Of the file that is looked at, when only looking is possible. */
  #seen: string | null = null;
  #lastFailure: StorageReason | null = null;
  #endPause = (): void => undefined;

  constructor(parts: OpeningParts) {
    this.#parts = parts;
  }

  get stage(): Stage {
    return this.#stage;
  }

  start(): void {
    this.#life = this.#run();
  }

  /** Resolves when the first try is over, or takes longer than an ordinary one. */
  whenTried(): Promise<void> {
    return this.#firstTry.promise;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#endPause();
    await atMost(this.#parts.clock, STOP_WITHIN_MS, this.#life);
    await this.#stage.stop();
  }

  async #run(): Promise<void> {
    for (let isOpen = false; !isOpen && !this.#isStopped;) {
      isOpen = await this.#tryOnce();
      this.#firstTry.resolve();
      if (!isOpen) await this.#pause(this.#stage === this.#closed ? RETRY_MS : LOOK_AGAIN_MS);
    }
  }

  /** True when there is nothing left to be tried. */
  async #tryOnce(): Promise<boolean> {
    const { place, clock, log } = this.#parts;
    if (this.#seen !== null && this.#seen === place.fingerprint()) return false;
    const answered = clock.setTimer(SLOW_AFTER_MS, () => {
      if (this.#closed.reason !== null) return;
      this.#notify(this.#closed.upgraded === null ? 'storage.slow' : 'storage.upgrading');
    });
    try {
      const reason = place.claim();
      if (reason !== null) throw new StorageError(reason, 'the data folder is not ready');
      return await this.#take(await place.open((done) => this.#noteUpgrade(done)));
    } catch (error) {
      const kind = error instanceof StorageError ? error.kind : 'storage.failed';
      // It is tried every second, perhaps for hours; the log is told what changed.
      if (kind !== this.#lastFailure) log.warn('storage.notOpened', { kind, error });
      this.#lastFailure = kind;
      this.#notify(kind);
      return false;
    } finally {
      this.#closed.upgraded = null;
      answered();
    }
  }

  async #take(opened: OpenedStore): Promise<boolean> {
    const isReadonly = opened.access === 'readonly';
    if (this.#isStopped || (isReadonly && this.#stage !== this.#closed)) {
      await opened.store.close();
      this.#seen = isReadonly ? this.#parts.place.fingerprint() : null;
      return false;
    }
    const before = this.#stage;
    this.#stage = await this.#enter(opened);
    this.#seen = isReadonly ? this.#parts.place.fingerprint() : null;
    this.#parts.log.info('storage.opened', { access: opened.access });
    this.#parts.onStage(opened.access);
    await before.stop().catch((error: unknown) => {
      this.#parts.log.warn('storage.viewNotClosed', { error });
    });
    return !isReadonly;
  }

  async #enter(opened: OpenedStore): Promise<Stage> {
    try {
      return await this.#parts.enter(opened);
    } catch (error) {
      await opened.store.close().catch(() => undefined);
      if (opened.access === 'readwrite') throw error;
      // A shape that this app does not know at all cannot be looked at either; what to do about it is the same.
      const message = error instanceof Error ? error.message : '';
      throw new StorageError('storage.newer', message);
    }
  }

  /** A short one is an ordinary opening; of one that takes longer every step is told. */
  #noteUpgrade(done: number): void {
    this.#closed.upgraded = done;
    const { reason } = this.#closed;
    if (reason === 'storage.slow') this.#notify('storage.upgrading');
    else if (reason === 'storage.upgrading') this.#parts.onStatus(this.#closed.status);
  }

  #notify(reason: StorageTrouble): void {
    if (this.#stage !== this.#closed || this.#closed.reason === reason) return;
    this.#closed.reason = reason;
    this.#firstTry.resolve();
    this.#parts.onStatus(this.#closed.status);
  }

  #pause(ms: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#parts.clock.setTimer(ms, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }
}
