import type { PlatformMessage } from '../ports/facts.ts';
import type { Step } from '../step.ts';
import { conversationFor, conversationOf } from './new-rows.ts';
import { isForAgent, type Conversation } from '#shared/model/conversation.ts';
import type { ConversationRef } from '#shared/model/ids.ts';
import { isLineOf, lastLineOf } from '#shared/model/last-line.ts';
import type { Message, SystemLine } from '#shared/model/message.ts';

/**
 * A platform's clock and ours may differ by this much. A message that is dated further ahead has a wrong date (CV7).
 */
export const CLOCK_SKEW_MS = 2 * 60_000;

const FROM_US = { sentAt: null, platformMessageId: null } as const;

/** Changes some fields of a conversation that exists. */
export const updateConversation = (
  step: Step,
  ref: ConversationRef,
  patch: Partial<Conversation>,
): void => {
  const before = conversationFor(step, ref);
  const after = { ...before, ...patch };
  const isReopened = after.closed && patch.closed !== true && asksForPerson(before, after);
  step.changes.putConversation(isReopened ? { ...after, closed: false } : after);
};

/** CV11: a buyer began to wait, a reply is held, a question came. */
const asksForPerson = (before: Conversation, after: Conversation): boolean =>
  (before.waitingSince === null && after.waitingSince !== null) ||
  after.suggestions.length > before.suggestions.length ||
  (after.transferQuestion !== before.transferQuestion && isForAgent(after.transferQuestion));

/** CV11: what happened to a message of this conversation asks for a person, so it is no longer closed. */
export const reopen = (step: Step, ref: ConversationRef): void => {
  if (conversationOf(step, ref)?.closed === true) updateConversation(step, ref, { closed: false });
};

const isBadNews = ({ code }: SystemLine): boolean =>
  code === 'gateway.error' || code === 'transfer.failed';

/** The next number of "in the order in which this computer got to know". */
export const nextArrival = (step: Step): number => (step.state.lastArrival += 1);

/**
 * The place behind everything that is known, for what has no time of the platform (CV9). Our wall clock is asked only
 * when the conversation has nothing yet, and then the line is placed before all that the platform may date from now on:
 * with a clock that is ahead, the buyer's answer would stand before the question, and an echo would look too old.
 */
export const placeBehind = (step: Step, conversation: Conversation): number =>
  conversation.lastOrderAt > 0 ? conversation.lastOrderAt : step.now - CLOCK_SKEW_MS;

/**
 * A message of this conversation that arrives now: behind everything that is known, without card, evidence or send, unless
 * `given` says otherwise.
 */
export const newMessage = (
  step: Step,
  conversation: Conversation,
  given: Pick<Message, 'origin' | 'type' | 'content'> & Partial<Message>,
): Message => ({
  messageId: given.messageId ?? step.ids.messageId(),
  shopId: conversation.shopId,
  buyerPin: conversation.buyerPin,
  card: null,
  systemLine: null,
  orderAt: placeBehind(step, conversation),
  arrival: nextArrival(step),
  sentAt: step.now,
  platformMessageId: null,
  send: null,
  ...given,
});

/** What a message of the platform says of itself; without a time it stands behind everything that is known. */
export const asPlatformTold = (
  incoming: PlatformMessage,
): Pick<Message, 'type' | 'content' | 'card' | 'platformMessageId'> & Partial<Message> => ({
  type: incoming.type,
  content: incoming.content,
  card: incoming.card,
  platformMessageId: incoming.platformMessageId,
  ...(incoming.sentAt !== null && { orderAt: incoming.sentAt, sentAt: incoming.sentAt }),
});

/** Puts a message that was not in the timeline before; it is the list's last line when it stands behind all others. */
export const addToTimeline = (step: Step, message: Message): void => {
  const conversation = conversationFor(step, message);
  step.changes.putMessage(message);
  if (message.orderAt < conversation.lastOrderAt) return;
  updateConversation(step, message, {
    lastOrderAt: message.orderAt,
    ...(message.type !== 'systemLine' && { last: lastLineOf(message) }),
  });
};

/** Puts a newer version of a message of ours. `show` as in `Changes.putMessage`. */
export const replaceInTimeline = (
  step: Step,
  before: Message,
  after: Message,
  show?: boolean,
): void => {
  const conversation = conversationFor(step, after);
  step.changes.putMessage(after, show);
  const movesLast = after.orderAt > conversation.lastOrderAt;
  if (!movesLast && !isLineOf(conversation.last, before)) return;
  updateConversation(step, after, {
    last: lastLineOf(after),
    lastOrderAt: Math.max(conversation.lastOrderAt, after.orderAt),
  });
};

/** A line that nobody wrote: at the platform's time when it came from there, else behind everything that is known. */
export const addSystemLine = (
  step: Step,
  ref: ConversationRef,
  line: SystemLine,
  source: Pick<PlatformMessage, 'sentAt'> & Pick<Message, 'platformMessageId'> = FROM_US,
): void => {
  const conversation = conversationFor(step, ref);
  const { sentAt, platformMessageId } = source;
  addToTimeline(
    step,
    newMessage(step, conversation, {
      origin: 'system',
      type: 'systemLine',
      content: '',
      systemLine: line,
      platformMessageId,
      ...(sentAt !== null && { orderAt: sentAt, sentAt }),
    }),
  );
  if (isBadNews(line)) reopen(step, ref);
};
