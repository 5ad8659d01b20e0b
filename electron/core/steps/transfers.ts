import type { TransferOutcome } from '../ports/connectors.ts';
import type { Step, Task } from '../step.ts';
import { conversationOf } from './new-rows.ts';
import { addSystemLine, updateConversation } from './timeline.ts';
import { settleWaiting } from './waiting.ts';
import type { OpenQuestion } from '#shared/model/conversation.ts';
import type { ConversationRef } from '#shared/model/ids.ts';
import { assertNever } from '#shared/model/result.ts';

/** A wish of the gateway is taken up (CV10); it replaces an older one. Kept with its frame, so that a crash does not lose it. */
export const noteWish = (step: Step, ref: ConversationRef, staffName: string): void => {
  const transferQuestion = { staffName, why: 'underWay', askedAt: step.now } as const;
  updateConversation(step, ref, { transferQuestion });
};

/** A newer wish is under way: the end of an older one must not wipe it out. */
const isOutrun = (step: Step, ref: ConversationRef, staffName: string): boolean => {
  const question = conversationOf(step, ref)?.transferQuestion ?? null;
  return question?.why === 'underWay' && question.staffName !== staffName;
};

/** The gateway's wish needs the agent's choice (CV10). */
export const askAgent = (
  step: Step,
  ref: ConversationRef,
  staffName: string,
  why: OpenQuestion['why'],
): void => {
  if (isOutrun(step, ref, staffName)) return;
  updateConversation(step, ref, { transferQuestion: { staffName, why, askedAt: step.now } });
};

/** What was under way when the last life ended: it may have been done or not, so the agent decides. */
export const wishesOfLastLife = (refs: readonly ConversationRef[]): Task<void> => ({
  decide: (step) => {
    for (const ref of refs) {
      const question = conversationOf(step, ref)?.transferQuestion ?? null;
      if (question?.why === 'underWay') askAgent(step, ref, question.staffName, 'failed');
    }
  },
});

/**
 * The platform proved the transfer: the buyer is in other hands and waits for them, not for us. The gateway is told of
 * the agent's own transfers; its own wish is not sent back to it (GW12).
 */
const takeTransferred = (
  step: Step,
  ref: ConversationRef,
  staffName: string,
  by: 'agent' | 'backoffice',
): void => {
  settleWaiting(step, ref);
  if (!isOutrun(step, ref, staffName)) updateConversation(step, ref, { transferQuestion: null });
  addSystemLine(step, ref, { code: 'transfer.done', staffName, by });
  if (by === 'backoffice') return;
  step.changes.addFrame({
    type: 'transfer',
    content: staffName,
    sender: { id: ref.buyerPin },
    store_id: ref.shopId,
    message_id: step.ids.messageId(),
    timestamp: step.now,
  });
};

export const takeTransferOutcome = (
  step: Step,
  ref: ConversationRef,
  staffName: string,
  by: 'agent' | 'backoffice',
  outcome: TransferOutcome,
): void => {
  switch (outcome.kind) {
    case 'transferred':
      takeTransferred(step, ref, staffName, by);
      return;
    case 'refused':
    case 'unconfirmed': {
      const reason = outcome.kind === 'refused' ? outcome.text : outcome.why;
      addSystemLine(step, ref, { code: 'transfer.failed', staffName, reason });
      if (by === 'backoffice') askAgent(step, ref, staffName, 'failed');
      return;
    }
    default:
      assertNever(outcome);
  }
};
