import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXIT } from './cannot-start.ts';
import { endInOrder } from './ending.ts';

const lines: string[] = [];
const log = { info: () => undefined, warn: (event: string) => void lines.push(event) };
const signals = ['SIGTERM', 'SIGINT'] as const;

beforeEach(() => {
  lines.length = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  for (const signal of signals) process.removeAllListeners(signal);
});

const open = (stop: () => Promise<void>) => {
  const codes: number[] = [];
  const end = endInOrder({ stop, exit: (code) => void codes.push(code), log });
  return { codes, end };
};

describe('the end of a host', () => {
  it.each(signals)('is asked for by %s, and comes once, after all is written', async (signal) => {
    let finish = (): void => undefined;
    const stop = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    const { codes, end } = open(stop);
    process.emit(signal);
    end();
    expect(stop).toHaveBeenCalledOnce();
    expect(codes).toEqual([]);
    finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(codes).toEqual([EXIT.done]);
  });

  it('says by its code that something could not be written', async () => {
    const { codes, end } = open(() => Promise.reject(new Error('disk')));
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect([codes, lines]).toEqual([[EXIT.failed], ['stop.failed']]);
  });

  it('does not wait for ever for a goodbye', async () => {
    const { codes, end } = open(() => new Promise(() => undefined));
    end();
    await vi.advanceTimersByTimeAsync(2_400);
    expect(codes).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect([codes, lines]).toEqual([[EXIT.done], ['stop.late']]);
  });
});
