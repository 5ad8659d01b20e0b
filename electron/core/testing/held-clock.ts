import type { Clock } from '../ports/clock.ts';

type Timer = { readonly at: number; readonly run: () => void };

/** Time that stands until a test moves it. How it is moved, and what is waited for meanwhile, is said by those who extend it. */
export abstract class HeldClock implements Clock {
  readonly #startedAt: number;
  #elapsedMs = 0;
  /** How far the wall clock is ahead of elapsed time: somebody set it, or the machine slept. */
  #wallShiftMs = 0;
  #timers: Timer[] = [];

  constructor(startedAt: number) {
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
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get pendingTimers(): number {
    return this.#timers.length;
  }

  /** Somebody sets the wall clock; elapsed time knows nothing of it. */
  shiftWall(byMs: number): void {
    this.#wallShiftMs += byMs;
  }

  /** The first timer that falls due until then is taken out, at its moment; null when there is none. */
  protected takeDue(untilMs: number): (() => void) | null {
    const [first] = this.#timers.filter(({ at }) => at <= untilMs).sort((a, b) => a.at - b.at);
    if (first === undefined) return null;
    this.#timers = this.#timers.filter((other) => other !== first);
    this.moveTo(first.at);
    return first.run;
  }

  protected moveTo(elapsedMs: number): void {
    this.#elapsedMs = Math.max(this.#elapsedMs, elapsedMs);
  }
}
