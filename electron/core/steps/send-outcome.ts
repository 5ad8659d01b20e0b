import type { SendOutcome } from '../ports/connectors.ts';
import type { Step, Task } from '../step.ts';
import type { WorkingState } from '../working-state.ts';
import { holdReply, replyHold } from './hold.ts';
import { takeMessages } from './platform-messages.ts';
import { changeSend, confirmSent } from './send-results.ts';
import { replaceInTimeline } from './timeline.ts';
import { conversationKey, type MessageId } from '#shared/model/ids.ts';
import { AUTO_REPLY, type Message } from '#shared/model/message.ts';
import { outgoingName } from '#shared/model/outgoing-media.ts';
import { assertNever } from '#shared/model/result.ts';

const takeSent = (
  step: Step,
  message: Message,
  outcome: Extract<SendOutcome, { kind: 'sent' }>,
): void => {
  // Its echo came first and proved it already; a second copy with another id is a message of its own.
  if (message.platformMessageId !== null) return;
  const holder = step.known.platformMessage(message.shopId, outcome.platformMessageId);
  if (holder === null || holder.messageId === message.messageId) {
    confirmSent(step, message, outcome);
    return;
  }
  if (holder.send === null) {
    // Already shown as sent elsewhere, under the id that can stand only once.
    confirmSent(step, message, { platformMessageId: null, sentAt: outcome.sentAt });
    return;
  }
  // An equal text took this message's echo for its own: it is unproven again.
  const unproven = { ...holder, platformMessageId: null };
  changeSend(step, unproven, 'unconfirmed', null);
  confirmSent(step, message, outcome);
};

/** Nothing left this computer. An unconfirmed one is not sent again by itself (CV3): the agent is told and chooses. */
const takeNotWritten = (step: Step, message: Message, why: string): void => {
  if (message.send?.state === 'unconfirmed') {
    changeSend(step, message, 'rejected', { code: 'unclear', trace: why });
    return;
  }
  const isAuto = step.state.autoReplies.has(message.messageId);
  const hold = isAuto ? replyHold(step, message) : null;
  if (hold !== null) holdReply(step, message, hold);
  else changeSend(step, message, 'queued', isAuto ? AUTO_REPLY : null);
};

const applyOutcome = (step: Step, message: Message, outcome: SendOutcome): void => {
  const state = message.send?.state;
  if (outcome.kind === 'sent') {
    takeSent(step, message, outcome);
    return;
  }
  // What was proven, marked or taken back meanwhile is not undone by an answer that knows less.
  if (state !== 'sending' && state !== 'unconfirmed') return;
  switch (outcome.kind) {
    case 'unconfirmed':
      if (state === 'sending')
        changeSend(step, message, 'unconfirmed', { code: 'unclear', trace: outcome.why });
      return;
    case 'rejected':
      changeSend(step, message, 'rejected', {
        code: 'refused',
        platformCode: outcome.code,
        words: outcome.text === '' ? null : outcome.text,
      });
      step.state.autoReplies.delete(message.messageId);
      return;
    case 'impossible':
      changeSend(step, message, 'rejected', { code: 'impossible', error: outcome.error });
      step.state.autoReplies.delete(message.messageId);
      return;
    case 'notWritten':
      takeNotWritten(step, message, outcome.why);
      return;
    default:
      assertNever(outcome);
  }
};

/** The platform's answer to a send, or that nobody knows (CV3). */
export const sendOutcome = (
  state: WorkingState,
  message: Message,
  outcome: SendOutcome,
  /** False for an answer that came after the lane had gone on without it. */
  isCurrent: boolean,
): Task<void> => ({
  lookUp: (lookups) => {
    lookups.message(message.messageId);
    lookups.conversation(message);
    for (const echo of state.heldEchoes.get(conversationKey(message)) ?? []) {
      lookups.platformMessage(message.shopId, echo.platformMessageId);
    }
    if (outcome.kind === 'sent') {
      lookups.platformMessage(message.shopId, outcome.platformMessageId);
    }
  },
  decide: (step) => {
    const { messageId } = message;
    const present = step.state.sends.get(messageId) ?? step.known.message(messageId);
    if (present !== null) applyOutcome(step, present, outcome);
    const key = conversationKey(message);
    const held = step.state.heldEchoes.get(key);
    if (isCurrent) {
      step.changes.after({ kind: 'lane.free', key, retryLater: outcome.kind === 'notWritten' });
    }
    if (held === undefined) return;
    step.state.heldEchoes.delete(key);
    takeMessages(step, message.shopId, held);
  },
});

/**
 * The platform has the file under this address: from here on that is what the message says, before the buyer sees it. Its
 * echo proves it by that, the back office hears it, and a repeat does not upload again.
 */
export const fileUploaded = (messageId: MessageId, address: string): Task<void> => ({
  decide: (step) => {
    const message = step.state.sends.get(messageId);
    if (message?.send?.state !== 'sending' || outgoingName(message.content) === null) return;
    replaceInTimeline(step, message, { ...message, content: address });
  },
});

/**
 * What stood at `sending` when the last life ended: nobody knows whether it left, and it is not sent again (CV3). A file
 * without an address of the platform cannot have left.
 */
export const sendsOfLastLife = (messageIds: readonly MessageId[]): Task<void> => ({
  decide: (step) => {
    for (const messageId of messageIds) {
      const message = step.state.sends.get(messageId);
      if (message?.send?.state !== 'sending') continue;
      const isStillHere = outgoingName(message.content) !== null;
      changeSend(step, message, isStillHere ? 'queued' : 'unconfirmed', null);
    }
  },
});
