import type { Conversation } from '#shared/model/conversation.ts';
import type { ConversationKey } from '#shared/model/ids.ts';
import type { Delta } from '#shared/sync/delta.ts';

type Table = Readonly<Record<ConversationKey, Conversation>>;

/**
 * The order of the list: who waits (longest first), then who was answered (newest first).
 * Both arrays keep their identity while their order stays the same, so that a message in one
 * conversation re-renders no list.
 */
export type InboxOrder = {
  readonly waiting: readonly ConversationKey[];
  readonly replied: readonly ConversationKey[];
};

export const EMPTY_ORDER: InboxOrder = { waiting: [], replied: [] };

/** Someone waits in this row. A closed conversation asks for nothing until the buyer speaks again. */
export const isWaiting = (row: Conversation): boolean => row.waitingSince !== null && !row.closed;

const lastAt = (row: Conversation): number => row.last?.at ?? row.lastOrderAt;
const byKey = (a: Conversation, b: Conversation): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : 0;

const compareWaiting = (a: Conversation, b: Conversation): number =>
  (a.waitingSince ?? 0) - (b.waitingSince ?? 0) || byKey(a, b);
const compareReplied = (a: Conversation, b: Conversation): number =>
  lastAt(b) - lastAt(a) || byKey(a, b);

const isSamePlace = (a: Conversation, b: Conversation): boolean =>
  isWaiting(a) === isWaiting(b) &&
  (isWaiting(a) ? a.waitingSince === b.waitingSince : lastAt(a) === lastAt(b));

/** The order of a whole table. */
export const orderOf = (table: Table): InboxOrder => {
  const rows = Object.values<Conversation>(table);
  return {
    waiting: rows
      .filter(isWaiting)
      .sort(compareWaiting)
      .map((row) => row.key),
    replied: rows
      .filter((row) => !isWaiting(row))
      .sort(compareReplied)
      .map((row) => row.key),
  };
};

/** Where `row` belongs in `keys`, all of which are in `table` at their present places. */
const placeOf = (
  keys: readonly ConversationKey[],
  table: Table,
  row: Conversation,
  compare: (a: Conversation, b: Conversation) => number,
): number => {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = table[keys[middle] as ConversationKey];
    if (other !== undefined && compare(other, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

const merge = (
  keys: readonly ConversationKey[],
  moved: ReadonlySet<ConversationKey>,
  arrivals: readonly Conversation[],
  table: Table,
  compare: (a: Conversation, b: Conversation) => number,
): readonly ConversationKey[] => {
  const kept = keys.filter((key) => !moved.has(key));
  if (kept.length === keys.length && arrivals.length === 0) return keys;
  for (const row of arrivals) kept.splice(placeOf(kept, table, row, compare), 0, row.key);
  return kept.length === keys.length && kept.every((key, index) => key === keys[index])
    ? keys
    : kept;
};

/** The order after a delta: only rows that changed place are moved. */
export const orderAfter = (
  order: InboxOrder,
  before: Table,
  after: Table,
  delta: Delta,
): InboxOrder => {
  if ((delta.removedShops?.length ?? 0) > 0) return orderOf(after);
  const moved = new Map<ConversationKey, Conversation>();
  for (const row of delta.conversations ?? []) {
    const old = before[row.key];
    if (old === undefined || !isSamePlace(old, row)) moved.set(row.key, row);
  }
  if (moved.size === 0) return order;
  const keys: ReadonlySet<ConversationKey> = new Set(moved.keys());
  const rows = [...moved.values()];
  const waiting = merge(order.waiting, keys, rows.filter(isWaiting), after, compareWaiting);
  const replied = merge(
    order.replied,
    keys,
    rows.filter((row) => !isWaiting(row)),
    after,
    compareReplied,
  );
  return waiting === order.waiting && replied === order.replied ? order : { waiting, replied };
};
