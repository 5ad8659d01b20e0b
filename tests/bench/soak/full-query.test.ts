import { expect, test } from 'vitest';
import { wrongRows } from './full-query.ts';

test('rows below those who wait must stand as the database puts them; who waits may stand in any order above', () => {
  const full = { waiting: new Set(['s a', 's b']), rest: ['s c', 's d', 's e'] };
  expect(wrongRows(['s b', 's a', 's c', 's d'], full)).toBe(0);
  expect(wrongRows(['s b', 's a', 's d', 's c'], full)).toBe(2);
  expect(wrongRows(['s a', 's c', 's b', 's d'], full)).toBe(2);
});
