import type { Step, Task } from '../step.ts';
import type { WorkingState } from '../working-state.ts';
import { conversationOf, updateConversation } from './timeline.ts';
import type { ConversationKey, ConversationRef } from '#shared/model/ids.ts';
import type { Message, MessagePosition } from '#shared/model/message.ts';
import { answerUpTo } from '#shared/model/waiting-clock.ts';

const countsAsReply = (state: WorkingState, message: Message): boolean => {
  if (message.origin !== 'backoffice') return true;
  const platform = state.shops.get(message.shopId)?.platform ?? null;
  return platform === null || state.settings.limits[platform].backofficeCounts;
};

/**
 * A reply of our side is known to have reached the buyer: everything before its place is answered (CV7). Whether a
 * buyer message stands behind that place is asked of the database in the next batch, unless it is plain.
 */
export const noteReply = (step: Step, reply: Message): void => {
  if (!countsAsReply(step.state, reply)) return;
  const conversation = conversationOf(step, reply);
  if (conversation === null) return;
  const answeredUpTo = answerUpTo(conversation.answeredUpTo, reply);
  if (answeredUpTo === conversation.answeredUpTo) return;
  const isNewest =
    reply.orderAt >= conversation.lastOrderAt && reply.arrival === step.state.lastArrival;
  const waitingSince = isNewest ? null : conversation.waitingSince;
  updateConversation(step, reply, { answeredUpTo, waitingSince });
  if (waitingSince !== null) {
    step.changes.after({ kind: 'clock.recheck', key: conversation.key });
  }
};

/** 无需回复, and whatever else ends the round at the newest known place. */
export const settleWaiting = (step: Step, ref: ConversationRef): void => {
  const conversation = conversationOf(step, ref);
  if (conversation === null || conversation.waitingSince === null) return;
  updateConversation(step, ref, {
    waitingSince: null,
    answeredUpTo: answerUpTo(conversation.answeredUpTo, {
      orderAt: conversation.lastOrderAt,
      arrival: step.state.lastArrival,
    }),
  });
};

/** Derives the clock of these conversations from the messages behind their answered place (CV7). */
export const recheckWaiting = (
  state: WorkingState,
  keys: readonly ConversationKey[],
): Task<void> => {
  const asked = new Map<ConversationKey, MessagePosition>();
  return {
    ask: (questions) => {
      for (const key of keys) {
        const conversation = state.conversations.get(key);
        if (conversation === undefined || conversation.waitingSince === null) continue;
        const after = conversation.answeredUpTo;
        if (after === null) continue;
        asked.set(key, after);
        questions.buyerMessageAfter(conversation, after);
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
        updateConversation(step, conversation, { waitingSince: first?.sentAt ?? null });
      }
    },
  };
};
