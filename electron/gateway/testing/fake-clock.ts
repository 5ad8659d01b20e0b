import { HeldClock } from '../../core/testing/held-clock.ts';

export class FakeClock extends HeldClock {
  constructor(startedAt = 1_700_000_000_000) {
    super(startedAt);
  }

  /** Moves time on, running what falls due, each at its moment. */
  advance(ms: number): void {
    const end = this.monotonicMs() + ms;
    for (let due = this.takeDue(end); due !== null; due = this.takeDue(end)) due();
    this.moveTo(end);
  }

  /** The machine slept: timers stood still, and so did (by `monotonicMs`) the monotonic clock or not. */
  sleep(ms: number, options: { readonly monotonicStands: boolean }): void {
    if (options.monotonicStands) this.shiftWall(ms);
    else this.moveTo(this.monotonicMs() + ms);
  }
}
