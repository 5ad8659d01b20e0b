import { useMemo } from 'react';
import type { Conversation } from '#shared/model/conversation.ts';
import type { ConversationKey } from '#shared/model/ids.ts';
import { isListed } from '#shared/model/inbox.ts';
import { isReached, type InboxChoice, type Reach } from '../../state/replica/inbox-pages.ts';
import { useReach } from '../../state/replica/inbox-rest.ts';
import { useReplica } from '../../state/replica/replica.ts';
import type { ReplicaState } from '../../state/replica/replica-store.ts';

/** The keys to show, in order. `all` is both groups one after the other. */
export type InboxView = {
  readonly waiting: readonly ConversationKey[];
  readonly replied: readonly ConversationKey[];
  readonly all: readonly ConversationKey[];
  /** The open row that the choice no longer holds; it goes when another is opened. */
  readonly staying: ConversationKey | null;
};

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((key, index) => key === b[index]);

/** How many rows from the top are reached: the list goes down by place, so that a few looks tell. */
const countReached = (
  replied: readonly ConversationKey[],
  conversations: ReplicaState['conversations'],
  reach: Reach,
): number => {
  let low = 0;
  let high = replied.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = conversations.get(replied[middle] ?? null);
    if (row === null || isReached(row, reach)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** What a window has of the list under a choice, as far down as it has every row. Pure. */
export const viewOf = (
  { order, conversations }: Pick<ReplicaState, 'order' | 'conversations'>,
  { filter, shopId }: InboxChoice,
  reach: Reach,
): InboxView => {
  const isChosen = (row: Conversation | null): row is Conversation =>
    row !== null && (shopId === null || row.shopId === shopId) && isListed(row, filter);
  const waiting = order.waiting.filter((key) => isChosen(conversations.get(key)));
  const replied = order.replied
    .slice(0, countReached(order.replied, conversations, reach))
    .filter((key) => isChosen(conversations.get(key)));
  return { waiting, replied, all: [...waiting, ...replied], staying: null };
};

/**
 * The view of one choice, kept while it stays the same: a new object only when a key comes, goes or moves.
 * The store asks several times for one state; the filter runs once.
 */
class ViewReader {
  readonly #choice: InboxChoice;
  readonly #reach: Reach;
  #seen: ReplicaState | null = null;
  #view: InboxView | null = null;

  constructor(choice: InboxChoice, reach: Reach) {
    this.#choice = choice;
    this.#reach = reach;
  }

  readonly read = (state: ReplicaState): InboxView => {
    if (this.#view !== null && state === this.#seen) return this.#view;
    this.#seen = state;
    const next = viewOf(state, this.#choice, this.#reach);
    const last = this.#view;
    const isSame =
      last !== null &&
      isSameList(last.waiting, next.waiting) &&
      isSameList(last.replied, next.replied);
    if (!isSame) this.#view = next;
    return isSame ? last : next;
  };
}

/** Follows the view of one choice, and has its pages read. */
export const useInboxView = ({ filter, shopId }: InboxChoice): InboxView => {
  const reach = useReach(filter, shopId);
  const reader = useMemo(() => new ViewReader({ filter, shopId }, reach), [filter, shopId, reach]);
  return useReplica(reader.read);
};
