import { expect, test } from 'vitest';
import { slopePerMinute } from './slope.ts';

const series = (value: (minute: number) => number) =>
  Array.from({ length: 90 }, (_, at) => ({ atMs: at * 10_000, value: value(at / 6) }));

test('a series that climbs has its slope, one that swings has one within its noise, and what filled at first is no climb', () => {
  const climbing = slopePerMinute(series((minute) => 80 + 2 * minute));
  expect(climbing.slope).toBeCloseTo(2);
  expect(climbing.noise).toBeCloseTo(0);
  const swinging = slopePerMinute(series((minute) => 80 + 5 * Math.sin(minute * 9)));
  expect(Math.abs(swinging.slope)).toBeLessThan(swinging.noise);
  expect(slopePerMinute(series((minute) => Math.min(100, 80 + 5 * minute))).slope).toBeCloseTo(0);
});
