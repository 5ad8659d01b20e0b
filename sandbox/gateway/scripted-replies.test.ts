import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GatewayFrame } from './frames.ts';
import type { BusinessHeard } from './gateway.ts';
import { ScriptedReplies } from './scripted-replies.ts';

const STORE = '93a5c3d2-efe1-4ab5-ada3-d8c1d1212b31';
const NOW = 1_790_000_000_000;

/** The two ends of the gateway that the AI uses. */
class Line {
  readonly told: GatewayFrame[] = [];
  #listen: (heard: BusinessHeard) => void = () => {};

  onBusiness(hear: (heard: BusinessHeard) => void): () => void {
    this.#listen = hear;
    return () => {
      this.#listen = () => {};
    };
  }

  notify(frame: GatewayFrame): void {
    this.told.push(frame);
  }

  buyerSays(content: string, more: GatewayFrame = {}): void {
    const frame = { type: 'message', content, msg_type: 'text', sender: { id: 'b' }, ...more };
    this.#listen({ storeId: STORE, frame });
  }
}

let line: Line;
const start = (seed: string): ScriptedReplies => {
  line = new Line();
  const replies = new ScriptedReplies(line, seed, () => NOW);
  replies.setEnabled(STORE, true);
  return replies;
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the back office’s AI', () => {
  it('answers each message once, 0.3 to 1.5 s later, in the shape of the spec (5.3)', () => {
    start('1');
    line.buyerSays('什么时候能发货?');
    vi.advanceTimersByTime(299);
    expect(line.told).toEqual([]);
    vi.advanceTimersByTime(1201);
    expect(line.told).toEqual([
      {
        type: 'message',
        content: expect.stringContaining('发'),
        msg_type: 'text',
        receiver: { id: 'b' },
        store_id: STORE,
      },
    ]);
    vi.advanceTimersByTime(60_000);
    expect(line.told).toHaveLength(1);
  });

  it('says the same with the same seed', () => {
    const talk = (seed: string): readonly unknown[] => {
      start(seed);
      for (const words of ['在吗', '多大码', '几天到', '随便问问', '在吗', '多大码']) {
        line.buyerSays(words);
        vi.advanceTimersByTime(1500);
      }
      return line.told.map(({ content }) => content);
    };
    expect(talk('7')).toEqual(talk('7'));
    const others = Array.from({ length: 8 }, (_, index) => JSON.stringify(talk(`${index}`)));
    expect(new Set(others).size).toBeGreaterThan(1);
  });

  it('leaves to people what was said more than a minute ago', () => {
    start('1');
    line.buyerSays('在吗', { timestamp: NOW - 60_001 });
    line.buyerSays('在吗', { timestamp: NOW - 60_000 });
    vi.advanceTimersByTime(2000);
    expect(line.told).toHaveLength(1);
  });

  it('has a word for every type, none for other frames, and none for a shop without AI', () => {
    const replies = start('1');
    for (const type of ['image', 'video', 'product_card', 'order_card']) {
      line.buyerSays('https://example.com/a', { msg_type: type });
    }
    line.buyerSays('客服小王', { type: 'transfer' });
    vi.advanceTimersByTime(2000);
    expect(new Set(line.told.map(({ content }) => content)).size).toBe(4);
    replies.setEnabled(STORE, false);
    line.buyerSays('在吗');
    vi.advanceTimersByTime(2000);
    expect(line.told).toHaveLength(4);
  });

  it('says nothing after it was closed', () => {
    const replies = start('1');
    line.buyerSays('在吗');
    replies.close();
    vi.advanceTimersByTime(2000);
    expect(line.told).toEqual([]);
  });
});
