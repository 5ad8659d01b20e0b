import { HeldClock } from './held-clock.ts';

/** Lets every promise that is already settled run its followers, however long the chain. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
};

export class FakeClock extends HeldClock {
  constructor(nowMs = Date.UTC(2026, 10, 23, 2)) {
    super(nowMs);
  }

  /** Time passes; what falls due runs at its moment, and what it begins is let run before time goes on. */
  async advance(ms: number): Promise<void> {
    const end = this.monotonicMs() + ms;
    await settled();
    for (let due = this.takeDue(end); due !== null; due = this.takeDue(end)) {
      due();
      await settled();
    }
    this.moveTo(end);
  }
}
