import { useMemo } from 'react';
import type { ConversationKey, ShopId } from '#shared/model/ids.ts';
import { useReplica } from '../../state/replica/replica.ts';
import type { ReplicaState } from '../../state/replica/replica-store.ts';
import { isListed, type Filter } from './filters.ts';

/** The keys to show, in order. `all` is both groups one after the other. */
export type InboxView = {
  readonly waiting: readonly ConversationKey[];
  readonly replied: readonly ConversationKey[];
  readonly all: readonly ConversationKey[];
};

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((key, index) => key === b[index]);

/** The view of a replica under a filter. Pure. */
export const viewOf = (
  state: Pick<ReplicaState, 'order' | 'replica'>,
  shopId: ShopId | null,
  filter: Filter,
): InboxView => {
  const { conversations } = state.replica;
  const keep = (key: ConversationKey): boolean => {
    const row = conversations[key];
    return row !== undefined && (shopId === null || row.shopId === shopId) && isListed(row, filter);
  };
  const waiting = state.order.waiting.filter(keep);
  const replied = state.order.replied.filter(keep);
  return { waiting, replied, all: [...waiting, ...replied] };
};

/**
 * The view of one shop and filter, kept while it stays the same: a new object only when a key comes, goes or moves.
 * The store asks several times for one state; the filter runs once.
 */
class ViewReader {
  readonly #shopId: ShopId | null;
  readonly #filter: Filter;
  #seen: ReplicaState | null = null;
  #view: InboxView | null = null;

  constructor(shopId: ShopId | null, filter: Filter) {
    this.#shopId = shopId;
    this.#filter = filter;
  }

  readonly read = (state: ReplicaState): InboxView => {
    if (this.#view !== null && state === this.#seen) return this.#view;
    this.#seen = state;
    const next = viewOf(state, this.#shopId, this.#filter);
    const last = this.#view;
    const isSame =
      last !== null &&
      isSameList(last.waiting, next.waiting) &&
      isSameList(last.replied, next.replied);
    if (!isSame) this.#view = next;
    return isSame ? last : next;
  };
}

/** Follows the view of one shop and filter. */
export const useInboxView = (shopId: ShopId | null, filter: Filter): InboxView => {
  const reader = useMemo(() => new ViewReader(shopId, filter), [shopId, filter]);
  return useReplica(reader.read);
};
