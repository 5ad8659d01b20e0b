import { useEffect, useState, type ReactNode } from 'react';
import { requiredContext } from '../required-context.ts';
import { LoadingTurns } from './loading-turns.ts';

const [Turns, useTurns] = requiredContext<LoadingTurns>('LoadingTurnsProvider');

/** Stands once around all that shows pictures and videos. */
export const LoadingTurnsProvider = ({ children }: { readonly children: ReactNode }) => {
  const [turns] = useState(() => new LoadingTurns());
  return <Turns value={turns}>{children}</Turns>;
};

/** Whether this picture may load now; `isWanted` while it is neither there nor failed. `onGivenUp` must not change. */
export const useLoadingTurn = (isWanted: boolean, onGivenUp: () => void): boolean => {
  const turns = useTurns();
  const [hasTurn, setHasTurn] = useState(false);
  useEffect(() => {
    if (!isWanted) return undefined;
    const leave = turns.ask(setHasTurn, onGivenUp);
    return () => {
      setHasTurn(false);
      leave();
    };
  }, [turns, isWanted, onGivenUp]);
  return isWanted && hasTurn;
};
