import { expect, it } from 'vitest';
import { FakeClock } from './testing/fake-clock.ts';
import { watchForWakeUp } from './wake-watch.ts';

const start = () => {
  const clock = new FakeClock();
  let wakes = 0;
  const stop = watchForWakeUp(clock, () => {
    wakes += 1;
  });
  return { clock, stop, wakes: () => wakes };
};

it('[GW4] sees a sleep by either clock, once', () => {
  for (const monotonicStands of [true, false]) {
    const { clock, wakes } = start();
    clock.advance(20_000);
    clock.sleep(60_000, { monotonicStands });
    clock.advance(2_000);
    expect(wakes()).toBe(1);
    clock.advance(60_000);
    expect(wakes()).toBe(1);
  }
});

it('[GW4] a stall of a few seconds or a clock set back is no sleep', () => {
  const { clock, wakes } = start();
  clock.sleep(7_000, { monotonicStands: true });
  clock.advance(2_000);
  clock.sleep(-3_600_000, { monotonicStands: true });
  clock.advance(20_000);
  expect(wakes()).toBe(0);
});

it('leaves no timer behind', () => {
  const { clock, stop } = start();
  stop();
  expect(clock.pendingTimers).toBe(0);
});
