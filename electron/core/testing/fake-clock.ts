import type { Clock } from '../ports/clock.ts';

/** Lets every promise that is already settled run its followers, however long the chain. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
};

type Timer = { readonly at: number; readonly run: () => void };

/** A clock that moves only when told to. Timers run in the order of their moments. */
export class FakeClock implements Clock {
  #nowMs: number;
  #monotonicMs = 0;
  #timers: Timer[] = [];

  constructor(nowMs = Date.UTC(2026, 10, 23, 2)) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  setTimer(ms: number, run: () => void): () => void {
    const timer = { at: this.#monotonicMs + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get pendingTimers(): number {
    return this.#timers.length;
  }

  /** Somebody sets the wall clock; elapsed time knows nothing of it. */
  shiftWall(byMs: number): void {
    this.#nowMs += byMs;
  }

  /** Time passes; what falls due runs at its moment, and what it begins is let run before time goes on. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonicMs + ms;
    await settled();
    for (let next = this.#nextUntil(end); next !== null; next = this.#nextUntil(end)) {
      this.#moveTo(next.at);
      const due = next;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      due.run();
      await settled();
    }
    this.#moveTo(end);
  }

  #nextUntil(end: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of this.#timers) {
      if (timer.at <= end && (first === null || timer.at < first.at)) first = timer;
    }
    return first;
  }

  #moveTo(monotonicMs: number): void {
    this.#nowMs += Math.max(0, monotonicMs - this.#monotonicMs);
    this.#monotonicMs = Math.max(this.#monotonicMs, monotonicMs);
  }
}
