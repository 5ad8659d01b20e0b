import { requiredContext } from '../ui/required-context.ts';
import type { StoreApi } from 'zustand/vanilla';
import type { InboxPages } from './replica/inbox-pages.ts';
import type { ReplicaFollower } from './replica/replica-store.ts';
import type { SelectionState } from './selection-store.ts';
import type { Ticker } from './ticker.ts';
import type { WaitingCounter } from './replica/waiting-counter.ts';
import type { Timelines } from './timeline/timeline-store.ts';

/** Everything the screen reads, made once by the entry. */
export type AppState = {
  readonly follower: ReplicaFollower;
  readonly inboxPages: InboxPages;
  readonly timelines: Timelines;
  readonly selection: StoreApi<SelectionState>;
  readonly ticker: Ticker;
  /** One count for every badge, so that they never differ. */
  readonly waitingCounter: WaitingCounter;
};

export const [StateProvider, useAppState] = requiredContext<AppState>('StateProvider');
