import type { Clock } from '../../core/ports/clock.ts';

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  readonly #startedAt: number;
  #elapsedMs = 0;
  /** How far the wall clock is ahead of the monotonic one (sleep, or somebody set it). */
  #wallShiftMs = 0;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  constructor(startedAt = 1_700_000_000_000) {
    this.#startedAt = startedAt;
  }

  now(): number {
    return this.#startedAt + this.#elapsedMs + this.#wallShiftMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  setTimer(ms: number, run: () => void): () => void {
    const timer = { at: this.#elapsedMs + Math.max(0, ms), run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** Number of timers that wait. */
  get timers(): number {
    return this.#timers.length;
  }

  /** Moves time on, running what falls due, each at its moment. */
  advance(ms: number): void {
    const until = this.#elapsedMs + ms;
    for (;;) {
      const [next] = this.#timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#elapsedMs = Math.max(this.#elapsedMs, next.at);
      next.run();
    }
    this.#elapsedMs = until;
  }

  /** The machine slept: timers stood still, and so did (by `monotonicMs`) the monotonic clock or not. */
  sleep(ms: number, options: { readonly monotonicStands: boolean }): void {
    if (options.monotonicStands) this.#wallShiftMs += ms;
    else this.#elapsedMs += ms;
  }
}
