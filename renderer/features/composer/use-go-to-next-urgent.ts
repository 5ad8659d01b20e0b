import { useCallback } from 'react';
import { useAppState } from '../../state/state-context.tsx';

/** Opens whoever else waits longest, in any shop; stays where it is when nobody does. Ctrl+Shift+Enter, after the send. */
export const useGoToNextUrgent = (): (() => void) => {
  const { follower, selection } = useAppState();
  return useCallback(() => {
    const { conversationKey, openConversation } = selection.getState();
    // The one just answered may still stand first: the core has not yet told that its clock stopped.
    const next = follower.store
      .getState()
      .order.waiting.find((candidate) => candidate !== conversationKey);
    if (next !== undefined) openConversation(next);
  }, [follower, selection]);
};
