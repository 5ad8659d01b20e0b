import { beforeEach, describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { LOADING_AT_ONCE, LONGEST_TURN_MS, OpeningQueue } from './opening-queue.ts';

/** Loads end when the test says so. */
type Load = { readonly end: () => void; readonly fail: () => void };

let clock: FakeClock;
let queue: OpeningQueue;
let started: string[];
let waited: string[];
let loads: Map<string, Load>;

const open = (name: string, isUrgent = false): Promise<unknown> =>
  queue.run({ shopId: asShopId(name), isUrgent, onWaiting: () => waited.push(name) }, () => {
    started.push(name);
    return new Promise<void>((resolve, reject) => {
      loads.set(name, { end: resolve, fail: () => reject(new Error('no page')) });
    });
  });
const end = async (name: string): Promise<void> => {
  loads.get(name)?.end();
  await settle();
};
const openAll = (count: number): string[] => {
  const names = Array.from({ length: count }, (_, index) => `s${index}`);
  for (const name of names) void open(name);
  return names;
};

beforeEach(() => {
  clock = new FakeClock();
  queue = new OpeningQueue(clock);
  started = [];
  waited = [];
  loads = new Map();
});

describe('[PL1] the line of pages to be opened', () => {
  it('thirty shops at once load a few at a time, in the order in which they came', async () => {
    const names = openAll(30);
    expect(started).toEqual(names.slice(0, LOADING_AT_ONCE));
    expect(waited).toEqual(names.slice(LOADING_AT_ONCE));
    for (const [index, name] of names.entries()) {
      await end(name);
      expect(started).toEqual(names.slice(0, LOADING_AT_ONCE + index + 1));
    }
  });

  it('the shop that the agent looks at goes first, then one that a person waits for', async () => {
    openAll(5);
    void open('logged in', true);
    queue.watch([asShopId('s4')]);
    await end('s0');
    await end('s1');
    await end('s4');
    expect(started).toEqual(['s0', 's1', 's4', 'logged in', 's2']);
  });

  it('who is looked at counts when a place gets free, not when the line was joined', async () => {
    queue.watch([asShopId('s3')]);
    openAll(5);
    queue.watch([asShopId('s4')]);
    await end('s0');
    await end('s1');
    expect(started.slice(LOADING_AT_ONCE)).toEqual(['s4', 's2']);
  });

  it('pages that hang give their places to the others after a while, and only once', async () => {
    const names = openAll(8);
    await clock.advance(LONGEST_TURN_MS - 1);
    expect(started).toHaveLength(LOADING_AT_ONCE);
    await clock.advance(1);
    expect(started).toEqual(names.slice(0, 2 * LOADING_AT_ONCE));
    // They come up at last: no place is theirs any more.
    for (const name of names.slice(0, LOADING_AT_ONCE)) await end(name);
    expect(started).toHaveLength(2 * LOADING_AT_ONCE);
  });

  it('one that hangs does not hold up the others', async () => {
    const names = openAll(6);
    for (const name of names.slice(1)) await end(name);
    expect(started).toEqual(names);
  });

  it('a page that cannot be opened gives its place away, and says so to whoever waited', async () => {
    const outcome = open('broken');
    openAll(3);
    loads.get('broken')?.fail();
    await expect(outcome).rejects.toThrow('no page');
    await settle();
    expect(started).toEqual(['broken', 's0', 's1']);
  });

  it('a page that finds a place says nothing of waiting', async () => {
    await Promise.all([open('a'), end('a')]);
    expect(waited).toEqual([]);
  });
});
