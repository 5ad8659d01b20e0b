import type { CleanLog, Clock } from '../../core/ports.ts';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  setTimer: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Says nothing and knows no secret. */
export const quietLog: CleanLog = {
  info: () => {},
  warn: () => {},
  redactCookies: () => {},
  clean: (text) => text,
};
