import { comparePositions, type Message, type MessagePosition } from '#shared/model/message.ts';

/** The part of one conversation that is in memory: messages without a hole between them, the newest or some of the past. */
export type TimelineWindow = {
  /** Ascending (CV9). */
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** The agent looks at the past: what is written now is not in the window. */
  readonly hasNewer: boolean;
  /** Messages that came meanwhile and are not in the window. */
  readonly missed: Missed;
  readonly phase: 'loading' | 'ready' | 'failed';
};

/** `upTo` is the highest arrival that was counted; `hasOwn`: the agent herself wrote one of them. */
type Missed = { readonly count: number; readonly upTo: number; readonly hasOwn: boolean };

/** What is loaded at once. */
export type LoadedPage = {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
};

const NONE_MISSED: Missed = { count: 0, upTo: 0, hasOwn: false };

export const LOADING_WINDOW: TimelineWindow = {
  messages: [],
  hasOlder: false,
  hasNewer: false,
  missed: NONE_MISSED,
  phase: 'loading',
};

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

const isBefore = (message: Message, place: MessagePosition | undefined): boolean =>
  place !== undefined && comparePositions(message, place) < 0;

const isAfter = (message: Message, place: MessagePosition | undefined): boolean =>
  place !== undefined && comparePositions(message, place) > 0;

/** A changed message counts once, however often it changes. */
const missedWith = (missed: Missed, beyond: readonly Message[]): Missed =>
  beyond.reduce(
    ({ count, upTo, hasOwn }, { arrival, origin }) =>
      arrival <= upTo
        ? { count, upTo, hasOwn }
        : {
            count: origin === 'agent' ? count : count + 1,
            upTo: arrival,
            hasOwn: hasOwn || origin === 'agent',
          },
    missed,
  );

/**
 * The window after changed messages. A message outside of it is left out while there is history to load on that side:
 * shown alone it would stand beside a hole.
 */
export const withChanges = (
  window: TimelineWindow,
  changed: readonly Message[],
): TimelineWindow => {
  const first = window.messages[0];
  const last = window.messages.at(-1);
  const beyond = window.hasNewer ? changed.filter((message) => isAfter(message, last)) : [];
  const relevant = changed.filter(
    (message) => !(window.hasOlder && isBefore(message, first)) && !beyond.includes(message),
  );
  const missed = missedWith(window.missed, beyond);
  if (relevant.length === 0) return missed === window.missed ? window : { ...window, missed };
  const messages = [...window.messages];
  for (const message of relevant) insert(messages, message);
  return { ...window, missed, messages };
};

/** More than this is cut back to the newest `KEPT_MESSAGES`: what is done for each message must not grow with the day. */
const MOST_MESSAGES = 400;
const KEPT_MESSAGES = 200;

/** The window without its oldest messages where it has grown long; they can be loaded again. Not while someone reads them. */
export const withoutOldest = (window: TimelineWindow): TimelineWindow =>
  window.messages.length <= MOST_MESSAGES
    ? window
    : { ...window, messages: window.messages.slice(-KEPT_MESSAGES), hasOlder: true };

const joined = (page: readonly Message[], others: readonly Message[]): readonly Message[] => {
  const ids: ReadonlySet<string> = new Set(page.map((message) => message.messageId));
  return [...page, ...others.filter((message) => !ids.has(message.messageId))].sort(
    comparePositions,
  );
};

/** The window with a page before its first message. */
export const withOlder = (
  window: TimelineWindow,
  page: Pick<LoadedPage, 'messages' | 'hasOlder'>,
): TimelineWindow => ({
  ...window,
  messages: joined(page.messages, window.messages),
  hasOlder: page.hasOlder,
});

/** The window with a page behind its last message. */
export const withNewer = (
  window: TimelineWindow,
  page: Pick<LoadedPage, 'messages' | 'hasNewer'>,
): TimelineWindow => ({
  ...window,
  messages: joined(page.messages, window.messages),
  hasNewer: page.hasNewer,
  missed: page.hasNewer ? window.missed : NONE_MISSED,
});

/** A page in the place of the window; what was loaded before it stays where it goes on without a hole. */
export const withPage = (window: TimelineWindow, page: LoadedPage): TimelineWindow => {
  const first = page.messages[0];
  const last = window.messages.at(-1);
  const isJoined =
    !page.hasNewer && !window.hasNewer && last !== undefined && !isBefore(last, first);
  return {
    messages: isJoined ? joined(page.messages, window.messages) : page.messages,
    hasOlder: isJoined ? window.hasOlder : page.hasOlder,
    hasNewer: page.hasNewer,
    missed: NONE_MISSED,
    phase: 'ready',
  };
};
