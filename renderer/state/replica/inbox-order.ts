import type { Conversation } from '#shared/model/conversation.ts';
import type { ConversationKey } from '#shared/model/ids.ts';
import { comparePlaces, isWaiting, placeOf } from '#shared/model/inbox.ts';
import type { Urgency } from './urgency.ts';

type Table = ReadonlyMap<ConversationKey, Conversation>;

/**
 * The order of the list: who waits (the most urgent first, CV14), then who was answered (newest first).
 * Both arrays keep their identity while their order stays the same, so that a message in one
 * conversation re-renders no list.
 */
export type InboxOrder = {
  readonly waiting: readonly ConversationKey[];
  readonly replied: readonly ConversationKey[];
};

export const EMPTY_ORDER: InboxOrder = { waiting: [], replied: [] };

const byKey = (a: Conversation, b: Conversation): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : 0;

type Compare = (a: Conversation, b: Conversation) => number;

const compareWaiting =
  (urgency: Urgency): Compare =>
  (a, b) =>
    urgency.compare(a, b) || byKey(a, b);
const compareReplied = (a: Conversation, b: Conversation): number =>
  comparePlaces(placeOf(a), placeOf(b));

/** Whether the row stands where it stood. */
export const isSamePlace = (a: Conversation, b: Conversation, urgency: Urgency): boolean =>
  isWaiting(a) === isWaiting(b) &&
  (isWaiting(a) ? urgency.compare(a, b) : compareReplied(a, b)) === 0;

/** The order of a whole table. */
export const orderOf = (table: Table, urgency: Urgency): InboxOrder => {
  const rows = [...table.values()];
  return {
    waiting: rows
      .filter(isWaiting)
      .sort(compareWaiting(urgency))
      .map((row) => row.key),
    replied: rows
      .filter((row) => !isWaiting(row))
      .sort(compareReplied)
      .map((row) => row.key),
  };
};

/** Where `row` belongs in `keys`, all of which are in `table` at their present places. */
const indexFor = (
  keys: readonly ConversationKey[],
  table: Table,
  row: Conversation,
  compare: Compare,
): number => {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = table.get(keys[middle] as ConversationKey);
    if (other !== undefined && compare(other, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

const merge = (
  keys: readonly ConversationKey[],
  moved: ReadonlyMap<ConversationKey, Conversation>,
  arrivals: readonly Conversation[],
  table: Table,
  compare: Compare,
): readonly ConversationKey[] => {
  const kept = keys.filter((key) => !moved.has(key));
  if (kept.length === keys.length && arrivals.length === 0) return keys;
  for (const row of arrivals) kept.splice(indexFor(kept, table, row, compare), 0, row.key);
  return kept.length === keys.length && kept.every((key, index) => key === keys[index])
    ? keys
    : kept;
};

/** The order after some rows came or changed their place; `table` has them already. */
export const orderAfter = (
  order: InboxOrder,
  table: Table,
  moved: ReadonlyMap<ConversationKey, Conversation>,
  urgency: Urgency,
): InboxOrder => {
  if (moved.size === 0) return order;
  const rows = [...moved.values()];
  const waiting = merge(
    order.waiting,
    moved,
    rows.filter(isWaiting),
    table,
    compareWaiting(urgency),
  );
  const replied = merge(
    order.replied,
    moved,
    rows.filter((row) => !isWaiting(row)),
    table,
    compareReplied,
  );
  return waiting === order.waiting && replied === order.replied ? order : { waiting, replied };
};
