/** One timer for every clock on the screen. It rests while nobody listens. */
export class Ticker {
  readonly #clock: { readonly now: () => number };
  readonly #later: (ms: number, run: () => void) => () => void;
  readonly #listeners = new Set<() => void>();
  #cancel: (() => void) | null = null;

  constructor(parts: {
    readonly clock: { readonly now: () => number };
    readonly later: (ms: number, run: () => void) => () => void;
  }) {
    this.#clock = parts.clock;
    this.#later = parts.later;
  }

  /** The present time rounded down to `everyMs`, so that readers change together and only then. */
  now(everyMs: number): number {
    return Math.floor(this.#clock.now() / everyMs) * everyMs;
  }

  /** Returns its undo. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#cancel === null) this.#schedule();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) {
        this.#cancel?.();
        this.#cancel = null;
      }
    };
  };

  #schedule(): void {
    const untilNextSecond = 1_000 - (this.#clock.now() % 1_000);
    this.#cancel = this.#later(untilNextSecond, () => {
      this.#schedule();
      for (const listener of this.#listeners) listener();
    });
  }
}
