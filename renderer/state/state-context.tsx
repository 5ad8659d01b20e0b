import { requiredContext } from '../ui/required-context.ts';
import type { StoreApi } from 'zustand/vanilla';
import type { CommandOffers } from './commands/command-offers.ts';
import type { ComposerHandleState } from './compose/composer-handle.ts';
import type { FollowUps } from './compose/follow-ups.ts';
import type { PhraseWishes } from './phrases/phrase-wishes.ts';
import type { PhraseBook } from './phrases/phrase-book.ts';
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
  readonly commandOffers: CommandOffers;
  readonly phrases: PhraseBook;
  readonly phraseWishes: StoreApi<PhraseWishes>;
  readonly composerHandle: StoreApi<ComposerHandleState>;
  readonly followUps: FollowUps;
  readonly ticker: Ticker;
  /** One count for every badge, so that they never differ. */
  readonly waitingCounter: WaitingCounter;
};

export const [StateProvider, useAppState] = requiredContext<AppState>('StateProvider');
