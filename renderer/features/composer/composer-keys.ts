import { isPressed, pressedChord } from '#shared/model/chord.ts';
import { keyMapOf, type CommandId } from '#shared/model/commands.ts';
import type { Settings } from '#shared/model/settings.ts';

/** What of a key press decides; the fields of a DOM KeyboardEvent. */
export type KeyPress = {
  readonly key: string;
  readonly code: string;
  /** 229 while an input method has the key, also where `isComposing` is already false. */
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly repeat: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** Milliseconds since the page began. */
  readonly timeStamp: number;
};

/** `break` is a line break that the browser would not make by itself; `none` leaves the key to the browser. */
export type KeyMeaning = 'send' | 'sendAndNext' | 'break' | 'swallow' | 'none';

/**
 * The Enter that ends a composition can arrive just after `compositionend` with nothing left that marks it
 * (Safari's order of events, some Windows input methods in Chromium). Same key stroke, so the same instant.
 */
export const COMPOSITION_TAIL_MS = 30;

/**
 * What a key press in the composer means. `compositionEndedAt` is the time stamp of the last `compositionend`,
 * null when there was none. Never sends while an input method is composing.
 */
export const meaningOfKey = (
  press: KeyPress,
  sendKey: Settings['sendKey'],
  compositionEndedAt: number | null,
): KeyMeaning => {
  if (press.key !== 'Enter') return 'none';
  if (press.isComposing || press.keyCode === 229) return 'none';
  if (compositionEndedAt !== null && press.timeStamp - compositionEndedAt < COMPOSITION_TAIL_MS)
    return 'swallow';
  if (press.altKey) return 'none';
  const keys = keyMapOf({ sendKey });
  const is = (id: CommandId): boolean =>
    keys[id].some((text) => isPressed(pressedChord(press), text));
  // A held key must not send the next text too.
  if (is('composer.sendAndNext')) return press.repeat ? 'swallow' : 'sendAndNext';
  if (is('composer.send')) return press.repeat ? 'swallow' : 'send';
  const isCommand = press.ctrlKey || press.metaKey;
  return isCommand && !press.shiftKey ? 'break' : 'none';
};
