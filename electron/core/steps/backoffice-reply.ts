import { quarantineReason } from '#shared/model/quarantine.ts';
import type { Step, Task } from '../step.ts';
import { removeSuggestion } from './agent-send.ts';
import { addSuggestion, holdNow } from './hold.ts';
import { conversationFor, shopFor } from './new-rows.ts';
import { addToTimeline, newMessage } from './timeline.ts';
import type { Conversation, Suggestion } from '#shared/model/conversation.ts';
import type { ConversationKey, ConversationRef } from '#shared/model/ids.ts';
import { AUTO_REPLY } from '#shared/model/message.ts';
import { STALE_REPLY_MS } from '#shared/model/reply-hold.ts';
import type { InboundBusinessFrame } from '#shared/protocol/frames.ts';
import { recognizeMessageType } from '#shared/protocol/recognize.ts';

const PREVIEW_LENGTH = 300;

/**
 * AI, back-office staff or urging writes to a buyer (spec 5.3, 5.4, 5.6). In `auto` it is queued, in the agent's
 * sight, until its turn comes; otherwise it is a suggestion (CV5). Its age counts from here: the wire's own `timestamp` is optional and
 * of another machine's clock.
 */
export const takeBackofficeReply = (
  step: Step,
  frame: Extract<InboundBusinessFrame, { type: 'message' }>,
): void => {
  if (frame.content.trim() === '') {
    const preview = JSON.stringify(frame).slice(0, PREVIEW_LENGTH);
    const reason = quarantineReason('empty');
    step.changes.addQuarantine({ at: step.now, reason, bytes: preview.length, preview });
    return;
  }
  shopFor(step, frame.store_id);
  const ref = { shopId: frame.store_id, buyerPin: frame.receiver.id };
  const conversation = conversationFor(step, ref);
  const type = frame.msg_type ?? recognizeMessageType(frame.content);
  const reply: Reply = { type, content: frame.content, receivedAt: step.now };
  const why = holdNow(step.state, step.typing, { ...ref, sentAt: step.now }, step.now);
  if (why === null) queueReply(step, conversation, reply);
  else addSuggestion(step, ref, { ...reply, why });
};

type Reply = Pick<Suggestion, 'type' | 'content' | 'receivedAt'>;

/** A reply that nobody chose goes on its way; it may still be held when its turn comes (CV5). */
const queueReply = (step: Step, conversation: Conversation, reply: Reply): void => {
  const { key } = conversation;
  const { type, content, receivedAt } = reply;
  const message = newMessage(step, conversation, {
    origin: 'backoffice',
    type,
    content,
    sentAt: receivedAt,
    send: { state: 'queued', reason: AUTO_REPLY, changedAt: step.now },
  });
  step.state.autoReplies.add(message.messageId);
  addToTimeline(step, message);
  step.changes.after({ kind: 'lane.wake', key });
  const ageMs = step.now - receivedAt;
  const inMs = Math.max(0, STALE_REPLY_MS + 1 - ageMs);
  step.changes.after({ kind: 'send.look', messageId: message.messageId, inMs });
};

/**
 * The agent does not type in these conversations any more: what was held for it goes, oldest first, while it is fresh. What
 * has become stale, or is hers since she replied, stays a suggestion (CV5).
 */
export const endTypingHolds = (keys: readonly ConversationKey[]): Task<void> => ({
  decide: (step) => {
    for (const key of keys) {
      const conversation = step.state.conversations.get(key);
      const held = conversation?.suggestions.filter(({ why }) => why === 'agentTyping') ?? [];
      if (conversation === undefined || held.length === 0) continue;
      const inMs = step.typing.holdLeftMs(key);
      if (inMs > 0) step.changes.after({ kind: 'typing.look', key, inMs });
      else for (const suggestion of held) releaseReply(step, conversation, suggestion);
    }
  },
});

const releaseReply = (step: Step, ref: ConversationRef, suggestion: Suggestion): void => {
  const { shopId, buyerPin } = ref;
  const at = { shopId, buyerPin, sentAt: suggestion.receivedAt };
  if (holdNow(step.state, step.typing, at, step.now) !== null) return;
  const conversation = conversationFor(step, ref);
  removeSuggestion(step, conversation, suggestion.suggestionId);
  queueReply(step, conversationFor(step, ref), suggestion);
};
