import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answered } from './conversation.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import {
  answerElsewhere,
  answerKnown,
  dutyMsBetween,
  dutySpan,
  isAnswered,
  readWaiting,
  startWaiting,
} from './waiting-clock.ts';

const HOUR = 3_600_000;
/** Local time of one day, so that the machine's zone does not matter. */
const at = (hour: number, minute = 0, day = 23): number =>
  new Date(2026, 10, day, hour, minute).getTime();
const { douyin, jd } = DEFAULT_SETTINGS.limits;
const place = fc.record({ orderAt: fc.nat(50), arrival: fc.nat(50) });

describe('the waiting clock', () => {
  it('[CV7] starts at the earliest buyer message, whatever arrives first', () => {
    expect(startWaiting(null, 7)).toBe(7);
    expect(startWaiting(7, 9)).toBe(7);
    expect(startWaiting(7, 5)).toBe(5);
  });

  it('[CV7] what is answered only grows, in any order of evidence', () => {
    const reply = fc.oneof(
      fc.nat(50).map((arrival) => (answered: Answered | null) => answerKnown(answered, arrival)),
      fc.nat(50).map((at) => (answered: Answered | null) => answerElsewhere(answered, at)),
    );
    fc.assert(
      fc.property(fc.array(reply, { minLength: 1 }), place, (replies, message) => {
        let answered: Answered | null = null;
        let was = false;
        for (const take of replies) {
          answered = take(answered);
          const is = isAnswered({ answeredUpTo: answered }, message);
          expect(was && !is).toBe(false);
          was = is;
        }
        const backwards = replies
          .toReversed()
          .reduce<Answered | null>((all, take) => take(all), null);
        expect(backwards).toEqual(answered);
      }),
    );
    expect(isAnswered({ answeredUpTo: null }, { orderAt: 0, arrival: 0 })).toBe(false);
  });

  it('[CV7] a reply here answers what had arrived whatever its date, one elsewhere what the platform dates before it', () => {
    const here = answerKnown(null, 5);
    expect(isAnswered({ answeredUpTo: here }, { orderAt: 9_000, arrival: 5 })).toBe(true);
    expect(isAnswered({ answeredUpTo: here }, { orderAt: 1, arrival: 6 })).toBe(false);
    const elsewhere = answerElsewhere(null, 100);
    expect(isAnswered({ answeredUpTo: elsewhere }, { orderAt: 99, arrival: 8 })).toBe(true);
    expect(isAnswered({ answeredUpTo: elsewhere }, { orderAt: 100, arrival: 1 })).toBe(false);
  });

  it('[CV7] pauses outside duty hours', () => {
    expect(dutyMsBetween(at(22), at(9, 0, 24), douyin)).toBe(2 * HOUR);
    expect(dutyMsBetween(at(23, 30), at(7, 30, 24), douyin)).toBe(0);
    expect(dutyMsBetween(at(10), at(10, 1), douyin)).toBe(60_000);
    expect(dutyMsBetween(at(7, 59), at(8, 1), douyin)).toBe(60_000);
    expect(dutyMsBetween(at(9), at(8), douyin)).toBe(0);
  });

  it('[CV7] time is never counted twice: parts add up', () => {
    const moment = fc.integer({ min: at(0), max: at(0, 0, 28) });
    fc.assert(
      fc.property(moment, moment, moment, (...moments) => {
        const [a = 0, b = 0, c = 0] = moments.toSorted((x, y) => x - y);
        const parts = dutyMsBetween(a, b, douyin) + dutyMsBetween(b, c, douyin);
        expect(parts).toBe(dutyMsBetween(a, c, douyin));
      }),
    );
  });

  it('[CV7] says that it stands still while nobody is on duty', () => {
    const { dutyFromMinute, dutyToMinute } = douyin;
    const paused = [dutyFromMinute - 1, dutyFromMinute, dutyToMinute - 1, dutyToMinute].map(
      (minute) => readWaiting(at(0), at(0, minute), douyin).isPaused,
    );
    expect(paused).toEqual([true, false, false, true]);
  });

  it('[CV8] warns and runs over at the limits of the platform', () => {
    const since = at(10);
    const tones = [99, 100, 179, 180, 222].map(
      (seconds) => readWaiting(since, since + seconds * 1000, douyin).tone,
    );
    expect(tones).toEqual(['calm', 'warn', 'warn', 'over', 'over']);
    expect(readWaiting(since, since + 222_000, douyin).overMs).toBe(42_000);
    expect(readWaiting(since, since + 20_000, jd).tone).toBe('warn');
    expect(readWaiting(since, since + 30_000, jd).tone).toBe('over');
  });

  const NIGHT = { dutyFromMinute: 20 * 60, dutyToMinute: 2 * 60 };

  it('[CV8] duty from 20:00 to 02:00 runs over midnight and pauses by day', () => {
    expect(dutyMsBetween(at(23), at(1, 0, 24), NIGHT)).toBe(2 * HOUR);
    expect(dutyMsBetween(at(1), at(3), NIGHT)).toBe(HOUR);
    expect(dutyMsBetween(at(2), at(20), NIGHT)).toBe(0);
    expect(dutyMsBetween(at(19), at(21, 0, 26), NIGHT)).toBe(3 * 6 * HOUR + HOUR);
    const limits = { ...douyin, ...NIGHT };
    const paused = [at(1, 59), at(2), at(19, 59), at(20), at(0)].map(
      (now) => readWaiting(at(0), now, limits).isPaused,
    );
    expect(paused).toEqual([false, true, true, false, false]);
  });

  it('[CV8] an end equal to the begin means all day, also written as 00:00 and 24:00', () => {
    for (const [dutyFromMinute, dutyToMinute] of [
      [480, 480],
      [0, 0],
      [0, 1440],
      [1440, 0],
      [1440, 1440],
    ] as const) {
      const allDay = { dutyFromMinute, dutyToMinute };
      expect(dutyMsBetween(at(3), at(3, 0, 26), allDay)).toBe(72 * HOUR);
      expect(dutySpan(allDay)).toBe('allDay');
    }
    expect(dutySpan(NIGHT)).toBe('overMidnight');
    expect(dutySpan({ dutyFromMinute: 1200, dutyToMinute: 1440 })).toBe('sameDay');
    expect(dutySpan({ dutyFromMinute: 1200, dutyToMinute: 0 })).toBe('sameDay');
    expect(dutySpan(douyin)).toBe('sameDay');
  });

  it('[CV8] any duty hours count as a look at every minute does', () => {
    const minuteOfDay = fc.integer({ min: 0, max: 1440 });
    const minute = fc.integer({ min: 0, max: 4 * 1440 });
    fc.assert(
      fc.property(minuteOfDay, minuteOfDay, minute, minute, (opens, closes, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        let minutes = 0;
        for (let now = from; now < to; now++) {
          const clock = new Date(at(0, now));
          if (isOnDuty(clock.getHours() * 60 + clock.getMinutes(), opens, closes)) minutes += 1;
        }
        const limits = { dutyFromMinute: opens, dutyToMinute: closes };
        expect(dutyMsBetween(at(0, from), at(0, to), limits)).toBe(minutes * 60_000);
      }),
    );
  });
});

/** Said as a person would: between begin and end, or, where the end comes first, not between end and begin. */
const isOnDuty = (minute: number, opens: number, closes: number): boolean => {
  if (opens % 1440 === closes % 1440) return true;
  return opens % 1440 < closes
    ? minute >= opens % 1440 && minute < closes
    : minute >= opens || minute < closes;
};
