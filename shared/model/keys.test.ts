import { expect, it } from 'vitest';
import { chordOf, isOwnChord, KEY_ACTIONS, keyOf, KEYS } from './keys.ts';

it('no key does two things', () => {
  const all = KEY_ACTIONS.flatMap((action) => KEYS[action]);
  expect(new Set(all.map((text) => text.toLowerCase())).size).toBe(all.length);
});

it('what a browser keeps for itself has another key', () => {
  const kept = new Set(['Ctrl+T', 'Ctrl+Tab', 'Ctrl+Shift+Tab', 'Ctrl+N', 'Ctrl+W']);
  for (const action of KEY_ACTIONS) expect(KEYS[action].some((text) => !kept.has(text))).toBe(true);
});

it('the window hears every key of the list and the digits of the shops, and no other', () => {
  for (const text of [...KEY_ACTIONS.flatMap((action) => KEYS[action]), 'Ctrl+1', 'Ctrl+9']) {
    const chord = chordOf(text);
    expect(isOwnChord({ ...chord, key: chord.key.toLowerCase() }), text).toBe(true);
  }
  for (const text of ['Ctrl+C', 'Tab', 'Escape', 'Ctrl+Shift+J', 'Alt+J', '1', 'Ctrl+0']) {
    expect(isOwnChord(chordOf(text)), text).toBe(false);
  }
});

it('a written chord is the keys that it names', () => {
  expect(chordOf('Ctrl+Shift+Tab')).toEqual({ key: 'Tab', ctrl: true, alt: false, shift: true });
  expect(chordOf('F1')).toEqual({ key: 'F1', ctrl: false, alt: false, shift: false });
  expect(chordOf('Ctrl+/')).toEqual({ key: '/', ctrl: true, alt: false, shift: false });
  expect(keyOf('inbox.next')).toBe('Alt+↓');
});
