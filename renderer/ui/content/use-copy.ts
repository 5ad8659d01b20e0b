import { useCallback, useEffect, useState } from 'react';

export type CopyState = 'idle' | 'copied' | 'failed';

/** How long the button says how it went. */
const SHOWN_MS = 1500;

/** Puts a text on the clipboard and tells for a moment how it went. */
export const useCopy = (): {
  readonly state: CopyState;
  readonly copy: (text: string) => void;
} => {
  const [state, setState] = useState<CopyState>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => {
      setState('idle');
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [state]);
  const copy = useCallback((text: string) => {
    navigator.clipboard.writeText(text).then(
      () => {
        setState('copied');
      },
      () => {
        setState('failed');
      },
    );
  }, []);
  return { state, copy };
};
