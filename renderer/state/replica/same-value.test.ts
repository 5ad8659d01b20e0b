import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sameValue } from './same-value.ts';

it('knows plain data again after a trip over the transport', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const copy: unknown = JSON.parse(JSON.stringify(value));
      expect(sameValue(JSON.parse(JSON.stringify(value)) as object, copy as object)).toBe(true);
    }),
  );
});

it('sees a change at any depth', () => {
  const mode = { kind: 'manual', endsAt: 1, list: [{ id: 'a' }, { id: 'b' }] };
  expect(sameValue(mode, { ...mode, endsAt: 2 })).toBe(false);
  expect(sameValue(mode, { ...mode, list: [{ id: 'a' }] })).toBe(false);
  expect(sameValue(mode, { ...mode, list: [{ id: 'a' }, { id: 'c' }] })).toBe(false);
  expect(sameValue(mode, { kind: 'manual', endsAt: 1 })).toBe(false);
  expect(sameValue({ a: undefined }, { b: undefined })).toBe(false);
  expect(sameValue([], {})).toBe(false);
  expect(sameValue(null, {})).toBe(false);
});
