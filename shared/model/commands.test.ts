import { describe, expect, it } from 'vitest';
import { chordOf, isKeptByBrowser, isPressed, keycapText, pressedDigit } from './chord.ts';
import {
  COMMAND_GROUPS,
  COMMAND_IDS,
  commandPressed,
  COMMANDS,
  commandsOf,
  keyMapOf,
} from './commands.ts';

const KEYS = keyMapOf({ sendKey: 'enter' });
const press = (text: string, code = '') => ({ ...chordOf(text), code });

describe('the table of commands', () => {
  it('gives no key to two commands', () => {
    const all = COMMAND_IDS.flatMap((id) => KEYS[id]).map((text) => text.toLowerCase());
    expect(new Set(all).size).toBe(all.length);
  });

  it('has every command in one group', () => {
    expect(COMMAND_GROUPS.flatMap((group) => commandsOf(group)).toSorted()).toEqual(
      COMMAND_IDS.toSorted(),
    );
  });

  it('has another key where a browser’s tab keeps one for itself', () => {
    for (const id of COMMAND_IDS) {
      if (KEYS[id].length === 0) continue;
      expect(
        KEYS[id].some((text) => !isKeptByBrowser(text)),
        id,
      ).toBe(true);
    }
    expect(isKeptByBrowser('Ctrl+t')).toBe(true);
    expect(isKeptByBrowser('Ctrl+K')).toBe(false);
  });

  it('finds the command of a pressed key: the window’s, and no other', () => {
    for (const id of COMMAND_IDS) {
      if (COMMANDS[id].heardBy === 'box') continue;
      for (const text of KEYS[id]) {
        const pressed = press(text.replace('1…9', '7'));
        const lower = { ...pressed, key: pressed.key.toLowerCase() };
        const digit = text.endsWith('1…9') ? 7 : null;
        expect(commandPressed(lower, KEYS), text).toEqual({ id, digit });
      }
    }
    for (const text of ['Ctrl+C', 'Tab', 'Escape', 'Enter', 'Ctrl+Shift+J', 'Alt+J', '1', 'Ctrl+0'])
      expect(commandPressed(press(text), KEYS), text).toBeNull();
  });

  it('gives a key of its own the first word before one of nine', () => {
    const keys = { ...KEYS, 'help.keys': ['Ctrl+1'] };
    expect(commandPressed(press('Ctrl+1'), keys)).toEqual({ id: 'help.keys', digit: null });
    expect(commandPressed(press('Ctrl+2'), keys)).toEqual({ id: 'shops.choose', digit: 2 });
  });
});

describe('a chord', () => {
  it('is the keys that are written', () => {
    expect(chordOf('Ctrl+Shift+Tab')).toEqual({ key: 'Tab', ctrl: true, alt: false, shift: true });
    expect(chordOf('F1')).toEqual({ key: 'F1', ctrl: false, alt: false, shift: false });
    expect(chordOf('Ctrl+/').key).toBe('/');
    expect(chordOf('Ctrl++')).toEqual({ key: '+', ctrl: true, alt: false, shift: false });
    expect(keycapText('Alt+ArrowDown')).toBe('Alt+↓');
    expect(keycapText('Ctrl++')).toBe('Ctrl++');
  });

  it('is known by the place of the key where Alt or Shift writes another sign there', () => {
    const odd = { key: 'ß', code: 'KeyS', ctrl: false, alt: true, shift: false };
    expect(isPressed(odd, 'Alt+S')).toBe(true);
    expect(isPressed({ ...odd, key: 'a', code: 'KeyQ' }, 'Alt+Q')).toBe(false);
    expect(isPressed({ ...odd, key: 'a', code: 'KeyQ' }, 'Alt+A')).toBe(true);
    expect(pressedDigit({ ...odd, key: '¡', code: 'Digit1' }, 'Alt+1…9')).toBe(1);
    expect(pressedDigit({ ...odd, key: '0', code: 'Digit0' }, 'Alt+1…9')).toBeNull();
  });
});
