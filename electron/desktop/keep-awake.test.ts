import { expect, it } from 'vitest';
import { KeepAwake } from './keep-awake.ts';

it('the machine stays awake while it is needed, and is let go once', () => {
  const told: unknown[] = [];
  const awake = new KeepAwake({
    start: (type) => told.push(type) - 1,
    stop: (id) => told.push(id) > 0,
  });
  for (const isNeeded of [false, true, true, false, false, true]) awake.set(isNeeded);
  expect(told).toEqual(['prevent-app-suspension', 0, 'prevent-app-suspension']);
});
