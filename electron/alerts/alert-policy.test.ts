import { describe, expect, it } from 'vitest';
import { conversationRow, shopRow } from '../storage/testing/rows.ts';
import {
  afterDismissal,
  APART_MS,
  isQuietAt,
  nextAlert,
  NOTHING_TOLD,
  REPEAT_MS,
  type AlertAct,
  type AlertMoment,
} from './alert-policy.ts';
import type { Tally } from './tally.ts';
import { asBuyerPin } from '#shared/model/ids.ts';

const keyOf = (pin: string) => conversationRow({ buyerPin: asBuyerPin(pin) }).key;

/** Buyers who wait and for whom a person is called; `late` of them too long. */
const waitingFor = (pins: readonly string[], late: readonly string[] = []): Tally => ({
  waiting: pins.length,
  overdue: late.length,
  longestMs: 0,
  mostUrgent: null,
  callers: pins.map(keyOf),
  late: late.map(keyOf),
  shopsInNeed: [],
});

/** A day at the desk: each moment is a step, and the acts are what came of it. */
const aDay = () => {
  let memory = NOTHING_TOLD;
  let monotonicMs = 0;
  return {
    at: (ms: number, tally: Tally, more: Partial<AlertMoment> = {}): AlertAct => {
      monotonicMs = ms;
      const moment = { tally, monotonicMs, isInFront: false, isQuiet: false, ...more };
      const step = nextAlert(memory, moment);
      memory = step.memory;
      return step.act;
    },
    dismiss: () => (memory = afterDismissal(memory)),
  };
};

describe('the agent is called', () => {
  it('for who is new, once', () => {
    const { at } = aDay();
    expect(at(0, waitingFor(['a']))).toBe('ring');
    expect(at(1_000, waitingFor(['a']))).toBe('none');
    expect(at(REPEAT_MS * 10, waitingFor(['a']))).toBe('none');
  });

  it('for several who come close together in one call, with the right number meanwhile', () => {
    const { at } = aDay();
    expect(at(0, waitingFor(['a']))).toBe('ring');
    expect(at(1_000, waitingFor(['a', 'b']))).toBe('replace');
    expect(at(2_000, waitingFor(['a', 'b', 'c']))).toBe('replace');
    expect(at(APART_MS, waitingFor(['a', 'b', 'c']))).toBe('ring');
    expect(at(APART_MS * 2, waitingFor(['a', 'b', 'c']))).toBe('none');
  });

  it('again and again only for who waits too long, until that one is handled', () => {
    const { at } = aDay();
    expect(at(0, waitingFor(['a', 'b']))).toBe('ring');
    expect(at(APART_MS, waitingFor(['a', 'b'], ['a']))).toBe('ring');
    expect(at(APART_MS + REPEAT_MS - 1, waitingFor(['a', 'b'], ['a']))).toBe('none');
    expect(at(APART_MS + REPEAT_MS, waitingFor(['a', 'b'], ['a']))).toBe('ring');
    expect(at(APART_MS + REPEAT_MS * 2, waitingFor(['b']))).toBe('replace');
    expect(at(APART_MS + REPEAT_MS * 9, waitingFor(['b']))).toBe('none');
  });

  it('for a buyer who was answered and writes again', () => {
    const { at } = aDay();
    expect(at(0, waitingFor(['a']))).toBe('ring');
    expect(at(1_000, waitingFor([]))).toBe('withdraw');
    expect(at(APART_MS, waitingFor(['a']))).toBe('ring');
  });

  it('for a shop that receives nothing until a person acts', () => {
    const { at } = aDay();
    const shops = { ...waitingFor([]), shopsInNeed: [shopRow()] };
    expect(at(0, shops)).toBe('ring');
    expect(at(REPEAT_MS * 3, shops)).toBe('none');
    expect(at(REPEAT_MS * 4, waitingFor([]))).toBe('withdraw');
  });

  it('not for who is with the back office, though that one is counted', () => {
    const { at } = aDay();
    const counted = { ...waitingFor([]), waiting: 2 };
    expect(at(0, counted)).toBe('none');
  });
});

describe('the notification', () => {
  it('is gone when nobody waits', () => {
    const { at } = aDay();
    at(0, waitingFor(['a']));
    expect(at(1_000, waitingFor([]))).toBe('withdraw');
    expect(at(2_000, waitingFor([]))).toBe('none');
  });

  it('is gone when the window is in front, and who is seen there is told', () => {
    const { at } = aDay();
    at(0, waitingFor(['a']));
    expect(at(1_000, waitingFor(['a', 'b']), { isInFront: true })).toBe('withdraw');
    expect(at(60_000, waitingFor(['a', 'b']))).toBe('none');
    expect(at(61_000, waitingFor(['a', 'b', 'c']))).toBe('ring');
  });

  it('does not come while the window is in front', () => {
    const { at } = aDay();
    expect(at(0, waitingFor(['a'], ['a']), { isInFront: true })).toBe('none');
  });

  it('that was put away comes back with the next call, not with the next number', () => {
    const { at, dismiss } = aDay();
    at(0, waitingFor(['a', 'b']));
    dismiss();
    expect(at(1_000, waitingFor(['a']))).toBe('none');
    expect(at(APART_MS, waitingFor(['a', 'c']))).toBe('ring');
    dismiss();
    // It may lie in the system's list.
    expect(at(APART_MS + 1, waitingFor([]))).toBe('withdraw');
  });

  it('does not come in quiet hours; whoever came in them is told when they end', () => {
    const { at } = aDay();
    expect(at(0, waitingFor(['a']), { isQuiet: true })).toBe('none');
    expect(at(1_000, waitingFor(['a']))).toBe('ring');
    expect(at(2_000, waitingFor(['a']), { isQuiet: true })).toBe('withdraw');
  });
});

describe('quiet hours', () => {
  const at = (hour: number): number => new Date(2026, 10, 23, hour, 30).getTime();
  const over = { quietFromMinute: 22 * 60, quietToMinute: 8 * 60 };

  it.each([
    [over, 23, true],
    [over, 3, true],
    [over, 12, false],
    [{ quietFromMinute: 12 * 60, quietToMinute: 13 * 60 }, 12, true],
    [{ quietFromMinute: 12 * 60, quietToMinute: 13 * 60 }, 13, false],
    [{ quietFromMinute: 0, quietToMinute: 0 }, 3, false],
  ])('%j at half past %i: %s', (hours, hour, isQuiet) => {
    expect(isQuietAt(at(hour), hours)).toBe(isQuiet);
  });
});
