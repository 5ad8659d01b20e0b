import type { Clock } from '../../../electron/core/ports/clock.ts';

/** Real time, so many times as fast: what waits for seconds in the app waits for milliseconds here. */
export class HurriedClock implements Clock {
  readonly #factor: number;
  readonly #startedAt = Date.now();
  readonly #start = performance.now();

  constructor(factor: number) {
    this.#factor = factor;
  }

  now(): number {
    return this.#startedAt + this.monotonicMs();
  }

  monotonicMs(): number {
    return (performance.now() - this.#start) * this.#factor;
  }

  setTimer(ms: number, run: () => void): () => void {
    const timer = setTimeout(run, ms / this.#factor);
    return () => clearTimeout(timer);
  }
}
