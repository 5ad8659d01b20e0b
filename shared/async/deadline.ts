/** What a deadline needs of a clock: runs `run` once after `ms`, and answers its undo. */
export type Timers = { readonly setTimer: (ms: number, run: () => void) => () => void };

export class DeadlineMissed extends Error {
  constructor(what: string, ms: number) {
    super(`${what}: no answer within ${ms} ms`);
    this.name = 'DeadlineMissed';
  }
}

/** The outcome of `work`, or rejects with `DeadlineMissed` after `ms`. The work itself is not stopped. */
export const within = async <Value>(
  timers: Timers,
  ms: number,
  what: string,
  work: Promise<Value>,
): Promise<Value> => {
  let cancel = (): void => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    cancel = timers.setTimer(ms, () => reject(new DeadlineMissed(what, ms)));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
};

/** Resolves when `work` does, or after `ms` without it; rejects as `work` does. The work goes on. */
export const atMost = (timers: Timers, ms: number, work: Promise<unknown>): Promise<void> =>
  within(timers, ms, 'work', work).then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof DeadlineMissed)) throw error;
    },
  );
