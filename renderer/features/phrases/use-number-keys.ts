import { useEffect, useEffectEvent } from 'react';

const DIGIT = /^Digit([1-9])$/u;

/** Alt+1 to Alt+9 anywhere but in a dialog. By the place of the key: with Alt some keyboards write another sign there. */
export const useNumberKeys = (press: (number: number) => void): void => {
  const listener = useEffectEvent((event: KeyboardEvent): void => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.isComposing || event.keyCode === 229 || event.repeat) return;
    if (event.target instanceof Element && event.target.closest('[role$=dialog]') !== null) return;
    const digit = DIGIT.exec(event.code)?.[1];
    if (digit === undefined) return;
    event.preventDefault();
    press(Number(digit));
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
