import type { Clock } from '../core/ports/clock.ts';
import type { Publisher } from '../core/ports/publisher.ts';
import {
  squash,
  type Delta,
  type DeltaFrame,
  type Replica,
  type Snapshot,
} from '#shared/sync/delta.ts';

/**
 * Longest that a committed change waits for company; a quarter of a frame, since a window that falls behind merges what piled
 * up by itself. By timer: a minimised window has no animation frames.
 */
const COALESCE_MS = 4;

/** Pairwise, so that a burst of n deltas costs n log n instead of n squared. */
const squashAll = (deltas: readonly Delta[]): Delta => {
  let row = [...deltas];
  while (row.length > 1) {
    const next: Delta[] = [];
    for (let at = 0; at < row.length; at += 2) {
      const [older, newer] = [row[at], row[at + 1]];
      if (older !== undefined) next.push(newer === undefined ? older : squash(older, newer));
    }
    row = next;
  }
  return row[0] ?? {};
};

/**
 * Sends the core's committed changes to the pages: what comes within 4 ms becomes one frame, frames are numbered with
 * (epoch, seq) without a gap. A page listens first, then takes a snapshot, then applies what follows.
 */
export class DeltaPublisher implements Publisher {
  readonly #clock: Pick<Clock, 'setTimer' | 'monotonicMs'>;
  #epoch: string;
  readonly #listeners = new Set<(frame: DeltaFrame) => void>();
  #seq = 0;
  #waiting: Delta[] = [];
  #cancelTimer: (() => void) | null = null;
  #sentMonotonicMs = Number.NEGATIVE_INFINITY;

  /** `epoch` is one life of the core (`IdSource.epoch`). */
  constructor(parts: {
    readonly clock: Pick<Clock, 'setTimer' | 'monotonicMs'>;
    readonly epoch: string;
  }) {
    this.#clock = parts.clock;
    this.#epoch = parts.epoch;
  }

  /** Another life of the core: every page that listens hears of it at once, and takes a new snapshot. */
  beginEpoch(epoch: string): void {
    this.flush();
    this.#epoch = epoch;
    this.#seq = 0;
    this.#waiting.push({});
    this.flush();
  }

  publish(delta: Delta): void {
    this.#waiting.push(delta);
    if (this.#cancelTimer !== null) return;
    // A change after a quiet time goes at once (with whatever the same turn still brings); only a burst is held back.
    const quietMs = this.#clock.monotonicMs() - this.#sentMonotonicMs;
    const waitMs = Math.max(0, COALESCE_MS - quietMs);
    this.#cancelTimer = this.#clock.setTimer(waitMs, () => this.flush());
  }

  /** Sends what waits, now. */
  flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#waiting.length === 0) return;
    const delta = squashAll(this.#waiting);
    this.#waiting = [];
    this.#sentMonotonicMs = this.#clock.monotonicMs();
    this.#seq += 1;
    const frame: DeltaFrame = { cursor: { epoch: this.#epoch, seq: this.#seq }, delta };
    for (const listener of this.#listeners) listener(frame);
  }

  /** The replica with the cursor that it stands at: frames up to that cursor are in it, later ones are not. */
  snapshot(replica: () => Replica): Snapshot {
    this.flush();
    return { cursor: { epoch: this.#epoch, seq: this.#seq }, replica: replica() };
  }

  /** Returns its undo. `hear` must not throw. */
  onFrame(listener: (frame: DeltaFrame) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Sends what waits and lets every listener go. */
  stop(): void {
    this.flush();
    this.#listeners.clear();
  }
}
