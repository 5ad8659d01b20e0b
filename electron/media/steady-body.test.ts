import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SenderTooSlow, steadyBody } from './steady-body.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function* sender(everyMs: number, bytes: number, count: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < count; sent += 1) {
    await pause(everyMs);
    yield Buffer.alloc(bytes);
  }
}

/** How many bytes came before it ended, and how it did. */
const taken = async (bytes: AsyncIterable<Uint8Array>): Promise<readonly [number, string]> => {
  let total = 0;
  try {
    for await (const chunk of steadyBody(bytes)) total += chunk.length;
    return [total, 'whole'];
  } catch (error) {
    return [total, error instanceof SenderTooSlow ? 'slow' : String(error)];
  }
};

describe('the body of an upload', () => {
  it.each([
    ['at once', sender(0, 1_000, 5), 100, [5_000, 'whole']],
    ['steadily', sender(1_000, 2_000, 60), 61_000, [120_000, 'whole']],
    ['a byte every three seconds', sender(3_000, 1, 100), 11_000, [3, 'slow']],
    ['nothing', sender(1e9, 1, 1), 11_000, [0, 'slow']],
    ['for ever, if fast enough', sender(100, 1_000, 1e9), 121_000, [1_199_000, 'slow']],
  ])('[SE5] that comes %s', async (_how, bytes, withinMs, [least, end]) => {
    const got = taken(bytes);
    await vi.advanceTimersByTimeAsync(withinMs);
    expect((await got)[1]).toBe(end);
    expect((await got)[0]).toBeGreaterThanOrEqual(Number(least) * 0.9);
  });

  it('tells of a sender that breaks off, and asks one no more that is not wanted', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.alloc(3));
      throw new Error('the page went away');
    };
    expect(await taken(broken())).toEqual([3, 'Error: the page went away']);
    let isLeft = false;
    const long = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield await Promise.resolve(Buffer.alloc(1));
      } finally {
        isLeft = true;
      }
    };
    for await (const chunk of steadyBody(long())) if (chunk.length > 0) break;
    expect(isLeft).toBe(true);
  });
});
