import { HeldClock } from '../../core/testing/held-clock.ts';

export class FakeClock extends HeldClock {
  constructor() {
    super(1_700_000_000_000);
  }

  /** Moves on by `ms`, letting promises settle before and after every timer. */
  async advance(ms: number): Promise<void> {
    const end = this.monotonicMs() + ms;
    await settle();
    for (let due = this.takeDue(end); due !== null; due = this.takeDue(end)) {
      due();
      await settle();
    }
    this.moveTo(end);
    await settle();
  }
}

/** Everything that is waiting on resolved promises has run when this resolves. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
