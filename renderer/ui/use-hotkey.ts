import { useEffect, useEffectEvent } from 'react';
import { chordOf, isSameChord, KEYS, type Chord, type KeyAction } from '#shared/model/keys.ts';

const pressedIn = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): Chord => ({
  key,
  ctrl: ctrlKey || metaKey,
  alt: altKey,
  shift: shiftKey,
});

/**
 * Runs `press` for keys pressed anywhere in the window, except inside a dialog and while an IME composes.
 * The first hotkey of the list that matches wins.
 */
export const useHotkeys = (
  hotkeys: readonly { readonly chord: Chord; readonly press: () => void }[],
): void => {
  const listener = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.target instanceof Element && event.target.closest('[role=dialog]') !== null) return;
    const pressed = pressedIn(event);
    const hotkey = hotkeys.find(({ chord }) => isSameChord(pressed, chord));
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

/** Hears the keys of these actions, each with all its chords. */
export const useKeys = (
  actions: readonly { readonly action: KeyAction; readonly press: () => void }[],
): void => {
  useHotkeys(
    actions.flatMap(({ action, press }) =>
      KEYS[action].map((text) => ({ chord: chordOf(text), press })),
    ),
  );
};
