import type { PlatformMessage } from '../ports/facts.ts';
import { isSameContent, isShownAs } from '../send-part.ts';
import type { Step } from '../step.ts';
import { conversationFor, shopFor } from './new-rows.ts';
import { confirmSent } from './send-results.ts';
import { takeOverByReply } from './takeover.ts';
import { addToTimeline, asPlatformTold, newMessage } from './timeline.ts';
import { noteReply } from './waiting.ts';
import { conversationKey, type ConversationRef, type ShopId } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';

/**
 * How far an echo's time may lie before the message that was the newest when we sent: platforms tell whole seconds, and
 * the servers of one platform differ a little.
 */
const PLATFORM_JITTER_MS = 3_000;

/** An echo still proves this one, and it has not been proven by another (each echo settles at most one). */
const awaitsEvidence = ({ send, platformMessageId }: Message): boolean =>
  platformMessageId === null && send !== null && send.state !== 'queued';

/**
 * The send that an echo must belong to: the platforms' pages make client ids of their own, so until the send has its
 * answer it is known by what it says. The one in flight comes before older unconfirmed ones. A message of our side that
 * is older than what was known when we sent cannot be its echo.
 */
const byContent = (step: Step, ref: ConversationRef, echo: PlatformMessage): Message | null => {
  const candidates = step.state.sends
    .of(conversationKey(ref))
    .filter(
      (message) =>
        awaitsEvidence(message) &&
        isSameContent(message, echo) &&
        (echo.sentAt === null || echo.sentAt >= message.orderAt - PLATFORM_JITTER_MS),
    );
  return candidates.find((message) => message.send?.state === 'sending') ?? candidates[0] ?? null;
};

/** A send of that type is with the page, and its outcome will tell the platform's id of it. */
const mayBeInFlight = (step: Step, ref: ConversationRef, echo: PlatformMessage): boolean =>
  step.state.sends
    .of(conversationKey(ref))
    .some((message) => message.send?.state === 'sending' && isShownAs(message, echo.type));

/** Younger than this a reply that was written elsewhere is a person's at work now, older it is history. */
const LIVE_MS = 2 * 60_000;

/** Sent by our side elsewhere, for example from a phone: it answers the buyer (CV2, CV7) and takes over (CV6). */
const takeElsewhere = (step: Step, ref: ConversationRef, incoming: PlatformMessage): void => {
  const conversation = conversationFor(step, ref);
  const message = newMessage(step, conversation, {
    origin: 'platform',
    ...asPlatformTold(incoming),
  });
  noteReply(step, message);
  addToTimeline(step, message);
  if (incoming.sentAt !== null && step.now - incoming.sentAt < LIVE_MS) takeOverByReply(step, ref);
};

/**
 * Our side's message as the platform shows it: the evidence of a send of ours (by what it says, which also settles what
 * a crash or a lost answer left open), or something that was sent elsewhere. While a send of the same type
 * is in flight, one that does not match waits for the outcome, because platforms rewrite what they are given.
 */
export const takeOwnMessage = (step: Step, shopId: ShopId, incoming: PlatformMessage): void => {
  shopFor(step, shopId);
  const ref = { shopId, buyerPin: incoming.buyerPin };
  const own = byContent(step, ref, incoming);
  if (own !== null) {
    confirmSent(step, own, incoming);
    if (own.send?.state === 'sending') step.changes.after({ kind: 'send.proven', message: own });
    return;
  }
  if (mayBeInFlight(step, ref, incoming)) {
    const key = conversationKey(ref);
    const held = step.state.heldEchoes.get(key) ?? [];
    const isHeld = held.some((echo) => echo.platformMessageId === incoming.platformMessageId);
    if (!isHeld) step.state.heldEchoes.set(key, [...held, incoming]);
    return;
  }
  takeElsewhere(step, ref, incoming);
};
