import type { Step, Task } from '../step.ts';
import { addNotice, conversationOf, updateConversation } from './timeline.ts';
import type { ConversationKey, ConversationRef } from '#shared/model/ids.ts';

const MINUTE_MS = 60_000;

/** When a take-over that begins or goes on now ends by itself; null when it lasts until it is switched off. */
const endOfCountdown = (step: Step): number | null => {
  const { takeOverMinutes } = step.state.settings;
  return takeOverMinutes === 0 ? null : step.now + takeOverMinutes * MINUTE_MS;
};

const countDown = (step: Step, ref: ConversationRef, endsAt: number | null): void => {
  updateConversation(step, ref, { mode: { kind: 'manual', endsAt } });
  const key = conversationOf(step, ref)?.key;
  if (endsAt !== null && key !== undefined) {
    step.changes.after({ kind: 'takeover.endsAt', key, at: endsAt });
  }
};

/** The switch (CV6). Switching to what it already is changes nothing. */
export const setManual = (step: Step, ref: ConversationRef, isManual: boolean): void => {
  const mode = conversationOf(step, ref)?.mode.kind;
  if (isManual && mode === 'auto') {
    countDown(step, ref, endOfCountdown(step));
    addNotice(step, ref, { code: 'takeover.started', by: 'switch' });
  } else if (!isManual && mode === 'manual') {
    updateConversation(step, ref, { mode: { kind: 'auto' } });
    addNotice(step, ref, { code: 'takeover.ended', by: 'switch' });
  }
};

/** A running countdown starts anew; a take-over without one stays so. */
export const extendTakeOver = (step: Step, ref: ConversationRef): void => {
  const mode = conversationOf(step, ref)?.mode;
  if (mode?.kind === 'manual' && mode.endsAt !== null) countDown(step, ref, endOfCountdown(step));
};

/** The agent replies: the conversation is hers from this moment, told once, longer with every reply (CV6). */
export const takeOverByReply = (step: Step, ref: ConversationRef): void => {
  if (conversationOf(step, ref)?.mode.kind !== 'auto') {
    extendTakeOver(step, ref);
    return;
  }
  if (!step.state.settings.takeOverOnReply) return;
  countDown(step, ref, endOfCountdown(step));
  addNotice(step, ref, { code: 'takeover.started', by: 'reply' });
};

/** Countdowns that may have run out. The time stands in the conversation, so a restart changes nothing. */
export const endTakeOvers = (keys: readonly ConversationKey[]): Task<void> => ({
  decide: (step) => {
    for (const key of keys) {
      const conversation = step.state.conversations.get(key);
      if (conversation?.mode.kind !== 'manual' || conversation.mode.endsAt === null) continue;
      if (conversation.mode.endsAt > step.now) continue;
      updateConversation(step, conversation, { mode: { kind: 'auto' } });
      addNotice(step, conversation, { code: 'takeover.ended', by: 'countdown' });
    }
  },
});
