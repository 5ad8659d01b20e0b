import { useEffect, useEffectEvent } from 'react';
import { pressedChord } from '#shared/model/chord.ts';
import { commandPressed, COMMANDS } from '#shared/model/commands.ts';
import { useKeyMap } from '../state/commands/use-commands.ts';
import { useAppState } from '../state/state-context.tsx';

/**
 * The one place that hears the keys of the commands, from anywhere in the window but inside a dialog, and never while an input method
 * composes. A key whose command nobody offers now is left to the browser.
 */
export const useCommandKeys = (): void => {
  const { commandOffers } = useAppState();
  const keys = useKeyMap();
  const hear = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.target instanceof Element && event.target.closest('[role$=dialog]') !== null) return;
    const command = commandPressed(pressedChord(event), keys);
    if (command === null) return;
    const offer = commandOffers.find(command.id);
    if (offer === null) return;
    event.preventDefault();
    if (event.repeat && COMMANDS[command.id].repeats !== true) return;
    if ((offer.why ?? null) === null) offer.run(command.digit);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      hear(event);
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, []);
};
