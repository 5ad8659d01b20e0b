/**
 * What the keys of the workbench do. One list: the keys that are heard, the tooltips and the sheet on F1 all read it. A chord is
 * written as a person reads it, `Ctrl+Shift+Tab`, with the name of the key (`KeyboardEvent.key`) last.
 */
export const KEY_ACTIONS = [
  'inbox.mostUrgent',
  'inbox.next',
  'inbox.previous',
  'inbox.search',
  'shops.next',
  'shops.previous',
  'conversation.takeOver',
  'conversation.star',
  'conversation.settle',
  'conversation.close',
  'help.keys',
] as const;
export type KeyAction = (typeof KEY_ACTIONS)[number];

export type Chord = {
  /** `KeyboardEvent.key`, compared without case. */
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
};

/** The first is the key; the others do the same: a browser keeps Ctrl+T and Ctrl+Tab of a page for itself. */
export const KEYS: Readonly<Record<KeyAction, readonly [string, ...string[]]>> = {
  'inbox.mostUrgent': ['Ctrl+J'],
  'inbox.next': ['Alt+ArrowDown'],
  'inbox.previous': ['Alt+ArrowUp'],
  'inbox.search': ['Ctrl+K'],
  'shops.next': ['Ctrl+Tab', 'Alt+PageDown'],
  'shops.previous': ['Ctrl+Shift+Tab', 'Alt+PageUp'],
  'conversation.takeOver': ['Ctrl+T', 'Alt+T'],
  'conversation.star': ['Alt+S'],
  'conversation.settle': ['Alt+N'],
  'conversation.close': ['Alt+Q'],
  'help.keys': ['F1', 'Ctrl+/'],
};

/** The chord of a written one; the text must be as `KEYS` has them. */
export const chordOf = (text: string): Chord => {
  const parts = text.split('+');
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  return { key: parts.at(-1) ?? '', ctrl: has('Ctrl'), alt: has('Alt'), shift: has('Shift') };
};

export const isSameChord = (one: Chord, other: Chord): boolean =>
  one.key.toLowerCase() === other.key.toLowerCase() &&
  one.ctrl === other.ctrl &&
  one.alt === other.alt &&
  one.shift === other.shift;

/** With Ctrl each chooses a shop; 1 is 全部店铺. */
const SHOP_DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Whether the window hears these keys wherever the agent is in it; the desktop host takes them from a page beside the conversation. */
export const isOwnChord = (pressed: Chord): boolean =>
  [...Object.values(KEYS).flat(), ...SHOP_DIGITS.map((digit) => `Ctrl+${digit}`)].some((text) =>
    isSameChord(pressed, chordOf(text)),
  );

const DRAWN: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
};

/** As it stands on a keycap: `Alt+↓`. */
export const keycapText = (chord: string): string =>
  chord
    .split('+')
    .map((part) => DRAWN[part] ?? part)
    .join('+');

/** The key of an action as a tooltip names it. */
export const keyOf = (action: KeyAction): string => keycapText(KEYS[action][0]);
