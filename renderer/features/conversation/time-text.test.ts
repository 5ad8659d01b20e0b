import { expect, it } from 'vitest';
import { clockText, countdownText, dayOf } from './time-text.ts';

const NOW = new Date(2026, 10, 23, 9, 5).getTime();

it('names today and yesterday, else the date, with the year when it is another', () => {
  expect(dayOf(new Date(2026, 10, 23, 0, 0).getTime(), NOW, 'zh-CN')).toEqual({ kind: 'today' });
  expect(dayOf(new Date(2026, 10, 22, 23, 59).getTime(), NOW, 'zh-CN')).toEqual({
    kind: 'yesterday',
  });
  expect(dayOf(new Date(2026, 10, 21).getTime(), NOW, 'zh-CN')).toEqual({
    kind: 'date',
    text: '11月21日',
  });
  expect(dayOf(new Date(2025, 0, 2).getTime(), NOW, 'zh-CN')).toEqual({
    kind: 'date',
    text: '2025年1月2日',
  });
});

it('writes times', () => {
  expect(clockText(NOW)).toBe('09:05');
  expect(countdownText(582_000)).toBe('09:42');
  expect(countdownText(581_001)).toBe('09:42');
  expect(countdownText(-5)).toBe('00:00');
  expect(countdownText(3_725_000)).toBe('1:02:05');
});
