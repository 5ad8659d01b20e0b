import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { conversationKey, type ConversationRef } from '#shared/model/ids.ts';
import { useAppState } from '../state-context.tsx';
import { LOADING_WINDOW, type TimelineWindow } from './timeline-window.ts';

/** The messages of one conversation. The reference may be a new object at each render. */
export const useTimeline = (
  ref: ConversationRef,
): TimelineWindow & {
  loadOlder(): Promise<void>;
  readonly dropOldest: () => void;
  retry(): void;
} => {
  const { timelines } = useAppState();
  const { shopId, buyerPin } = ref;
  const key = conversationKey(ref);
  const window = useStore(timelines.store, (state) => state[key] ?? LOADING_WINDOW);
  useEffect(() => {
    timelines.open({ shopId, buyerPin });
  }, [timelines, shopId, buyerPin]);
  return useMemo(
    () => ({
      ...window,
      loadOlder: () => timelines.loadOlder({ shopId, buyerPin }),
      dropOldest: () => {
        timelines.dropOldest({ shopId, buyerPin });
      },
      retry: () => {
        timelines.retry({ shopId, buyerPin });
      },
    }),
    [timelines, window, shopId, buyerPin],
  );
};
