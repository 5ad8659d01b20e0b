import type { Clock } from './ports/clock.ts';

/** Longest sleep: a machine that slept is noticed within this time. */
const LONGEST_MS = 30_000;

/**
 * One timer for many moments of elapsed time, each with a key; a later moment for a key replaces the earlier one. Whatever is
 * done to the wall clock, nothing falls due sooner or later by it.
 */
export class Alarm<Key> {
  readonly #clock: Pick<Clock, 'setTimer'>;
  readonly #elapsedMs: () => number;
  readonly #onDue: (keys: readonly Key[]) => void;
  readonly #moments = new Map<Key, number>();
  #timer: { readonly at: number; readonly cancel: () => void } | null = null;
  #isRunning = false;

  constructor(
    clock: Pick<Clock, 'setTimer'>,
    elapsedMs: () => number,
    onDue: (keys: readonly Key[]) => void,
  ) {
    this.#clock = clock;
    this.#elapsedMs = elapsedMs;
    this.#onDue = onDue;
  }

  /** `key` falls due in `ms` from now. */
  set(key: Key, ms: number): void {
    const at = this.#elapsedMs() + ms;
    this.#moments.set(key, at);
    if (this.#isRunning) this.#sleepUntil(at);
  }

  start(): void {
    this.#isRunning = true;
    this.#ring();
  }

  stop(): void {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #sleepUntil(at: number): void {
    if (this.#timer !== null && this.#timer.at <= at) return;
    this.#timer?.cancel();
    const waitMs = Math.min(Math.max(0, at - this.#elapsedMs()), LONGEST_MS);
    const cancel = this.#clock.setTimer(waitMs, () => this.#ring());
    this.#timer = { at, cancel };
  }

  #ring(): void {
    this.#timer = null;
    const now = this.#elapsedMs();
    const due: Key[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (const [key, at] of this.#moments) {
      if (at <= now) due.push(key);
      else next = Math.min(next, at);
    }
    for (const key of due) this.#moments.delete(key);
    if (next < Number.POSITIVE_INFINITY) this.#sleepUntil(next);
    if (due.length > 0) this.#onDue(due);
  }
}
