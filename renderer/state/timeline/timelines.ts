import { useMemo } from 'react';
import { useStore } from 'zustand';
import { conversationKey, type ConversationRef } from '#shared/model/ids.ts';
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

/** The messages of one conversation, which are read when it is selected. The reference may be a new object at each render. */
export const useTimeline = (ref: ConversationRef): TimelineWindow & TimelineActions => {
  const { timelines } = useAppState();
  const { shopId, buyerPin } = ref;
  const key = conversationKey(ref);
  const window = useStore(timelines.store, (state) => state[key] ?? LOADING_WINDOW);
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
