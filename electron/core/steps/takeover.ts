import type { Step, Task } from '../step.ts';
import { conversationOf } from './new-rows.ts';
import { addSystemLine, updateConversation } from './timeline.ts';
import { type ConversationKey, conversationKey, type ConversationRef } from '#shared/model/ids.ts';

const MINUTE_MS = 60_000;

/** A countdown is looked at this often, so that the time shown follows a wall clock that was set. */
const LOOK_EVERY_MS = 30_000;
/** A difference that an agent could see. */
const VISIBLE_MS = 2_000;

/** The conversation is hers, for the time of the setting or until it is switched off. */
const countDown = (step: Step, ref: ConversationRef): void => {
  const { takeOverMinutes } = step.state.settings;
  const lastsMs = takeOverMinutes * MINUTE_MS;
  const endsAt = takeOverMinutes === 0 ? null : step.now + lastsMs;
  updateConversation(step, ref, { mode: { kind: 'manual', endsAt } });
  const key = conversationKey(ref);
  if (endsAt === null) {
    step.state.takeOverEnds.delete(key);
    return;
  }
  step.state.takeOverEnds.set(key, step.elapsedMs + lastsMs);
  step.changes.after({ kind: 'takeover.look', key, inMs: Math.min(lastsMs, LOOK_EVERY_MS) });
};

/** The switch (CV6). Switching to what it already is changes nothing. */
export const setManual = (step: Step, ref: ConversationRef, isManual: boolean): void => {
  const mode = conversationOf(step, ref)?.mode.kind;
  if (isManual && mode === 'auto') {
    countDown(step, ref);
    addSystemLine(step, ref, { code: 'takeover.started', by: 'switch' });
  } else if (!isManual && mode === 'manual') {
    updateConversation(step, ref, { mode: { kind: 'auto' } });
    addSystemLine(step, ref, { code: 'takeover.ended', by: 'switch' });
  }
};

/** A running countdown starts anew; a take-over without one stays so. */
export const extendTakeOver = (step: Step, ref: ConversationRef): void => {
  const mode = conversationOf(step, ref)?.mode;
  if (mode?.kind === 'manual' && mode.endsAt !== null) countDown(step, ref);
};

/** The agent, or our side elsewhere, replies: the conversation is hers from this moment, told once, longer with every reply (CV6). */
export const takeOverByReply = (step: Step, ref: ConversationRef): void => {
  if (conversationOf(step, ref)?.mode.kind !== 'auto') {
    extendTakeOver(step, ref);
    return;
  }
  if (!step.state.settings.takeOverOnReply) return;
  countDown(step, ref);
  addSystemLine(step, ref, { code: 'takeover.started', by: 'reply' });
};

/**
 * Countdowns that may have run out. They run on elapsed time, so that a wall clock that is set right ends none (CV6). The
 * wall time stands in the conversation for the screen, and for a restart, which goes on from it.
 */
export const endTakeOvers = (keys: readonly ConversationKey[]): Task<void> => ({
  decide: (step) => {
    for (const key of keys) {
      const conversation = step.state.conversations.get(key);
      if (conversation?.mode.kind !== 'manual' || conversation.mode.endsAt === null) continue;
      const { endsAt } = conversation.mode;
      const left = leftOf(step, key, endsAt);
      if (left <= 0) {
        step.state.takeOverEnds.delete(key);
        updateConversation(step, conversation, { mode: { kind: 'auto' } });
        addSystemLine(step, conversation, { code: 'takeover.ended', by: 'countdown' });
        continue;
      }
      if (Math.abs(endsAt - step.now - left) > VISIBLE_MS)
        updateConversation(step, conversation, {
          mode: { kind: 'manual', endsAt: step.now + left },
        });
      step.changes.after({ kind: 'takeover.look', key, inMs: Math.min(left, LOOK_EVERY_MS) });
    }
  },
});

/** Elapsed ms until a countdown ends; one of the last life goes on from its wall time, but for no longer than a new one. */
const leftOf = (step: Step, key: ConversationKey, endsAt: number): number => {
  const known = step.state.takeOverEnds.get(key);
  if (known !== undefined) return known - step.elapsedMs;
  const { takeOverMinutes } = step.state.settings;
  const longestMs = takeOverMinutes === 0 ? Number.POSITIVE_INFINITY : takeOverMinutes * MINUTE_MS;
  const left = Math.min(endsAt - step.now, longestMs);
  step.state.takeOverEnds.set(key, step.elapsedMs + left);
  return left;
};
