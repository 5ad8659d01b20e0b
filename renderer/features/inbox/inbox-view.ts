import { useCallback, useMemo, useRef } from 'react';
import type { ConversationKey, ShopId } from '#shared/model/ids.ts';
import { useReplica } from '../../state/replica.ts';
import type { ReplicaState } from '../../state/replica-store.ts';
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

/** Follows the view; gives a new object only when a key comes, goes or moves. */
export const useInboxView = (shopId: ShopId | null, filter: Filter): InboxView => {
  const last = useRef<InboxView | null>(null);
  const select = useCallback(
    (state: ReplicaState): InboxView => {
      const next = viewOf(state, shopId, filter);
      const previous = last.current;
      if (
        previous !== null &&
        isSameList(previous.waiting, next.waiting) &&
        isSameList(previous.replied, next.replied)
      ) {
        return previous;
      }
      last.current = next;
      return next;
    },
    [shopId, filter],
  );
  return useReplica(useMemoOfState(select));
};

/** The store asks its selector several times for one state; the filter runs once. */
const useMemoOfState = <Part>(select: (state: ReplicaState) => Part) =>
  useMemo(() => {
    let seen: ReplicaState | null = null;
    let part: Part | null = null;
    return (state: ReplicaState): Part => {
      if (state !== seen || part === null) {
        seen = state;
        part = select(state);
      }
      return part;
    };
  }, [select]);
