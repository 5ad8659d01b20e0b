import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { conversationKey, type ConversationRef } from '#shared/model/ids.ts';
import type { MessagePosition } from '#shared/model/message.ts';
import { useAppState } from '../state-context.tsx';
import { LOADING_WINDOW, type TimelineWindow } from './timeline-window.ts';

/** What is done to the timeline of one conversation. */
type TimelineActions = {
  readonly loadOlder: () => Promise<void>;
  readonly loadNewer: () => Promise<void>;
  readonly backToNewest: () => Promise<void>;
  readonly dropOldest: () => void;
  readonly retry: () => void;
};

/**
 * The messages of one conversation, at its end or around the place that was asked for. The reference may be a new object
 * at each render; another `place` object is another wish.
 */
export const useTimeline = (
  ref: ConversationRef,
  place: MessagePosition | null,
): TimelineWindow & TimelineActions => {
  const { timelines } = useAppState();
  const { shopId, buyerPin } = ref;
  const key = conversationKey(ref);
  const window = useStore(timelines.store, (state) => state[key] ?? LOADING_WINDOW);
  useEffect(() => {
    const opened = { shopId, buyerPin };
    if (place === null) timelines.open(opened);
    else void timelines.openAt(opened, place);
  }, [timelines, shopId, buyerPin, place]);
  const actions = useMemo((): TimelineActions => {
    const opened = { shopId, buyerPin };
    return {
      loadOlder: () => timelines.loadOlder(opened),
      loadNewer: () => timelines.loadNewer(opened),
      backToNewest: () => timelines.backToNewest(opened),
      dropOldest: () => {
        timelines.dropOldest(opened);
      },
      retry: () => {
        timelines.retry(opened);
      },
    };
  }, [timelines, shopId, buyerPin]);
  return useMemo(() => ({ ...window, ...actions }), [window, actions]);
};
