import type { Timers } from '#shared/async/deadline.ts';

/** Resolves after `ms`, or at once when `signal` is aborted; never rejects. */
export const pause = (timers: Timers, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = timers.setTimer(ms, finish);
    signal.addEventListener('abort', finish);
  });
