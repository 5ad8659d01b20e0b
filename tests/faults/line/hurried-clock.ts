import type { Clock } from '../../../electron/core/ports.ts';

/** Real time, so many times as fast: what waits for seconds in the app waits for milliseconds here. */
export class HurriedClock implements Clock {
  readonly #factor: number;
  readonly #startedAt = Date.now();
  readonly #start = performance.now();
  #timers = 0;

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
    this.#timers += 1;
    let isOpen = true;
    const close = (): void => {
      if (isOpen) this.#timers -= 1;
      isOpen = false;
    };
    const timer = setTimeout(() => {
      close();
      run();
    }, ms / this.#factor);
    return () => {
      clearTimeout(timer);
      close();
    };
  }

  /** Timers that wait. */
  get timers(): number {
    return this.#timers;
  }
}
