import { useCallback, useRef } from 'react';
import type { ConversationKey } from '#shared/model/ids.ts';
import { useAppState } from '../../state/state-context.tsx';

/** Who was visited by this key so lately is passed over, while anybody else waits. */
const JUST_VISITED_MS = 60_000;

/**
 * CV14: answers whom Ctrl+J opens next: the most urgent who was not just visited by it; when all were, the round begins anew.
 */
export const useMostUrgent = (): (() => ConversationKey | null) => {
  const { follower, selection } = useAppState();
  const visitedAt = useRef(new Map<ConversationKey, number>());
  return useCallback(() => {
    const now = performance.now();
    const visited = visitedAt.current;
    for (const [key, at] of visited) if (now - at > JUST_VISITED_MS) visited.delete(key);
    const { waiting } = follower.store.getState().order;
    const open = selection.getState().conversationKey;
    let next = waiting.find((key) => key !== open && !visited.has(key));
    if (next === undefined) {
      visited.clear();
      next = waiting.find((key) => key !== open) ?? waiting[0];
    }
    if (next !== undefined) visited.set(next, now);
    return next ?? null;
  }, [follower, selection]);
};
