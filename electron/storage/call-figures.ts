import type { SlowQuery, StorageFigures } from '../core/ports/storage-figures.ts';
import type { SlowRun } from './slow-watch.ts';

/** So many different texts of SQL are kept, those that were slow last. The app has about forty. */
const MOST_SLOW = 50;

/** How busy the storage thread is, as the main side sees it: it can be read while the thread hangs, and outlives it. */
export class CallFigures {
  #waiting = 0;
  #mostWaiting = 0;
  /** The one that was slow last stands last. */
  readonly #slow = new Map<string, SlowQuery>();

  noteCall(): void {
    this.#waiting += 1;
    this.#mostWaiting = Math.max(this.#mostWaiting, this.#waiting);
  }

  noteSettled(calls: number): void {
    this.#waiting -= calls;
  }

  noteSlow({ operation, sql, plan, tookMs }: SlowRun): void {
    const key = sql ?? `operation ${operation}`;
    const known = this.#slow.get(key);
    this.#slow.delete(key);
    const isWorst = known === undefined || tookMs > known.worstMs;
    this.#slow.set(key, {
      ...(isWorst ? { operation, sql, plan, worstMs: tookMs } : known),
      count: (known?.count ?? 0) + 1,
    });
    const [oldest] = this.#slow.keys();
    if (this.#slow.size > MOST_SLOW && oldest !== undefined) this.#slow.delete(oldest);
  }

  read(): StorageFigures {
    return {
      waitingCalls: this.#waiting,
      mostWaitingCalls: this.#mostWaiting,
      slow: [...this.#slow.values()].toReversed(),
    };
  }
}
