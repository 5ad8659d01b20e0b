import type { Step, Task } from '../step.ts';
import type { TypingWatch } from '../typing-watch.ts';
import type { WorkingState } from '../working-state.ts';
import { conversationFor } from './new-rows.ts';
import { changeSend } from './send-results.ts';
import { reopen, replaceInTimeline, updateConversation } from './timeline.ts';
import type { HoldReason, Suggestion } from '#shared/model/conversation.ts';
import { conversationKey, type ConversationRef, type MessageId } from '#shared/model/ids.ts';
import {
  HELD_REPLY,
  isLateSend,
  LATE_SEND,
  type Message,
  type MessageType,
} from '#shared/model/message.ts';
import { holdReason } from '#shared/model/reply-hold.ts';

/** The oldest ones go when a back office floods a conversation that nobody looks at. */
const MAX_SUGGESTIONS = 200;

/** Why an automatic reply may not go out now, over the state as it is decided by now (CV5). */
export const holdNow = (
  state: WorkingState,
  typing: TypingWatch,
  message: Pick<Message, 'shopId' | 'buyerPin' | 'sentAt'>,
  now: number,
): HoldReason | null => {
  const key = conversationKey(message);
  const mode = state.conversations.get(key)?.mode ?? { kind: 'auto' };
  return holdReason({ mode, isAgentTyping: typing.isTyping(key), ageMs: now - message.sentAt });
};

export const replyHold = (step: Step, message: Message): HoldReason | null =>
  holdNow(step.state, step.typing, message, step.now);

/** Keeps a back-office reply for the agent: 采用, 编辑 or 忽略. */
export const addSuggestion = (
  step: Step,
  ref: ConversationRef,
  reply: Omit<Suggestion, 'suggestionId'>,
): void => {
  const { suggestions } = conversationFor(step, ref);
  const suggestion = { suggestionId: step.ids.suggestionId(), ...reply };
  updateConversation(step, ref, {
    suggestions: [...suggestions, suggestion].slice(-MAX_SUGGESTIONS),
  });
  if (reply.why !== 'agentTyping') return;
  const key = conversationKey(ref);
  step.changes.after({ kind: 'typing.look', key, inMs: step.typing.holdLeftMs(key) });
};

/** Turns a back-office reply on its way into a suggestion, in one change, so that it is neither lost nor doubled. */
export const holdReply = (step: Step, message: Message, why: HoldReason): void => {
  const held: Message = {
    ...message,
    send: { state: 'cancelled', reason: HELD_REPLY, changedAt: step.now },
  };
  step.state.autoReplies.delete(message.messageId);
  replaceInTimeline(step, message, held, true);
  addSuggestion(step, message, {
    type: message.type as MessageType,
    content: message.content,
    receivedAt: message.sentAt,
    why,
  });
};

/** A send that is with the page when it is looked at may still come back: it is looked at again. */
const LOOK_AGAIN_MS = 10_000;

/** Waited too long for its turn: the agent is asked before it goes (CV12). */
export const askForLate = (step: Step, message: Message): void => {
  changeSend(step, message, 'queued', LATE_SEND);
  reopen(step, message);
};

/**
 * Sends that waited too long for their turn. A reply that nobody chose becomes a suggestion (CV5); for what the agent chose
 * she is asked (CV12).
 */
export const lateSends = (messageIds: readonly MessageId[]): Task<void> => ({
  decide: (step) => {
    for (const messageId of messageIds) {
      const message = step.state.sends.get(messageId);
      if (message?.send?.state === 'sending') {
        step.changes.after({ kind: 'send.look', messageId, inMs: LOOK_AGAIN_MS });
      }
      if (message?.send?.state !== 'queued' || isLateSend(message.send)) continue;
      if (step.state.autoReplies.has(messageId)) {
        const isOnline = step.state.shops.get(message.shopId)?.state.kind === 'online';
        holdReply(step, message, isOnline ? 'stale' : 'shopOffline');
      } else askForLate(step, message);
    }
  },
});
