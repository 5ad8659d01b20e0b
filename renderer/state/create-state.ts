import { keyStartOf, refOfKey, type ShopId } from '#shared/model/ids.ts';
import { answersInOrder } from '../bridge/answers-in-order.ts';
import type { Transport } from '../bridge/transport.ts';
import { CommandOffers } from './commands/command-offers.ts';
import { createComposerHandle } from './compose/composer-handle.ts';
import { FollowUps } from './compose/follow-ups.ts';
import { createPhraseWishes } from './phrases/phrase-wishes.ts';
import { PhraseBook } from './phrases/phrase-book.ts';
import { InboxPages } from './replica/inbox-pages.ts';
import { ReplicaFollower } from './replica/replica-store.ts';
import { createSelection, type SelectionState } from './selection-store.ts';
import type { AppState } from './state-context.tsx';
import { Ticker } from './ticker.ts';
import { Timelines } from './timeline/timeline-store.ts';
import { WaitingCounter } from './replica/waiting-counter.ts';

/** How late the list may follow the beginning and the end of duty hours (CV14). */
const RANK_EVERY_MS = 15_000;

/**
 * Builds the state of one window and starts to follow the core. Returns its undo too, and the line that the window's parts must
 * use: its answers come in order with what the state was told.
 */
export const createState = (parts: {
  readonly line: Transport;
  readonly clock: { readonly now: () => number };
  readonly later: (ms: number, run: () => void) => () => void;
  readonly soon: (run: () => void) => void;
}): { readonly state: AppState; readonly transport: Transport; readonly stop: () => void } => {
  const transport = answersInOrder(parts.line, () => {
    follower.catchUp();
  });
  const { bridge } = transport;
  const follower = new ReplicaFollower({ ...parts, bridge });
  const inboxPages = new InboxPages(bridge, follower);
  const timelines = new Timelines(bridge);
  const phrases = new PhraseBook({ ...parts, bridge });
  const selection = createSelection(parts.clock);
  const undo = [
    follower.listen({
      onDelta: (delta) => {
        timelines.applyDelta(delta);
        phrases.applyDelta(delta);
        inboxPages.trim();
        dropRemoved(delta.removedShops);
      },
      onSnapshot: () => {
        timelines.reload();
        inboxPages.reload();
        void phrases.reload();
        needOpen(selection.getState());
      },
    }),
    // Before anything is drawn: the core reads while the window draws the rest of the conversation.
    selection.subscribe((state, before) => {
      needOpen(state);
      if (state.conversationKey !== before.conversationKey || state.sought !== before.sought)
        readTimeline(state);
      if (state.conversationKey !== before.conversationKey) phrases.rank();
    }),
    bridge.on('window.openConversation', ({ key }) => {
      selection.getState().openConversation(key);
    }),
    bridge.on('window.openShop', ({ shopId }) => {
      selection.getState().selectShop(shopId);
    }),
  ];
  const needOpen = ({ conversationKey }: SelectionState): void => {
    if (conversationKey !== null) void inboxPages.need(conversationKey);
  };
  const readTimeline = ({ conversationKey: key, sought }: SelectionState): void => {
    if (key === null) return;
    const place = sought?.key === key ? sought.message : null;
    if (place === null) timelines.open(refOfKey(key));
    else void timelines.openAt(refOfKey(key), place);
  };
  const dropRemoved = (shopIds: readonly ShopId[] | undefined): void => {
    if (shopIds === undefined) return;
    const { shopId, conversationKey } = selection.getState();
    if (shopId !== null && shopIds.includes(shopId)) selection.getState().selectShop(null);
    const isGone =
      conversationKey !== null && shopIds.some((id) => conversationKey.startsWith(keyStartOf(id)));
    if (isGone) selection.getState().openConversation(null);
  };
  let cancelRank: () => void = () => undefined;
  const rankLater = (): void => {
    cancelRank = parts.later(RANK_EVERY_MS, () => {
      follower.rankAgain();
      rankLater();
    });
  };
  rankLater();
  follower.start();
  return {
    transport,
    state: {
      follower,
      inboxPages,
      timelines,
      selection,
      commandOffers: new CommandOffers(),
      phrases,
      phraseWishes: createPhraseWishes(),
      composerHandle: createComposerHandle(),
      followUps: new FollowUps(),
      ticker: new Ticker(parts),
      waitingCounter: new WaitingCounter(),
    },
    stop: () => {
      for (const end of undo) end();
      cancelRank();
      follower.stop();
    },
  };
};
