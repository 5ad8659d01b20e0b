import { describe, expect, it } from 'vitest';
import { minuteOfTime, timeOfMinute } from './minute-of-day.ts';

describe('[CV8] duty hours', () => {
  it('are read as people type them', () => {
    expect(['8:30', '08:30', '0830', ' 8：30 '].map(minuteOfTime)).toEqual([510, 510, 510, 510]);
    expect(minuteOfTime('24:00')).toBe(1_440);
    expect(['24:01', '8:60', '8', 'abc', ''].map(minuteOfTime)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('are shown as 24 hours', () => {
    expect([0, 510, 1_380, 1_440].map(timeOfMinute)).toEqual(['00:00', '08:30', '23:00', '24:00']);
  });
});
