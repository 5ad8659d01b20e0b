import type { Clock } from '../../core/ports/clock.ts';

const FIRST_MS = 1_000;
const LAST_MS = 60_000;
/** A shop that has received so long is well: a page that ends as soon as it is there would else be opened every second, for ever. */
const WELL_AFTER_MS = 60_000;

/** When a lost page is opened again: after 1 s, doubling to 60 s, each with jitter, so that the shops do not all come at once. */
export class ReopenTimer {
  readonly #clock: Pick<Clock, 'setTimer'>;
  readonly #random: () => number;
  #cancel: () => void = () => {};
  #cancelWell: () => void = () => {};
  #nextMs = FIRST_MS;

  constructor(parts: { readonly clock: Pick<Clock, 'setTimer'>; readonly random: () => number }) {
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** Replaces what was set before. */
  set(reopen: () => void): void {
    this.cancel();
    const ms = this.#nextMs * (0.5 + this.#random() / 2);
    this.#nextMs = Math.min(this.#nextMs * 2, LAST_MS);
    this.#cancel = this.#clock.setTimer(ms, reopen);
  }

  cancel(): void {
    this.#cancel();
    this.#cancelWell();
  }

  /** The shop receives. When it has for a minute, the next loss begins with a short wait again. */
  receives(): void {
    this.#cancelWell();
    this.#cancelWell = this.#clock.setTimer(WELL_AFTER_MS, () => {
      this.#nextMs = FIRST_MS;
    });
  }
}
