import type { Step } from '../step.ts';
import { reopen, replaceInTimeline } from './timeline.ts';
import { noteReply } from './waiting.ts';
import { conversationKey, type PlatformMessageId } from '#shared/model/ids.ts';
import type { Message, SendReason, SendState } from '#shared/model/message.ts';
import { LATE_SEND_MS } from '#shared/model/reply-hold.ts';

/** Moves a message of ours to another state. */
export const changeSend = (
  step: Step,
  message: Message,
  state: SendState,
  reason: SendReason | null,
): Message => {
  const after = { ...message, send: { state, reason, changedAt: step.now } };
  replaceInTimeline(step, message, after);
  if (state === 'rejected' || state === 'unconfirmed') reopen(step, message);
  return after;
};

/** The agent wants it to go: it waits for its turn, and she is asked when that takes too long (CV12). */
export const takeTurn = (step: Step, message: Message): void => {
  const { messageId } = message;
  step.changes.after({ kind: 'lane.wake', key: conversationKey(message) });
  step.changes.after({ kind: 'send.look', messageId, inMs: LATE_SEND_MS + 1 });
};

/**
 * There is evidence that a message reached the buyer (CV3): the platform's id, its echo, or the agent's word (then
 * without an id). It stands at the platform's time, if that is later than its own place (CV9), and answers the buyer
 * up to there (CV7).
 */
export const confirmSent = (
  step: Step,
  message: Message,
  evidence: {
    readonly platformMessageId: PlatformMessageId | null;
    readonly sentAt: number | null;
  },
): void => {
  const sentAt = evidence.sentAt === null ? step.now : Math.trunc(evidence.sentAt);
  const sent: Message = {
    ...message,
    platformMessageId: evidence.platformMessageId,
    orderAt: evidence.sentAt === null ? message.orderAt : Math.max(message.orderAt, sentAt),
    sentAt,
    send: { state: 'sent', reason: null, changedAt: step.now },
  };
  const wasSent = message.send?.state === 'sent';
  noteReply(step, sent);
  replaceInTimeline(step, message, sent);
  step.state.autoReplies.delete(message.messageId);
  if (!wasSent) tellGateway(step, sent);
};

/** GW12: only when the setting asks for it, and by a type that nobody can take for the buyer. */
const tellGateway = (step: Step, message: Message): void => {
  if (!step.state.settings.sendAgentReplyFrames || message.origin !== 'agent') return;
  if (message.type === 'systemLine' || message.type === 'unknown') return;
  step.changes.addFrame({
    type: 'agent_reply',
    content: message.content,
    msg_type: message.type,
    receiver: { id: message.buyerPin },
    store_id: message.shopId,
    message_id: message.messageId,
    timestamp: message.sentAt,
  });
};
