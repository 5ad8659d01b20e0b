import { expect, it } from 'vitest';
import { NavigationLoop } from './navigation-loop.ts';

it('[PL1] tells a page that never comes to rest from one that goes a long way', () => {
  const quick = new NavigationLoop();
  const told = Array.from({ length: 22 }, (_, index) => quick.note(index * 100));
  expect(told.indexOf(true)).toBe(20);
  const slow = new NavigationLoop();
  expect(Array.from({ length: 100 }, (_, index) => slow.note(index * 600))).not.toContain(true);
});
