import type { PlatformMessage } from '../ports/facts.ts';
import type { Step } from '../step.ts';
import { conversationFor, shopFor } from './new-rows.ts';
import { addToTimeline, asPlatformTold, newMessage, updateConversation } from './timeline.ts';
import type { Conversation, PinnedCard } from '#shared/model/conversation.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { MAX_CONTENT_CHARACTERS, type Message, type MessageType } from '#shared/model/message.ts';
import { isAnswered, startWaiting } from '#shared/model/waiting-clock.ts';

/**
 * Something to be seen: not a blank, a control or a format character (`\p{C}` has the zero-width and bidi ones), nor one of
 * those that Unicode lets be drawn as nothing, such as the Hangul filler.
 */
const INK = /[^\s\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** The wire's own cap: a longer address is left out, as a text longer than `MAX_CONTENT_CHARACTERS` is cut. */
const MAX_ADDRESS = 4_096;

/** How JSON and markup begin; `[语音] 3 秒` is words. */
const DATA_START = /^(?:[{<]|\[\s*[[\]{"\d-])/u;

/**
 * The wire type of a buyer's message. What the adapter could not name is told to the back office as text when a person
 * could read it, else not at all: a raw data structure would only be answered with nonsense. It is shown here either way.
 */
const wireType = (message: Message): MessageType | null => {
  if (message.type === 'systemLine') return null;
  if (message.type !== 'unknown') return message.type;
  const content = message.content.trim();
  return content !== '' && !DATA_START.test(content) ? 'text' : null;
};

const addFrame = (step: Step, message: Message, conversation: Conversation): void => {
  const type = wireType(message);
  if (type === null) return;
  const { avatarUrl } = conversation;
  step.changes.addFrame({
    type: 'message',
    content: message.content.slice(0, MAX_CONTENT_CHARACTERS),
    msg_type: type,
    sender: { id: message.buyerPin },
    store_id: message.shopId,
    message_id: message.messageId,
    timestamp: message.sentAt,
    ...(avatarUrl !== null && avatarUrl.length <= MAX_ADDRESS && { pin_image: avatarUrl }),
  });
};

const pinnedAfter = (pinned: PinnedCard | null, message: Message): PinnedCard | null => {
  const { type, content, card, sentAt } = message;
  if (type !== 'product_card' && type !== 'order_card') return pinned;
  return pinned !== null && pinned.at > sentAt ? pinned : { type, content, card, at: sentAt };
};

/** A name that would be seen; one of blanks, zero-width and direction characters alone is none, and the pin is shown. */
const nameIn = (name: string | null): string | null =>
  name !== null && INK.test(name) ? name : null;

/**
 * A buyer spoke: message, conversation and the frame for the back office become durable together (GW9). A message that
 * arrives late and was answered meanwhile is filed at its place, but nobody waits for it.
 */
export const takeBuyerMessage = (
  step: Step,
  shopId: ShopId,
  incoming: PlatformMessage,
  toGateway: 'forward' | 'fileOnly',
): void => {
  shopFor(step, shopId);
  const ref = { shopId, buyerPin: incoming.buyerPin };
  const conversation = conversationFor(step, ref);
  const message = newMessage(step, conversation, { origin: 'buyer', ...asPlatformTold(incoming) });
  const answered = isAnswered(conversation, message);
  const next: Conversation = {
    ...conversation,
    buyerName: nameIn(incoming.buyerName) ?? conversation.buyerName,
    avatarUrl: incoming.avatarUrl ?? conversation.avatarUrl,
    pinned: pinnedAfter(conversation.pinned, message),
    // The platform's list may begin before this app did.
    firstSeenAt: Math.min(conversation.firstSeenAt, message.sentAt),
    ...(!answered && {
      waitingSince: startWaiting(conversation.waitingSince, message.sentAt),
      unread: conversation.unread + 1,
      closed: false,
    }),
  };
  updateConversation(step, ref, next);
  addToTimeline(step, message);
  if (toGateway === 'forward') addFrame(step, message, next);
};
