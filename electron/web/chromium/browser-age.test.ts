import { expect, it } from 'vitest';
import { outdatedVersionOf } from './browser-age.ts';

it.each([
  ['Chrome/137.0.7151.55', 137],
  ['HeadlessChrome/90.0.4430.212', 90],
  ['Chrome/138.0.7204.49', null],
  ['HeadlessChrome/156.0.8000.0', null],
  ['something else', null],
])('knows whether %s is too old', (product, outdated) => {
  expect(outdatedVersionOf(product)).toBe(outdated);
});
