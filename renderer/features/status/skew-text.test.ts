import { expect, it } from 'vitest';
import { skewText } from './skew-text.ts';

it.each([
  [50_000, '1 minute'],
  [-60_000, '1 minute'],
  [180_000, '3 minutes'],
  [119 * 60_000, '119 minutes'],
  [-8 * 3_600_000, '8 hours'],
  [365 * 86_400_000, '365 days'],
])('%i ms is %s', (skewMs, text) => {
  expect(skewText(skewMs, 'en')).toBe(text);
});

it('in Chinese', () => {
  expect(skewText(180_000, 'zh-CN')).toBe('3分钟');
});
