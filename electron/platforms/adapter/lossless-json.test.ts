import { expect, it } from 'vitest';
import { parseLossless } from './lossless-json.ts';

it('keeps the digits of integers beyond 2^53, and only of those', () => {
  expect(parseLossless('{"a":12345678901234567890,"b":[9007199254740993],"c":1.5,"d":7}')).toEqual({
    a: '12345678901234567890',
    b: ['9007199254740993'],
    c: 1.5,
    d: 7,
  });
});

it.each([
  '9007199254740993',
  ' -9007199254740993',
  '[1,9007199254740993]',
  '{"a":\n 9007199254740993}',
])('wherever such an integer stands: %s', (text) => {
  expect(JSON.stringify(parseLossless(text))).toContain('9007199254740993"');
});
