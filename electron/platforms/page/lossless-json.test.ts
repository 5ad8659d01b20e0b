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
