import type { Clock } from '../../../electron/core/ports/clock.ts';
import { settle } from '../../../electron/platforms/testing/fake-clock.ts';

type Timer = { readonly at: number; readonly run: () => void; isOver: boolean };

/** A clock that moves when it is told to, for many thousands of timers: they are kept in order, the next one at the end. */
export class SteppedClock implements Clock {
  #now = 1_700_000_000_000;
  readonly #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  monotonicMs(): number {
    return this.#now;
  }

  setTimer(ms: number, run: () => void): () => void {
    const timer: Timer = { at: this.#now + ms, run, isOver: false };
    this.#timers.splice(this.#placeOf(timer.at), 0, timer);
    return () => {
      timer.isOver = true;
    };
  }

  /** Lets promises settle before and after every timer. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#timers.at(-1); next && next.at <= end; next = this.#timers.at(-1)) {
      this.#timers.pop();
      if (next.isOver) continue;
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settle();
    }
    this.#now = end;
  }

  /** Before those of the same time, which run first. */
  #placeOf(at: number): number {
    let [low, high] = [0, this.#timers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#timers[middle]?.at ?? 0) > at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
