import { expect, it } from 'vitest';
import { chordOf, KEY_ACTIONS, keyOf, KEYS } from './keys.ts';

it('no key does two things', () => {
  const all = KEY_ACTIONS.flatMap((action) => KEYS[action]);
  expect(new Set(all.map((text) => text.toLowerCase())).size).toBe(all.length);
});

it('what a browser keeps for itself has another key', () => {
  const kept = new Set(['Ctrl+T', 'Ctrl+Tab', 'Ctrl+Shift+Tab', 'Ctrl+N', 'Ctrl+W']);
  for (const action of KEY_ACTIONS) expect(KEYS[action].some((text) => !kept.has(text))).toBe(true);
});

it('a written chord is the keys that it names', () => {
  expect(chordOf('Ctrl+Shift+Tab')).toEqual({ key: 'Tab', ctrl: true, alt: false, shift: true });
  expect(chordOf('F1')).toEqual({ key: 'F1', ctrl: false, alt: false, shift: false });
  expect(chordOf('Ctrl+/')).toEqual({ key: '/', ctrl: true, alt: false, shift: false });
  expect(keyOf('inbox.next')).toBe('Alt+↓');
});
