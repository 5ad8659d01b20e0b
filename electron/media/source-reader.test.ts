import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SourceReader } from './source-reader.ts';
import { MediaRefused } from './upstream.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const open = () => {
  const source = new Readable({ read: () => undefined });
  source.on('error', () => undefined);
  let received = 0;
  const reader = new SourceReader(
    { response: source as IncomingMessage, noteRead: () => undefined },
    (count) => void (received += count),
  );
  return { source, reader, received: () => received };
};

/** What comes of it, as text. */
const said = async (piece: Promise<Buffer | null>): Promise<string> => {
  try {
    const bytes = await piece;
    return bytes === null ? 'end' : `${bytes.length}`;
  } catch (error) {
    return error instanceof MediaRefused ? error.kind : String(error);
  }
};

describe('the reader of a source', () => {
  it('[SE5] gathers what comes byte by byte', async () => {
    const { source, reader } = open();
    const piece = said(reader.next());
    for (let count = 0; count < 30; count += 1) {
      source.push('x');
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(20);
    expect(await piece).toBe('30');
  });

  it('waits for no more than it hands on at once, nor at the end', async () => {
    const { source, reader, received } = open();
    source.push(Buffer.alloc(70_000));
    expect(await said(reader.next())).toBe('70000');
    source.push('tail');
    source.push(null);
    expect(await said(reader.next())).toBe('4');
    expect(await said(reader.next())).toBe('end');
    expect(received()).toBe(70_004);
  });

  it('hands on what came before a break, then tells of the break', async () => {
    const { source, reader } = open();
    source.push('some');
    const piece = said(reader.next());
    await vi.advanceTimersByTimeAsync(5);
    source.destroy(new Error('reset'));
    expect(await piece).toBe('4');
    expect(await said(reader.next())).toBe('network');
  });

  it('[SE5] leaves a source that drips a byte every three seconds', async () => {
    const { source, reader } = open();
    const drip = setInterval(() => source.push('x'), 3_000);
    const heard: string[] = [];
    const all = (async () => {
      for (;;) {
        heard.push(await said(reader.next()));
        if (heard.at(-1) === 'slow') return;
      }
    })();
    await vi.advanceTimersByTimeAsync(10_500);
    clearInterval(drip);
    await all;
    expect(heard).toEqual(['1', '1', '1', 'slow']);
  });

  it('[SE5] leaves a source that says nothing', async () => {
    const { reader } = open();
    const piece = said(reader.next());
    await vi.advanceTimersByTimeAsync(9_900);
    await vi.advanceTimersByTimeAsync(200);
    expect(await piece).toBe('slow');
  });

  it('[SE5] keeps one that is slow but steady, and one whose page does not read on', async () => {
    const { source, reader } = open();
    const heard: string[] = [];
    const read = async (times: number): Promise<void> => {
      for (let count = 0; count < times; count += 1) heard.push(await said(reader.next()));
    };
    const steady = setInterval(() => source.push(Buffer.alloc(2_000)), 1_000);
    const all = read(60);
    await vi.advanceTimersByTimeAsync(60_100);
    clearInterval(steady);
    await all;
    // As of a paused video: nobody asks.
    await vi.advanceTimersByTimeAsync(120_000);
    source.push(Buffer.alloc(2_000));
    const last = read(1);
    await vi.advanceTimersByTimeAsync(100);
    await last;
    expect(heard).toEqual(Array.from({ length: 61 }, () => '2000'));
  });
});
