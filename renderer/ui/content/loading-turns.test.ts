import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LoadingTurns } from './loading-turns.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Pictures that load, by name. */
class Page {
  readonly #turns = new LoadingTurns();
  readonly loading = new Set<string>();
  readonly givenUp: string[] = [];
  readonly #ends = new Map<string, () => void>();

  show(...names: readonly string[]): void {
    for (const name of names) {
      const end = this.#turns.ask(
        (has) => void (has ? this.loading.add(name) : this.loading.delete(name)),
        () => this.givenUp.push(name),
      );
      this.#ends.set(name, end);
    }
  }

  /** Loaded, failed or gone. */
  end(name: string): void {
    this.loading.delete(name);
    this.#ends.get(name)?.();
  }
}

describe('which pictures load', () => {
  it('four at once, in order, the next when one is there', () => {
    const page = new Page();
    page.show('a', 'b', 'c', 'd', 'e', 'f');
    expect([...page.loading]).toEqual(['a', 'b', 'c', 'd']);
    page.end('b');
    expect([...page.loading]).toEqual(['a', 'c', 'd', 'e']);
  });

  it('[SE5] slow ones keep another waiting for less than half a second', () => {
    const page = new Page();
    page.show('s1', 's2', 's3', 's4');
    vi.advanceTimersByTime(60_000);
    expect([...page.loading]).toEqual(['s1', 's2', 's3', 's4']);
    page.show('a');
    expect(page.loading.has('a')).toBe(true);
    page.end('a');
    page.show('b', 'c');
    vi.advanceTimersByTime(400);
    expect([page.loading.has('b'), page.loading.has('c')]).toEqual([true, true]);
  });

  it('a slow one among many comes back for longer turns, so that a slow line shows all of them', () => {
    const page = new Page();
    const NEEDED_MS = 3_000;
    const begun = new Map<string, number>();
    const names = Array.from({ length: 12 }, (_, n) => `p${n}`);
    page.show(...names);
    const there = new Set<string>();
    for (let ms = 0; ms < 60_000; ms += 50) {
      vi.advanceTimersByTime(50);
      for (const name of names) {
        if (!page.loading.has(name)) begun.delete(name);
        else if (!begun.has(name)) begun.set(name, ms);
        else if (ms - (begun.get(name) ?? ms) >= NEEDED_MS) {
          there.add(name);
          page.end(name);
        }
      }
    }
    expect(page.givenUp).toEqual([]);
    expect(there.size).toBe(12);
  });

  it('[SE5] one that had all its turns while others wait is given up', () => {
    const page = new Page();
    page.show(...Array.from({ length: 6 }, (_, n) => `s${n}`));
    vi.advanceTimersByTime(30_000);
    expect(page.givenUp.length).toBeGreaterThanOrEqual(2);
  });

  it('one that goes while it waits takes no turn, and nothing is left behind', () => {
    const page = new Page();
    page.show('a', 'b', 'c', 'd', 'e');
    for (const name of ['e', 'a', 'b', 'c', 'd']) page.end(name);
    expect(page.loading.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
