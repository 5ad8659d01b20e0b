import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Place, Places } from './places.ts';

const NEVER = new AbortController().signal;
let now = 0;

beforeEach(() => {
  now = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const pass = async (ms: number): Promise<void> => {
  now += ms;
  await vi.advanceTimersByTimeAsync(Math.max(ms, 1));
};

/** Those that ask, in order, and what became of each. */
class Askers {
  readonly places = new Places(() => now);
  readonly given: string[] = [];
  readonly ended: string[] = [];
  readonly held = new Map<string, Place>();
  readonly #asked = new Map<string, number>();

  async ask(host: string, count: number, signal = NEVER): Promise<void> {
    for (let times = 0; times < count; times += 1) {
      const number = this.#asked.get(host) ?? 0;
      this.#asked.set(host, number + 1);
      const name = `${host}${number}`;
      this.places
        .take(host, () => this.ended.push(name), signal)
        .then(
          (place) => {
            this.given.push(name);
            this.held.set(name, place);
          },
          () => this.ended.push(name),
        );
    }
    await vi.advanceTimersByTimeAsync(0);
  }

  receive(): void {
    for (const place of this.held.values()) place.noteBytes(5_000);
  }
}

describe('fair places', () => {
  it('[SE5] twelve that receive nothing keep no other waiting', async () => {
    const askers = new Askers();
    await askers.ask('slow', 12);
    await askers.ask('slow', 1);
    expect(askers.given).toHaveLength(13);
  });

  it('[SE5] those that receive are few: the next of the same host waits until one is idle, another host does not', async () => {
    const askers = new Askers();
    await askers.ask('busy', 12);
    askers.receive();
    await askers.ask('late', 1);
    await askers.ask('busy', 1);
    expect(askers.held.has('busy12')).toBe(false);
    expect(askers.held.has('late0')).toBe(true);
    await pass(30);
    expect(askers.held.has('busy12')).toBe(false);
    await pass(20);
    expect(askers.held.has('busy12')).toBe(true);
  });

  it('[SE5] two hosts that send as fast as they can hold no third one up', async () => {
    const askers = new Askers();
    await askers.ask('one', 12);
    await askers.ask('two', 12);
    askers.receive();
    await askers.ask('late', 2);
    expect(askers.held.has('late0')).toBe(true);
    expect(askers.held.has('late1')).toBe(false);
    await pass(50);
    expect(askers.held.has('late1')).toBe(true);
  });

  it('[SE5] a byte now and then is not receiving', async () => {
    const askers = new Askers();
    await askers.ask('drip', 12);
    for (let round = 0; round < 5; round += 1) {
      for (const place of askers.held.values()) place.noteBytes(1);
      await pass(10);
    }
    await askers.ask('drip', 1);
    expect(askers.given).toHaveLength(13);
  });

  it('[SE5] when all connections stand open, the one that is stuck longest is ended, and no young one', async () => {
    const askers = new Askers();
    await askers.ask('stuck', 24);
    await pass(1_000);
    await askers.ask('stuck', 25);
    expect(askers.given).toHaveLength(24);
    expect(askers.ended).toEqual([]);
    askers.held.get('stuck0')?.noteBytes(2_000);
    await pass(1_100);
    expect(askers.given.length).toBe(24 + 23);
    expect(askers.ended).not.toContain('stuck0');
    expect(askers.ended[0]).toBe('stuck1');
  });

  it('[SE5] many hosts of one attacker have a limit together', async () => {
    const askers = new Askers();
    for (let host = 0; host < 8; host += 1) await askers.ask(`host${host}-`, 12);
    expect(askers.given).toHaveLength(64);
    await pass(2_100);
    expect(askers.given).toHaveLength(96);
    expect(askers.ended).toHaveLength(32);
  });

  it('whoever looks away while it waits is told so, and takes no place', async () => {
    const askers = new Askers();
    await askers.ask('busy', 12);
    askers.receive();
    const away = new AbortController();
    await askers.ask('busy', 1, away.signal);
    away.abort();
    await pass(100);
    expect(askers.ended).toEqual(['busy12']);
    expect(vi.getTimerCount()).toBe(0);
    await askers.ask('busy', 1, away.signal);
    expect(askers.ended).toEqual(['busy12', 'busy13']);
  });

  it('a place that is given back twice is given back once', async () => {
    const askers = new Askers();
    await askers.ask('a', 1);
    askers.held.get('a0')?.free();
    askers.held.get('a0')?.free();
    await askers.ask('a', 24);
    expect(askers.given).toHaveLength(25);
  });
});
