import type { Bridge } from '#shared/ipc/contract.ts';
import { keyStartOf, refOfKey, type ShopId } from '#shared/model/ids.ts';
import { InboxPages } from './replica/inbox-pages.ts';
import { ReplicaFollower } from './replica/replica-store.ts';
import { createSelection, type SelectionState } from './selection-store.ts';
import type { AppState } from './state-context.tsx';
import { Ticker } from './ticker.ts';
import { Timelines } from './timeline/timeline-store.ts';
import { WaitingCounter } from './replica/waiting-counter.ts';

/** How late the list may follow the beginning and the end of duty hours (CV14). */
const RANK_EVERY_MS = 15_000;

/** Builds the state of one window and starts to follow the core. Returns its undo too. */
export const createState = (parts: {
  readonly bridge: Bridge;
  readonly clock: { readonly now: () => number };
  readonly later: (ms: number, run: () => void) => () => void;
  readonly soon: (run: () => void) => void;
}): { readonly state: AppState; readonly stop: () => void } => {
  const follower = new ReplicaFollower(parts);
  const inboxPages = new InboxPages(parts.bridge, follower);
  const timelines = new Timelines(parts.bridge);
  const selection = createSelection(parts.clock);
  const undo = [
    follower.listen({
      onDelta: (delta) => {
        timelines.applyDelta(delta);
        inboxPages.trim();
        dropRemoved(delta.removedShops);
      },
      onSnapshot: () => {
        timelines.reload();
        inboxPages.reload();
        needOpen(selection.getState());
      },
    }),
    // Before anything is drawn: the core reads while the window draws the rest of the conversation.
    selection.subscribe((state, before) => {
      needOpen(state);
      if (state.conversationKey !== before.conversationKey || state.sought !== before.sought)
        readTimeline(state);
    }),
    parts.bridge.on('window.openConversation', ({ key }) => {
      selection.getState().openConversation(key);
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
    state: {
      follower,
      inboxPages,
      timelines,
      selection,
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
