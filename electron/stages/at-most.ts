import type { Clock } from '../core/ports.ts';

/** Resolves with `work`, or after `ms` without it; the work goes on. */
export const atMost = async (
  clock: Pick<Clock, 'setTimer'>,
  ms: number,
  work: Promise<unknown>,
): Promise<void> => {
  let cancel = (): void => undefined;
  const deadline = new Promise<void>((resolve) => {
    cancel = clock.setTimer(ms, resolve);
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    cancel();
  }
};
