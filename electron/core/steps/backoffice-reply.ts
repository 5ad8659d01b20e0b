import type { Step } from '../step.ts';
import { addSuggestion, replyHold } from './hold.ts';
import { conversationFor, shopFor } from './new-rows.ts';
import { addToTimeline, nextArrival, placeBehind } from './timeline.ts';
import { AUTO_REPLY, type Message } from '#shared/model/message.ts';
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
    step.changes.addQuarantine({ at: step.now, reason: 'empty', bytes: preview.length, preview });
    return;
  }
  shopFor(step, frame.store_id);
  const ref = { shopId: frame.store_id, buyerPin: frame.receiver.id };
  const conversation = conversationFor(step, ref);
  const type = frame.msg_type ?? recognizeMessageType(frame.content);
  const message: Message = {
    messageId: step.ids.messageId(),
    ...ref,
    origin: 'backoffice',
    type,
    content: frame.content,
    card: null,
    notice: null,
    orderAt: placeBehind(step, conversation),
    arrival: nextArrival(step),
    sentAt: step.now,
    platformMessageId: null,
    send: { state: 'queued', reason: AUTO_REPLY, changedAt: step.now },
  };
  const why = replyHold(step, message);
  if (why !== null) {
    addSuggestion(step, ref, { type, content: frame.content, receivedAt: step.now, why });
    return;
  }
  step.state.autoReplies.add(message.messageId);
  addToTimeline(step, message);
  step.changes.after({ kind: 'lane.wake', key: conversation.key });
  step.changes.after({
    kind: 'reply.staleAt',
    messageId: message.messageId,
    at: message.sentAt + STALE_REPLY_MS + 1,
  });
};
