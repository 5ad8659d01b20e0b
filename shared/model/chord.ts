/** Keys pressed together. Written as a person reads them, `Ctrl+Shift+Tab`, the name of the key (`KeyboardEvent.key`) last. */
export type Chord = {
  /** `KeyboardEvent.key`, compared without case. */
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
};

/** `code` is the place of the key (`KeyboardEvent.code`): with Alt some keyboards write another sign there. */
export type PressedChord = Chord & { readonly code: string };

/** The last part of a chord that stands for nine: `Ctrl+1…9`. */
export const ANY_DIGIT = '1…9';

/** The chord of a written one. */
export const chordOf = (text: string): Chord => {
  // The key itself may be a plus: `Ctrl++`.
  const parts = text.replace(/\+\+$/u, '+Plus').split('+');
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  const last = parts.at(-1) ?? '';
  return {
    key: last === 'Plus' ? '+' : last,
    ctrl: has('Ctrl'),
    alt: has('Alt'),
    shift: has('Shift'),
  };
};

/** What of a key press makes its chord; the fields of a DOM KeyboardEvent. ⌘ counts as Ctrl. */
export const pressedChord = (press: {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}): PressedChord => ({
  key: press.key,
  code: press.code,
  ctrl: press.ctrlKey || press.metaKey,
  alt: press.altKey,
  shift: press.shiftKey,
});

const isPlain = (key: string): boolean => /^[a-z0-9]$/iu.test(key);

/** The letter or digit that is meant: what was written, or, where that is a strange sign, what stands on the key. */
const meantKey = ({ key, code }: PressedChord): string =>
  isPlain(key) ? key : (/^(?:Key|Digit)(\w)$/u.exec(code)?.[1] ?? key);

const holdsSame = (one: Chord, other: Chord): boolean =>
  one.ctrl === other.ctrl && one.alt === other.alt && one.shift === other.shift;

export const isPressed = (pressed: PressedChord, text: string): boolean => {
  const wanted = chordOf(text);
  if (!holdsSame(pressed, wanted)) return false;
  const is = (key: string): boolean => key.toLowerCase() === wanted.key.toLowerCase();
  return is(pressed.key) || ((pressed.alt || pressed.shift) && is(meantKey(pressed)));
};

/** Which of the nine chords of `Ctrl+1…9` is pressed; null for none of them. */
export const pressedDigit = (pressed: PressedChord, text: string): number | null => {
  const wanted = chordOf(text);
  if (wanted.key !== ANY_DIGIT || !holdsSame(pressed, wanted)) return null;
  const key = meantKey(pressed);
  return /^[1-9]$/u.test(key) ? Number(key) : null;
};

const DRAWN: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
  ' ': 'Space',
};

/** As it stands on the keycaps: `Alt+↓`. */
export const keycapText = (text: string): string => {
  const { key, ctrl, alt, shift } = chordOf(text);
  const held = [ctrl && 'Ctrl', alt && 'Alt', shift && 'Shift'].filter((name) => name !== false);
  return [...held, DRAWN[key] ?? key].join('+');
};

/**
 * What Chrome and Edge never give to a page in a tab (chrome/browser/ui: reserved commands): new, closed and other tabs and windows.
 * An app window without tabs gives some of them.
 */
const KEPT_BY_BROWSER = [
  'Ctrl+N',
  'Ctrl+Shift+N',
  'Ctrl+T',
  'Ctrl+Shift+T',
  'Ctrl+W',
  'Ctrl+Shift+W',
  'Ctrl+Tab',
  'Ctrl+Shift+Tab',
  'Ctrl+PageUp',
  'Ctrl+PageDown',
  'Alt+F4',
] as const;

export const isKeptByBrowser = (text: string): boolean =>
  KEPT_BY_BROWSER.some((kept) => isPressed({ ...chordOf(text), code: '' }, kept));
