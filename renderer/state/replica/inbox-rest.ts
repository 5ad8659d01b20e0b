import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ShopId } from '#shared/model/ids.ts';
import type { InboxFilter } from '#shared/model/inbox.ts';
import { useAppState } from '../state-context.tsx';
import type { InboxPagesState, Reach } from './inbox-pages.ts';

/** What there is below the rows that are here. */
export type InboxRest = 'nothing' | 'more' | 'loading' | 'failed';

const restOf = ({ reach, phase }: InboxPagesState): InboxRest => {
  if (reach.kind === 'end') return 'nothing';
  return phase === 'idle' ? 'more' : phase;
};

/** Of the view that is looked at. */
export const useInboxRest = (): InboxRest => useStore(useAppState().inboxPages.store, restOf);

/** Looks at this view, and tells how far down its rows are here. */
export const useReach = (filter: InboxFilter, shopId: ShopId | null): Reach => {
  const { inboxPages } = useAppState();
  useEffect(() => {
    inboxPages.choose({ filter, shopId });
  }, [inboxPages, filter, shopId]);
  return useStore(inboxPages.store, () => inboxPages.reachOf({ filter, shopId }));
};
