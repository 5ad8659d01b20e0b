import type { TransferOutcome } from '../ports.ts';
import type { Step } from '../step.ts';
import { addNotice, updateConversation } from './timeline.ts';
import { settleWaiting } from './waiting.ts';
import type { TransferQuestion } from '#shared/model/conversation.ts';
import type { ConversationRef } from '#shared/model/ids.ts';
import { assertNever } from '#shared/model/result.ts';

/** The gateway's wish needs the agent's choice (CV10). A newer wish replaces an older one. */
export const askAgent = (
  step: Step,
  ref: ConversationRef,
  staffName: string,
  why: TransferQuestion['why'],
): void => {
  updateConversation(step, ref, { transferQuestion: { staffName, why, askedAt: step.now } });
};

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
  updateConversation(step, ref, { transferQuestion: null });
  addNotice(step, ref, { code: 'transfer.done', staffName, by });
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
      addNotice(step, ref, { code: 'transfer.failed', staffName, reason });
      if (by === 'backoffice') askAgent(step, ref, staffName, 'failed');
      return;
    }
    default:
      assertNever(outcome);
  }
};
