import { describe, expect, it } from 'vitest';
import { type KeyPress, meaningOfKey } from './composer-keys.ts';

const enter = (over: Partial<KeyPress> = {}): KeyPress => ({
  key: 'Enter',
  code: 'Enter',
  keyCode: 13,
  isComposing: false,
  repeat: false,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  timeStamp: 1000,
  ...over,
});

describe('Enter', () => {
  it('sends, with Shift it breaks the line', () => {
    expect(meaningOfKey(enter(), 'enter', null)).toBe('send');
    expect(meaningOfKey(enter({ shiftKey: true }), 'enter', null)).toBe('none');
    expect(meaningOfKey(enter({ ctrlKey: true }), 'enter', null)).toBe('break');
  });

  it('breaks the line when Ctrl+Enter is the sending key', () => {
    expect(meaningOfKey(enter(), 'ctrlEnter', null)).toBe('none');
    expect(meaningOfKey(enter({ ctrlKey: true }), 'ctrlEnter', null)).toBe('send');
    expect(meaningOfKey(enter({ metaKey: true }), 'ctrlEnter', null)).toBe('send');
    expect(meaningOfKey(enter({ shiftKey: true }), 'ctrlEnter', null)).toBe('none');
  });

  it('sends and goes on with Ctrl+Shift+Enter, whatever the sending key', () => {
    const press = enter({ ctrlKey: true, shiftKey: true });
    expect(meaningOfKey(press, 'enter', null)).toBe('sendAndNext');
    expect(meaningOfKey(press, 'ctrlEnter', null)).toBe('sendAndNext');
  });

  it('sends once however long it is held', () => {
    expect(meaningOfKey(enter({ repeat: true }), 'enter', null)).toBe('swallow');
    expect(meaningOfKey(enter({ repeat: true, ctrlKey: true }), 'ctrlEnter', null)).toBe('swallow');
  });
});

describe('with an input method', () => {
  it('never sends while composing', () => {
    expect(meaningOfKey(enter({ isComposing: true }), 'enter', null)).toBe('none');
    expect(meaningOfKey(enter({ keyCode: 229 }), 'enter', null)).toBe('none');
    expect(
      meaningOfKey(enter({ isComposing: true, ctrlKey: true, shiftKey: true }), 'enter', null),
    ).toBe('none');
  });

  it('does not take the Enter that ended the composition for a send', () => {
    expect(meaningOfKey(enter({ timeStamp: 1004 }), 'enter', 1000)).toBe('swallow');
    expect(meaningOfKey(enter({ timeStamp: 1200 }), 'enter', 1000)).toBe('send');
  });
});

it('leaves every other key to the browser', () => {
  expect(meaningOfKey(enter({ key: 'a', keyCode: 65 }), 'enter', null)).toBe('none');
});
