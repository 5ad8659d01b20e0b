import type { Outage } from '#shared/model/gateway-status.ts';
import type { MessageId } from '#shared/model/ids.ts';
import { isInTimeline, type Message } from '#shared/model/message.ts';

/** One row of the message list. `key` is stable: rows keep their element while the list grows at either end. */
export type TimelineItem =
  | { readonly kind: 'time'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: 'unread' }
  | OutageItem
  | MessageItem;

/** The line to the back office was down; `to` null while it still is. Outages with nothing between them are one row. */
export type OutageItem = {
  readonly kind: 'outage';
  readonly key: string;
  readonly from: number;
  readonly to: number | null;
  readonly count: number;
};

/** Rows of messages that were built before: an unchanged message keeps its row object, so that it need not render. */
export type KnownItems = WeakMap<Message, MessageItem>;

/** `startsGroup`: the first of a run by the same sender; it stands apart and names the sender. */
export type MessageItem = {
  readonly kind: 'message';
  readonly key: MessageId;
  readonly message: Message;
  readonly startsGroup: boolean;
};

/** A pause longer than this gets a time of its own. */
export const SEPARATOR_GAP_MS = 5 * 60_000;
/** Messages of one sender within this stand together. */
export const GROUP_GAP_MS = 2 * 60_000;

/** Local midnight of the day of `at`, epoch milliseconds. */
export const startOfDay = (at: number): number => {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
};

const QUARTER_HOUR_MS = 15 * 60_000;

/**
 * A pause, or midnight, lies between two times. Every time zone's midnight is a whole quarter of an hour, so times
 * within the same quarter need no calendar: this runs over all messages whenever one is added.
 */
const isApart = (earlier: number, later: number): boolean =>
  later - earlier > SEPARATOR_GAP_MS ||
  (Math.floor(earlier / QUARTER_HOUR_MS) !== Math.floor(later / QUARTER_HOUR_MS) &&
    startOfDay(earlier) !== startOfDay(later));

/** Outages that fall into what is loaded: older ones would pile up above the first message. */
const outagesInView = (messages: readonly Message[], outages: readonly Outage[]): Outage[] => {
  const first = messages[0];
  if (first === undefined) return [];
  return outages.filter((outage) => outage.from >= first.orderAt);
};

type Rows = {
  readonly items: TimelineItem[];
  readonly known: KnownItems;
  previous: Message | null;
  lastAt: number | null;
};

const pushOutage = (rows: Rows, outage: Outage): void => {
  const last = rows.items.at(-1);
  rows.previous = null;
  if (last?.kind === 'outage') {
    rows.items[rows.items.length - 1] = { ...last, to: outage.to, count: last.count + 1 };
    return;
  }
  rows.items.push({ kind: 'outage', key: `outage-${outage.from}`, ...outage, count: 1 });
};

const pushMessage = (rows: Rows, message: Message): void => {
  const { previous, lastAt } = rows;
  const showsTime = lastAt === null || isApart(lastAt, message.sentAt);
  if (showsTime)
    rows.items.push({ kind: 'time', key: `time-${message.messageId}`, at: message.sentAt });
  const startsGroup =
    showsTime ||
    previous === null ||
    previous.origin !== message.origin ||
    message.sentAt - previous.sentAt > GROUP_GAP_MS;
  const known = rows.known.get(message);
  const item: MessageItem =
    known?.startsGroup === startsGroup
      ? known
      : { kind: 'message', key: message.messageId, message, startsGroup };
  rows.known.set(message, item);
  rows.items.push(item);
  rows.previous = message;
  rows.lastAt = message.sentAt;
};

/**
 * The rows of a timeline. `messages` ascend (CV9), `outages` ascend (GW14), `unreadFrom` is the first message
 * that the agent had not seen when the conversation was opened, or null. What is held back is left out (CV5).
 */
export const buildTimelineItems = (
  messages: readonly Message[],
  outages: readonly Outage[],
  unreadFrom: MessageId | null,
  known: KnownItems = new WeakMap(),
): readonly TimelineItem[] => {
  const rows: Rows = { items: [], known, previous: null, lastAt: null };
  const pending = outagesInView(messages, outages);
  let nextOutage = 0;
  for (const message of messages) {
    for (
      let outage = pending[nextOutage];
      outage !== undefined && outage.from < message.orderAt;
      outage = pending[++nextOutage]
    )
      pushOutage(rows, outage);
    if (!isInTimeline(message)) continue;
    if (message.messageId === unreadFrom) {
      rows.items.push({ kind: 'unread', key: 'unread' });
      rows.previous = null;
    }
    pushMessage(rows, message);
  }
  for (const outage of pending.slice(nextOutage)) pushOutage(rows, outage);
  return rows.items;
};

/**
 * The message above which the unread line stands: the `unread`-th buyer message from the end.
 * Null when nothing is unread, or when everything loaded is (a line above all says nothing).
 */
export const firstUnread = (messages: readonly Message[], unread: number): MessageId | null => {
  if (unread <= 0) return null;
  let left = unread;
  for (let index = messages.length - 1; index > 0; index -= 1) {
    const message = messages[index];
    if (message?.origin !== 'buyer') continue;
    left -= 1;
    if (left === 0) return message.messageId;
  }
  return null;
};
