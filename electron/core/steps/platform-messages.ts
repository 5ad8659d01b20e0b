import type { PlatformMessage } from '../ports/facts.ts';
import type { Step, Task } from '../step.ts';
import { takeBuyerMessage } from './buyer-message.ts';
import { takeOwnMessage } from './echo.ts';
import { addSystemLine, CLOCK_SKEW_MS } from './timeline.ts';
import { conversationFor, conversationOf, shopFor } from './new-rows.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import type { BuyerPin, ShopId } from '#shared/model/ids.ts';
import { keptSince } from '#shared/model/keeping.ts';
import { assertNever } from '#shared/model/result.ts';

/**
 * The message with a time that can be believed: of now when it is dated far ahead of now, so that it does not stand behind all
 * that comes. Storage keeps whole milliseconds; a platform that tells fractions must not differ between memory and disk.
 */
const withBelievableTime = (message: PlatformMessage, now: number): PlatformMessage => {
  if (message.sentAt === null) return message;
  const sentAt = Math.trunc(message.sentAt > now + CLOCK_SKEW_MS ? now : message.sentAt);
  return sentAt === message.sentAt ? message : { ...message, sentAt };
};

const takeSystemMessage = (step: Step, shopId: ShopId, incoming: PlatformMessage): void => {
  shopFor(step, shopId);
  const ref = { shopId, buyerPin: incoming.buyerPin };
  conversationFor(step, ref);
  addSystemLine(
    step,
    ref,
    { code: 'platform.notice', text: incoming.content },
    { platformMessageId: incoming.platformMessageId, sentAt: incoming.sentAt },
  );
};

/**
 * Of buyers that this app meets for the first time: what our side had answered before. It is filed, but the back office
 * is not told, because its AI would answer a question that was settled long ago.
 */
const settledHistory = (
  step: Step,
  shopId: ShopId,
  messages: readonly PlatformMessage[],
): ReadonlySet<PlatformMessage> => {
  const answeredAt = new Map<BuyerPin, number>();
  for (const { from, buyerPin, sentAt } of messages) {
    if (from !== 'self' || sentAt === null) continue;
    if (conversationOf(step, { shopId, buyerPin }) !== null) continue;
    answeredAt.set(buyerPin, Math.max(sentAt, answeredAt.get(buyerPin) ?? 0));
  }
  return new Set(
    messages.filter(
      ({ from, buyerPin, sentAt }) =>
        from === 'buyer' && sentAt !== null && sentAt < (answeredAt.get(buyerPin) ?? 0),
    ),
  );
};

const takeMessage = (
  step: Step,
  shopId: ShopId,
  message: PlatformMessage,
  isSettled: boolean,
): void => {
  switch (message.from) {
    case 'buyer':
      return takeBuyerMessage(step, shopId, message, isSettled ? 'fileOnly' : 'forward');
    case 'self':
      return takeOwnMessage(step, shopId, message);
    case 'system':
      return takeSystemMessage(step, shopId, message);
    default:
      return assertNever(message.from);
  }
};

/**
 * It is older than messages are kept (PF4), and its conversation knows later ones: it was here and was forgotten. A platform's
 * list may show it again, and nobody must be asked to answer it.
 */
const isForgotten = (
  { state, now }: Step,
  conversation: Conversation | null,
  { sentAt }: PlatformMessage,
): boolean => {
  const since = keptSince(state.settings.keepDays, state.believedNow(now));
  if (conversation === null || sentAt === null || since === null) return false;
  return sentAt < since && sentAt <= conversation.lastOrderAt;
};

/** Takes each message once by the platform's id, whatever brought it: stream, frame or poll (PL6). */
export const takeMessages = (
  step: Step,
  shopId: ShopId,
  messages: readonly PlatformMessage[],
): void => {
  // PL13: a shop that is made anew takes them up again.
  if (step.state.removedShops.has(shopId)) return;
  const settled = settledHistory(step, shopId, messages);
  for (const message of messages) {
    if (step.known.platformMessage(shopId, message.platformMessageId) !== null) continue;
    if (isForgotten(step, conversationOf(step, { shopId, buyerPin: message.buyerPin }), message))
      continue;
    takeMessage(step, shopId, withBelievableTime(message, step.now), settled.has(message));
  }
};

/** The fact `platform.messages`. */
export const platformMessages = (
  shopId: ShopId,
  messages: readonly PlatformMessage[],
): Task<void> => ({
  lookUp: (lookups) => {
    for (const { platformMessageId, buyerPin } of messages) {
      lookups.conversation({ shopId, buyerPin });
      lookups.platformMessage(shopId, platformMessageId);
    }
  },
  decide: (step) => takeMessages(step, shopId, messages),
});
