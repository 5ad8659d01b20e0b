import { useCallback, useState } from 'react';
import { useMediaUrl } from './media-address.tsx';

export type MediaState = 'loading' | 'ready' | 'failed';

/** Follows the loading of one picture; `retry` asks for it again under a new address. */
export const useMediaState = (
  url: string,
): {
  readonly state: MediaState;
  readonly source: string;
  readonly onLoad: () => void;
  readonly onError: () => void;
  readonly retry: () => void;
} => {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<MediaState>('loading');
  const base = useMediaUrl(url);
  return {
    state,
    // The browser remembers a failed address for the page's life; another query makes it ask again.
    source: attempt === 0 || base.startsWith('data:') ? base : `${base}&retry=${String(attempt)}`,
    onLoad: useCallback(() => {
      setState('ready');
    }, []),
    onError: useCallback(() => {
      setState('failed');
    }, []),
    retry: useCallback(() => {
      setState('loading');
      setAttempt((count) => count + 1);
    }, []),
  };
};
