import { useCallback, useState } from 'react';
import { useMediaUrl } from './media-address.tsx';
import { loadMediaFailure, type MediaFailure } from './media-failure.ts';
import { useLoadingTurn } from './use-loading-turn.tsx';

export type MediaState = 'loading' | 'ready' | 'failed';

/** Follows the loading of one picture; `retry` asks for it again under a new address. */
export const useMediaState = (
  url: string,
): {
  readonly state: MediaState;
  /** Why it is not shown; of meaning when it failed. */
  readonly failure: MediaFailure;
  /** Undefined while it is not its turn to load. */
  readonly source: string | undefined;
  readonly onLoad: () => void;
  readonly onError: () => void;
  readonly retry: () => void;
} => {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<MediaState>('loading');
  const [failure, setFailure] = useState<MediaFailure>('failed');
  const base = useMediaUrl(url);
  // The browser remembers a failed address for the page's life; another query makes it ask again.
  const source =
    attempt === 0 || base.startsWith('data:') ? base : `${base}&retry=${String(attempt)}`;
  const giveUp = useCallback(() => {
    setFailure('slow');
    setState('failed');
  }, []);
  const hasTurn = useLoadingTurn(state === 'loading', giveUp);
  return {
    state,
    failure,
    source: hasTurn || state === 'ready' ? source : undefined,
    onLoad: useCallback(() => {
      setState('ready');
    }, []),
    onError: useCallback(() => {
      setState('failed');
      void loadMediaFailure(source).then(setFailure);
    }, [source]),
    retry: useCallback(() => {
      setState('loading');
      setFailure('failed');
      setAttempt((count) => count + 1);
    }, []),
  };
};
