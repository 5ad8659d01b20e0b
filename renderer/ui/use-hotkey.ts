import { useEffect, useEffectEvent } from 'react';

export type Hotkey = {
  /** `KeyboardEvent.key`, compared without case. */
  readonly key: string;
  readonly ctrl?: boolean;
  readonly alt?: boolean;
  readonly shift?: boolean;
};

const isPressed = (event: KeyboardEvent, hotkey: Hotkey): boolean =>
  event.key.toLowerCase() === hotkey.key.toLowerCase() &&
  (event.ctrlKey || event.metaKey) === (hotkey.ctrl ?? false) &&
  event.altKey === (hotkey.alt ?? false) &&
  event.shiftKey === (hotkey.shift ?? false);

/**
 * Runs `press` for keys pressed anywhere in the window, except inside a dialog and while an IME composes.
 * The first hotkey of the list that matches wins.
 */
export const useHotkeys = (hotkeys: readonly (Hotkey & { readonly press: () => void })[]): void => {
  const listener = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.target instanceof Element && event.target.closest('[role=dialog]') !== null) return;
    const hotkey = hotkeys.find((candidate) => isPressed(event, candidate));
    if (hotkey === undefined) return;
    event.preventDefault();
    hotkey.press();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      listener(event);
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, []);
};
