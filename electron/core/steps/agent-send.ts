import { partFor } from '../send-part.ts';
import type { Step } from '../step.ts';
import { takeTurn } from './send-results.ts';
import { addToTimeline, newMessage, updateConversation } from './timeline.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import type { MessageId, SuggestionId } from '#shared/model/ids.ts';
import type { MessageType } from '#shared/model/message.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';

/** What a person decided to send to a buyer. */
export type ChosenSend = {
  readonly messageId: MessageId;
  readonly origin: 'agent' | 'backoffice';
  readonly type: MessageType;
  readonly content: string;
};

/** Queues a message that the agent chose. A shop that is not online keeps it queued until it is, or she cancels. */
export const queueSend = (
  step: Step,
  conversation: Conversation,
  chosen: ChosenSend,
): Result<null> => {
  const shop = step.state.shops.get(conversation.shopId);
  if (shop === undefined) return refuse('shop.unknown');
  if (chosen.content.trim() === '') return refuse('message.empty');
  const sendable = partFor(shop, chosen);
  if ('refusal' in sendable) return refuse(sendable.refusal);
  const message = newMessage(step, conversation, {
    messageId: chosen.messageId,
    origin: chosen.origin,
    type: chosen.type,
    content: chosen.content,
    send: { state: 'queued', reason: null, changedAt: step.now },
  });
  addToTimeline(step, message);
  takeTurn(step, message);
  return ok(null);
};

/** Takes a suggestion out of its conversation. */
export const removeSuggestion = (
  step: Step,
  conversation: Conversation,
  suggestionId: SuggestionId,
): void => {
  const suggestions = conversation.suggestions.filter((one) => one.suggestionId !== suggestionId);
  if (suggestions.length === conversation.suggestions.length) return;
  updateConversation(step, conversation, { suggestions });
};
