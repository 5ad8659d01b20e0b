import { describe, expect, it } from 'vitest';
import type { OutboxRow } from '../core/ports/store.ts';
import { StuckFrames, type DrainLeft } from './stuck-frames.ts';
import { buyerSays } from './testing/memory-outbox.ts';

const rowOf = (outboxSeq: number): OutboxRow => ({ outboxSeq, frame: buyerSays(outboxSeq) });

/** A connection that ended with rows 1 to 3 written and nothing proven. */
const left = (given: Partial<DrainLeft> = {}): DrainLeft => ({
  acknowledgedSeq: 0,
  writtenSeq: 3,
  openForMs: 20,
  alone: null,
  ...given,
});

const suspicious = (openForMs = 20): StuckFrames => {
  const stuck = new StuckFrames();
  stuck.ended(left({ openForMs }), 'closed.1011');
  stuck.ended(left({ openForMs }), 'closed.1006');
  return stuck;
};

describe('[GW9] which frame the back office ends the line on', () => {
  it('[GW9] two ends without progress make the next connection careful, with what was in flight at both', () => {
    const stuck = new StuckFrames();
    expect(stuck.ended(left({ writtenSeq: 5 }), 'closed.1011')).toBeNull();
    expect(stuck.care).toBeNull();
    expect(stuck.ended(left({ writtenSeq: 9 }), 'closed.1011')).toBeNull();
    expect(stuck.care).toEqual({ upTo: 5, calmMs: 1_000 });
  });

  it('[GW9] an end with progress begins anew', () => {
    const stuck = new StuckFrames();
    stuck.ended(left(), 'closed.1011');
    stuck.ended(left({ acknowledgedSeq: 1 }), 'closed.1011');
    expect(stuck.care).toBeNull();
    stuck.ended(left({ acknowledgedSeq: 1 }), 'closed.1011');
    expect(stuck.care).not.toBeNull();
  });

  it('[GW9] the row that was alone is set aside, and the rest stays under suspicion', () => {
    const stuck = suspicious();
    const row = rowOf(2);
    expect(stuck.ended(left({ acknowledgedSeq: 1, alone: row }), 'closed.1011')).toBe(row);
    expect(stuck.care).toEqual({ upTo: 3, calmMs: 1_000 });
  });

  it('[GW9] a line that ends while nothing is under way is no fault of a frame', () => {
    const stuck = suspicious();
    expect(stuck.ended(left({ openForMs: null }), 'network')).toBeNull();
    expect(stuck.care).toBeNull();
  });

  it('[GW9] a careful connection that came through and ended later counts as a first end', () => {
    const stuck = suspicious();
    expect(stuck.ended(left({ writtenSeq: 4 }), 'closed.1011')).toBeNull();
    expect(stuck.care).toBeNull();
    stuck.ended(left({ writtenSeq: 4 }), 'closed.1011');
    expect(stuck.care).not.toBeNull();
  });

  it.each(['badFrame', 'frameTooLarge', 'asleep'] as const)(
    '[GW9] an end by %s says nothing of what was sent',
    (reason) => {
      const stuck = suspicious();
      expect(stuck.ended(left({ alone: rowOf(1) }), reason)).toBeNull();
      expect(stuck.care).not.toBeNull();
    },
  );

  it('[GW9] the calm before is twice the longest life behind the rows, within bounds', () => {
    expect(suspicious(3_000).care?.calmMs).toBe(6_000);
    expect(suspicious(10_000).care?.calmMs).toBe(15_000);
  });
});
