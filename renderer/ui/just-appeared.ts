import { useEffect, useState } from 'react';

const TAKES_NO_PRESS_MS = 400;

/**
 * True for 400 ms after `what` has come to where it is (CV5): a press that was aimed at something else must not meet it. Its
 * buttons are disabled for so long.
 */
export const useJustAppeared = (what: string): boolean => {
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    const timer = window.setTimeout(() => {
      setSettled(what);
    }, TAKES_NO_PRESS_MS);
    return () => {
      window.clearTimeout(timer);
    };
  }, [what]);
  return settled !== what;
};
