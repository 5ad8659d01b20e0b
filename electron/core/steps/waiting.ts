import type { Step, Task } from '../step.ts';
import type { WorkingState } from '../working-state.ts';
import { conversationOf } from './new-rows.ts';
import { updateConversation } from './timeline.ts';
import type { Answered } from '#shared/model/conversation.ts';
import type { ConversationKey, ConversationRef } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import { answerElsewhere, answerKnown, type WaitingClock } from '#shared/model/waiting-clock.ts';

const countsAsReply = (state: WorkingState, message: Message): boolean => {
  if (message.origin !== 'backoffice') return true;
  const platform = state.shops.get(message.shopId)?.platform ?? null;
  return platform === null || state.settings.limits[platform].backofficeCounts;
};

/**
 * A reply of our side is known to have reached the buyer. It answers what was known when it was decided, never what came
 * later (CV7). Whether a buyer message is left is asked of the database in the next batch, unless it is plain.
 */
export const noteReply = (step: Step, reply: Message): void => {
  if (!countsAsReply(step.state, reply)) return;
  const conversation = conversationOf(step, reply);
  if (conversation === null) return;
  const isElsewhere = reply.origin === 'platform';
  const answeredUpTo = isElsewhere
    ? answerElsewhere(conversation.answeredUpTo, reply.orderAt)
    : answerKnown(conversation.answeredUpTo, reply.arrival);
  if (answeredUpTo === conversation.answeredUpTo) return;
  const coversAll = isElsewhere
    ? reply.orderAt > conversation.lastOrderAt
    : reply.arrival === step.state.lastArrival;
  if (conversation.waitingSince === null || coversAll) {
    updateConversation(step, reply, allAnswered(step, answeredUpTo));
    return;
  }
  updateConversation(step, reply, { answeredUpTo });
  step.changes.after({ kind: 'clock.recheck', key: conversation.key });
};

/** Nobody waits: all that arrived is answered. Said so, the next look at the database begins here and not in the past. */
const allAnswered = (step: Step, answered: Answered | null): WaitingClock => ({
  waitingSince: null,
  answeredUpTo: answerKnown(answered, step.state.lastArrival),
});

/** 无需回复, and whatever else ends the round over all that has arrived. */
export const settleWaiting = (step: Step, ref: ConversationRef): void => {
  const conversation = conversationOf(step, ref);
  if (conversation === null || conversation.waitingSince === null) return;
  updateConversation(step, ref, allAnswered(step, conversation.answeredUpTo));
};

/** Derives the clock of these conversations from the messages that are not answered (CV7). */
export const recheckWaiting = (
  state: WorkingState,
  keys: readonly ConversationKey[],
): Task<void> => {
  const asked = new Map<ConversationKey, Answered>();
  return {
    lookUp: (lookups) => {
      for (const key of keys) {
        const conversation = state.conversations.get(key);
        if (conversation === undefined || conversation.waitingSince === null) continue;
        const after = conversation.answeredUpTo;
        if (after === null) continue;
        asked.set(key, after);
        lookups.buyerMessageAfter(conversation, after);
      }
    },
    decide: (step) => {
      for (const [key, after] of asked) {
        const conversation = step.state.conversations.get(key);
        if (conversation === undefined || conversation.waitingSince === null) continue;
        if (conversation.answeredUpTo !== after) {
          // An input before this one in the batch moved the place: ask again.
          step.changes.after({ kind: 'clock.recheck', key });
          continue;
        }
        const first = step.known.firstBuyerMessageAfter(key, after);
        updateConversation(
          step,
          conversation,
          first === null ? allAnswered(step, after) : { waitingSince: first.sentAt },
        );
      }
    },
  };
};
