import { expect, it } from 'vitest';
import { asShopId } from './ids.ts';
import { ownOf } from './own-of.ts';

it('[PL4] ids such as constructor and __proto__ are ids like any other', () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty'].map(asShopId);
  for (const id of names) expect(ownOf({}, id)).toBeNull();
  const table = Object.fromEntries(names.map((id) => [id, `row of ${id}`]));
  for (const id of names) expect(ownOf(table, id)).toBe(`row of ${id}`);
  expect(ownOf(table, null)).toBeNull();
});
