import { LeastRate } from './least-rate.ts';

/** SE5: the whole of an upload, which comes from this very computer. */
const TOTAL_MS = 120_000;

/** A sender that keeps no pace. */
export class SenderTooSlow extends Error {}

/** What it says, or null when it said nothing in so long. */
const withinMs = async <Value>(said: Promise<Value>, ms: number): Promise<Value | null> => {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, ms) + 1);
  });
  try {
    return await Promise.race([said, over]);
  } finally {
    clearTimeout(timer);
  }
};

/** The bytes as they come, as long as their sender keeps pace; rejects with `SenderTooSlow`, or as the sender does. */
export async function* steadyBody(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const rate = new LeastRate();
  const sender = bytes[Symbol.asyncIterator]();
  const untilMs = performance.now() + TOTAL_MS;
  let asked: Promise<IteratorResult<Uint8Array>> | null = null;
  try {
    for (;;) {
      const fromMs = performance.now();
      asked ??= sender.next();
      const next = await withinMs(asked, Math.min(rate.leftMs, untilMs - fromMs));
      const isSteady = rate.noteWait(performance.now() - fromMs);
      if (!isSteady || performance.now() > untilMs) throw new SenderTooSlow();
      if (next === null) continue;
      asked = null;
      if (next.done === true) return;
      rate.noteBytes(next.value.length);
      yield next.value;
    }
  } finally {
    // Not awaited: a sender that says nothing does not answer this either.
    asked?.catch(() => {});
    void sender.return?.()?.catch(() => {});
  }
}
