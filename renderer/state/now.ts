import { useSyncExternalStore } from 'react';
import { useAppState } from './state-context.tsx';

/** The present time rounded down to `everyMs` (whole seconds); re-renders when it changes. One timer for all. */
export const useNow = (everyMs: number): number => {
  const { ticker } = useAppState();
  return useSyncExternalStore(ticker.subscribe, () => ticker.now(everyMs));
};
