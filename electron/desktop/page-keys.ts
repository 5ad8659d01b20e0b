import type { BrowserWindow, Input, KeyboardInputEvent, WebContents } from 'electron';
import { commandPressed, keyMapOf } from '#shared/model/commands.ts';

/** 发送键 decides the keys of 回复 alone, which a page keeps. */
const KEYS = keyMapOf({ sendKey: 'enter' });

type Modifier = NonNullable<KeyboardInputEvent['modifiers']>[number];

/** Electron names keys as accelerators do. */
const keyCodeOf = (key: string): string => key.replace(/^Arrow/u, '');

const modifiersOf = ({ control, meta, alt, shift }: Input): Modifier[] => {
  const held: readonly (readonly [Modifier, boolean])[] = [
    ['control', control],
    ['meta', meta],
    ['alt', alt],
    ['shift', shift],
  ];
  return held.flatMap(([name, isHeld]) => (isHeld ? [name] : []));
};

/**
 * What is pressed in a shop's page that stands beside the conversation, and is meant for our window: our shortcuts, which the page
 * does not get, and Escape, which both get, because the page has layers of its own to close. The keyboard goes along. Answers its undo.
 */
export const forwardKeys = (
  page: WebContents,
  window: BrowserWindow,
  isWanted: () => boolean,
): (() => void) => {
  const hear = (event: { preventDefault(): void }, input: Input): void => {
    const { type, key, code, isComposing, control, meta, alt, shift } = input;
    if (type !== 'keyDown' || isComposing || !isWanted()) return;
    const pressed = { key, code, ctrl: control || meta, alt, shift };
    const isOurs = commandPressed(pressed, KEYS) !== null;
    if (!isOurs && key !== 'Escape') return;
    if (isOurs) event.preventDefault();
    const { webContents } = window;
    webContents.focus();
    const modifiers = modifiersOf(input);
    webContents.sendInputEvent({ type: 'keyDown', keyCode: keyCodeOf(key), modifiers });
  };
  page.on('before-input-event', hear);
  return () => {
    page.off('before-input-event', hear);
  };
};
