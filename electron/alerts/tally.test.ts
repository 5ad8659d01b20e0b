import { describe, expect, it } from 'vitest';
import { conversationRow, shopRow } from '../storage/testing/rows.ts';
import { OFFICE_FIRST_MS, tallyOf } from './tally.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { asBuyerPin, asShopId, asSuggestionId } from '#shared/model/ids.ts';
import { EMPTY_OVERVIEW, type Overview } from '#shared/sync/delta.ts';

/** Within the duty hours of every platform. */
const NOW = new Date(2026, 10, 23, 12).getTime();
const MIDNIGHT = new Date(2026, 10, 23, 2).getTime();
const JD = asShopId('jd');

const OVERVIEW: Overview = {
  ...EMPTY_OVERVIEW,
  shops: { [shopRow().shopId]: shopRow(), [JD]: shopRow({ shopId: JD, platform: 'jd' }) },
  gateway: { ...EMPTY_OVERVIEW.gateway, phase: 'connected' },
};

const row = (pin: string, waitedMs: number, more: Partial<Conversation> = {}): Conversation =>
  conversationRow({ buyerPin: asBuyerPin(pin), waitingSince: NOW - waitedMs, ...more });

describe('the tally', () => {
  it('counts who waits, who waits too long, and the longest wait', () => {
    const rows = [row('a', 1_000), row('b', 200_000), row('c', 40_000, { shopId: JD })];
    expect(tallyOf(rows, OVERVIEW, NOW)).toMatchObject({
      waiting: 3,
      overdue: 2,
      longestMs: 200_000,
    });
  });

  it('[CV14] has the one with the least time left as the most urgent', () => {
    // 60 s over the limit of 180 s; 5 s left of the 30 s of another platform; 20 s left.
    const rows = [row('a', 160_000), row('b', 25_000, { shopId: JD }), row('c', 120_000)];
    expect(tallyOf(rows, OVERVIEW, NOW).mostUrgent?.buyerPin).toBe('b');
    expect(tallyOf([...rows, row('d', 240_000)], OVERVIEW, NOW).mostUrgent?.buyerPin).toBe('d');
  });

  it('calls a person for a buyer of the back office only when that one has been silent', () => {
    const early = row('a', OFFICE_FIRST_MS - 1);
    const called = (one: Conversation, overview = OVERVIEW): boolean =>
      tallyOf([one], overview, NOW).callers.length === 1;
    expect(called(early)).toBe(false);
    expect(called(row('a', OFFICE_FIRST_MS))).toBe(true);
    expect(called({ ...early, mode: { kind: 'manual', endsAt: null } })).toBe(true);
    const suggestion = {
      suggestionId: asSuggestionId('s'),
      type: 'text',
      content: '亲',
      receivedAt: NOW,
      why: 'manual',
    } as const;
    expect(called({ ...early, suggestions: [suggestion] })).toBe(true);
    const alone = { ...OVERVIEW, gateway: { ...OVERVIEW.gateway, phase: 'disconnected' as const } };
    expect(called(early, alone)).toBe(true);
  });

  it('[CV8] counts outside duty hours, and calls nobody', () => {
    const manual = { mode: { kind: 'manual', endsAt: null } } as const;
    const rows = [conversationRow({ waitingSince: MIDNIGHT - 3_600_000, ...manual })];
    expect(tallyOf(rows, OVERVIEW, MIDNIGHT)).toMatchObject({
      waiting: 1,
      overdue: 0,
      callers: [],
      late: [],
    });
  });

  it('knows the shops that need a person', () => {
    const state = { ...shopRow().state, kind: 'challenge' } as const;
    const overview = { ...OVERVIEW, shops: { [JD]: shopRow({ shopId: JD, state }) } };
    expect(tallyOf([], overview, NOW).shopsInNeed.map(({ shopId }) => shopId)).toEqual([JD]);
  });
});
