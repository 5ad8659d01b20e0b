import { useState } from 'react';
import { useGateway, useReplica } from '../state/replica/replica.ts';

/** Whether the form for server and token stands in the way, and how it goes. */
export type FirstRunState = {
  readonly isShown: boolean;
  readonly isTrying: boolean;
  readonly leave: { readonly label: 'enter' | 'later'; readonly go: () => void } | null;
  readonly onTry: () => void;
  /** Another back office, from the settings or the connection panel. */
  readonly open: () => void;
};

/**
 * Shown while no back office is known, while the token is refused, and from a try until the line stands:
 * an address that leads nowhere must be correctable where it was typed.
 */
export const useFirstRun = (): FirstRunState => {
  const { phase } = useGateway();
  const isReady = useReplica((state) => state.phase === 'ready');
  const [isTrying, setIsTrying] = useState(false);
  const [isAsked, setIsAsked] = useState(false);
  const [isPutOff, setIsPutOff] = useState(false);
  const [seenPhase, setSeenPhase] = useState(phase);
  // Also when the line stood before the answer to the press came: what the core told before an answer is known by then.
  if (isTrying && phase === 'connected') setIsTrying(false);
  if (phase !== seenPhase) {
    setSeenPhase(phase);
    if (phase === 'connected') setIsAsked(false);
    if (phase !== 'token_refused') setIsPutOff(false);
  }
  const isRefused = phase === 'token_refused';
  const isShown =
    isReady &&
    (phase === 'unconfigured' || (isRefused && !isPutOff) || isAsked || (isTrying && !isRefused));
  const canLeave = phase !== 'unconfigured';
  return {
    isShown,
    isTrying,
    leave: canLeave
      ? {
          label: isRefused || isAsked ? 'later' : 'enter',
          go: () => {
            setIsTrying(false);
            setIsAsked(false);
            setIsPutOff(true);
          },
        }
      : null,
    onTry: () => {
      setIsTrying(true);
      setIsAsked(false);
      setIsPutOff(false);
    },
    open: () => {
      setIsAsked(true);
      setIsPutOff(false);
    },
  };
};
