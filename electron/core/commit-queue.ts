import type { Changes } from './changes.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Store } from './ports/store.ts';
import { untilStored, type StorageHealth } from './retry.ts';

/** A decided batch on its way into the database. */
export type Batch = {
  readonly changes: Changes;
  /** Inputs of it, for the count of what waits. */
  readonly inputs: number;
};

type CommitParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<Store, 'commit'>;
  readonly health: StorageHealth;
  readonly onCommitted: (batch: Batch) => void;
};

/**
 * Writes batches one after the other: a later batch builds on the rows of an earlier one, so an earlier one that fails
 * holds the rest until it is written. Nothing is dropped while the process lives.
 */
export class CommitQueue {
  readonly #parts: CommitParts;
  readonly #waiting: Batch[] = [];
  #isRunning = false;
  #isGivenUp = false;

  constructor(parts: CommitParts) {
    this.#parts = parts;
  }

  /** Batches that are not yet durable, the one being written included. */
  get size(): number {
    return this.#waiting.length;
  }

  get waitingInputs(): number {
    return this.#waiting.reduce((sum, batch) => sum + batch.inputs, 0);
  }

  push(batch: Batch): void {
    this.#waiting.push(batch);
    if (!this.#isRunning) void this.#run();
  }

  /** Ends the retries: what the database still refuses is lost with the process. */
  giveUp(): void {
    this.#isGivenUp = true;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    let writing = this.#writeFirst();
    while (writing !== null) {
      const stored = await writing.stored;
      if (stored === null) break;
      this.#waiting.shift();
      // The database goes on with the next one while this one is shown.
      const next = this.#writeFirst();
      this.#parts.onCommitted(writing.batch);
      writing = next ?? this.#writeFirst();
    }
    this.#isRunning = false;
  }

  /** Hands the oldest batch to the database; `stored` is null when it was given up. Null where none waits. */
  #writeFirst(): { readonly batch: Batch; readonly stored: Promise<object | null> } | null {
    const [batch] = this.#waiting;
    if (batch === undefined) return null;
    const writes = batch.changes.writes();
    if (writes.length === 0) return { batch, stored: Promise.resolve({}) };
    const stored = untilStored(
      this.#parts,
      'commit',
      () => this.#parts.store.commit(writes),
      () => this.#isGivenUp,
    );
    return { batch, stored };
  }
}
