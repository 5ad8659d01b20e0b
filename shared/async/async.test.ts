import { describe, expect, it } from 'vitest';
import { atMost, DeadlineMissed, within, type Timers } from './deadline.ts';
import { KeyedListeners } from './keyed-listeners.ts';
import { TurnQueue } from './turn-queue.ts';

/** Timers that a test lets fall due; `open` counts those that nobody cancelled. */
const handTimers = () => {
  const due = new Set<() => void>();
  const timers: Timers = {
    setTimer: (_ms, run) => {
      due.add(run);
      return () => due.delete(run);
    },
  };
  return { timers, open: () => due.size, ring: () => due.forEach((run) => run()) };
};

const never = new Promise<never>(() => undefined);

describe('a deadline', () => {
  it('gives the outcome of work that is in time, and leaves no timer behind', async () => {
    const { timers, open } = handTimers();
    expect(await within(timers, 5, 'x', Promise.resolve(1))).toBe(1);
    await expect(within(timers, 5, 'x', Promise.reject(new Error('own')))).rejects.toThrow('own');
    expect(open()).toBe(0);
  });

  it('says what was late and by how much', async () => {
    const { timers, ring } = handTimers();
    const late = within(timers, 5, 'page', never);
    ring();
    await expect(late).rejects.toThrow(new DeadlineMissed('page', 5));
  });

  it('atMost goes on without late work, but not over a failure', async () => {
    const { timers, ring } = handTimers();
    const late = atMost(timers, 5, never);
    ring();
    await late;
    await expect(atMost(timers, 5, Promise.reject(new Error('own')))).rejects.toThrow('own');
  });
});

describe('TurnQueue', () => {
  it('runs one task after another, and one that fails holds no other up', async () => {
    const turns = new TurnQueue();
    const seen: string[] = [];
    const slow = Promise.withResolvers<void>();
    const first = turns.run(async () => {
      await slow.promise;
      seen.push('first');
    });
    const second = turns.run(async () => {
      seen.push('second');
      throw new Error('own');
    });
    const third = turns.run(async () => seen.push('third'));
    await Promise.resolve();
    expect(seen).toEqual([]);
    slow.resolve();
    await first;
    await expect(second).rejects.toThrow('own');
    expect(await third).toBe(3);
    await turns.whenIdle();
    expect(seen).toEqual(['first', 'second', 'third']);
  });
});

describe('KeyedListeners', () => {
  it('notifies those of the key alone, until their undo', () => {
    const listeners = new KeyedListeners<string, number>();
    const seen: string[] = [];
    const undo = listeners.listen('a', (value) => seen.push(`first ${value}`));
    listeners.listen('a', (value) => seen.push(`second ${value}`));
    listeners.listen('b', (value) => seen.push(`other ${value}`));
    listeners.notify('a', 1);
    undo();
    undo();
    listeners.notify('a', 2);
    expect(seen).toEqual(['first 1', 'second 1', 'second 2']);
  });

  it('an undo after a drop takes no later listener with it', () => {
    const listeners = new KeyedListeners<string, number>();
    const seen: number[] = [];
    const undo = listeners.listen('a', () => seen.push(0));
    listeners.drop((key) => key === 'a');
    listeners.listen('a', (value) => seen.push(value));
    undo();
    listeners.notify('a', 7);
    expect(seen).toEqual([7]);
  });
});
