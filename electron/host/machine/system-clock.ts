import type { Clock } from '../../core/ports/clock.ts';

/** The machine's clock. Timers keep the process alive until they ran or were undone. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  setTimer: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
