import { comparePositions, type Message } from '#shared/model/message.ts';

/** The part of one conversation that is in memory: the newest messages, back to wherever was loaded. */
export type TimelineWindow = {
  /** Ascending (CV9). */
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  readonly phase: 'loading' | 'ready' | 'failed';
};

export const LOADING_WINDOW: TimelineWindow = { messages: [], hasOlder: false, phase: 'loading' };

const insert = (messages: Message[], message: Message): void => {
  const at = messages.findIndex((other) => other.messageId === message.messageId);
  if (at !== -1) messages.splice(at, 1);
  let place = messages.length;
  while (place > 0) {
    const before = messages[place - 1];
    if (before === undefined || comparePositions(before, message) <= 0) break;
    place -= 1;
  }
  messages.splice(place, 0, message);
};

/**
 * The window after changed messages. A message older than the window's start is left out while there is
 * older history to load: shown alone it would stand beside a hole.
 */
export const withChanges = (
  window: TimelineWindow,
  changed: readonly Message[],
): TimelineWindow => {
  const first = window.messages[0];
  const relevant = changed.filter(
    (message) => !window.hasOlder || first === undefined || comparePositions(message, first) >= 0,
  );
  if (relevant.length === 0) return window;
  const messages = [...window.messages];
  for (const message of relevant) insert(messages, message);
  return { ...window, messages };
};

/** More than this is cut back to the newest `KEPT_MESSAGES`: what is done for each message must not grow with the day. */
const MOST_MESSAGES = 400;
const KEPT_MESSAGES = 200;

/** The window without its oldest messages where it has grown long; they can be loaded again. Not while someone reads them. */
export const withoutOldest = (window: TimelineWindow): TimelineWindow =>
  window.messages.length <= MOST_MESSAGES
    ? window
    : { ...window, messages: window.messages.slice(-KEPT_MESSAGES), hasOlder: true };

/**
 * A loaded page joined with what deltas brought while it was under way. What a delta brought is newer
 * than the page, so it wins.
 */
export const withPage = (
  window: TimelineWindow,
  page: { readonly messages: readonly Message[]; readonly hasOlder: boolean },
  touched: ReadonlySet<Message['messageId']>,
): TimelineWindow => {
  const fresh = page.messages.filter((message) => !touched.has(message.messageId));
  const ids: ReadonlySet<string> = new Set(fresh.map((message) => message.messageId));
  const messages = [
    ...fresh,
    ...window.messages.filter((message) => !ids.has(message.messageId)),
  ].sort(comparePositions);
  return { messages, hasOlder: page.hasOlder, phase: 'ready' };
};
