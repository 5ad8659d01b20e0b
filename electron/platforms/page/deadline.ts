import type { Clock } from '../../core/ports.ts';

export class DeadlineMissed extends Error {
  constructor(what: string, ms: number) {
    super(`${what}: no answer within ${ms} ms`);
    this.name = 'DeadlineMissed';
  }
}

/** Resolves after `ms`, or at once when `signal` is aborted; never rejects. */
export const pause = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.setTimer(ms, finish);
    signal.addEventListener('abort', finish);
  });

/** The outcome of `work`, or `DeadlineMissed` after `ms`. The work itself is not stopped. */
export const within = async <Value>(
  clock: Clock,
  ms: number,
  what: string,
  work: Promise<Value>,
): Promise<Value> => {
  let cancel = (): void => {};
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.setTimer(ms, () => reject(new DeadlineMissed(what, ms)));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
};
