import type { Step } from '../step.ts';
import type { DraftTrace } from '../working-state.ts';
import { conversationFor } from './new-rows.ts';
import { updateConversation } from './timeline.ts';
import type { Conversation, DraftBase, KeptDraft } from '#shared/model/conversation.ts';
import { conversationKey, type ConversationRef } from '#shared/model/ids.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';

const UNKNOWN_TRACE: DraftTrace = {
  revision: 0,
  windowId: null,
  typedAtMs: -Infinity,
  sent: null,
};

const traceOf = (step: Step, ref: ConversationRef): DraftTrace =>
  step.state.draftTraces.get(conversationKey(ref)) ?? UNKNOWN_TRACE;

/** The draft is another window's, and this one typed without having seen it. */
const isUnseen = (step: Step, row: Conversation, base: DraftBase): boolean =>
  row.draftRevision > base.revision && traceOf(step, row).windowId !== base.windowId;

/** Above every number that a window may know: after a restart of the core a window may be ahead of it. */
const nextRevision = (row: Conversation, base: DraftBase): number =>
  Math.max(row.draftRevision, base.revision) + 1;

/**
 * CV13: two windows that press Enter on one draft in the same instant send it once. A window that has seen the other's send
 * may send the same words again, and so may the window that sent them.
 */
export const wasSentElsewhere = (
  step: Step,
  ref: ConversationRef,
  content: string,
  base: DraftBase,
): boolean => {
  const { sent } = traceOf(step, ref);
  return (
    sent !== null &&
    sent.windowId !== base.windowId &&
    sent.revision > base.revision &&
    sent.content === content.trim()
  );
};

/**
 * Keeps what a window saved. Of two texts that were written without sight of each other the one that was typed last stays;
 * the other is handed back as `displaced`, so that the window can offer it. An empty box displaces no text it has not seen.
 */
export const keepDraft = (
  step: Step,
  row: Conversation,
  given: {
    readonly draft: string;
    readonly typedUpon: DraftBase;
    readonly typedAgoMs: number;
  },
): Result<KeptDraft> => {
  const { draft, typedUpon } = given;
  if (wasSentElsewhere(step, row, draft, typedUpon)) return refuse('draft.sentElsewhere');
  const present = row.draft;
  if (draft === present) return ok({ draft, revision: row.draftRevision, displaced: null });
  const trace = traceOf(step, row);
  const typedAtMs = step.elapsedMs - given.typedAgoMs;
  const isContested = present.trim() !== '' && isUnseen(step, row, typedUpon);
  if (isContested && (draft.trim() === '' || typedAtMs < trace.typedAtMs)) {
    const displaced = present.includes(draft.trim()) ? null : draft;
    return ok({ draft: present, revision: row.draftRevision, displaced });
  }
  const revision = nextRevision(row, typedUpon);
  updateConversation(step, row, { draft, draftRevision: revision });
  const { windowId } = typedUpon;
  step.state.draftTraces.set(row.key, { ...trace, revision, windowId, typedAtMs });
  const displaced = isContested && !draft.includes(present.trim()) ? present : null;
  return ok({ draft, revision, displaced });
};

/**
 * A text of the composer was sent: it is no draft any more, in any window, from the same transaction on (CV13). The text of
 * another window, which this one has not seen, stays.
 */
export const settleSentDraft = (
  step: Step,
  ref: ConversationRef,
  content: string,
  base: DraftBase,
): void => {
  const row = conversationFor(step, ref);
  const trace = traceOf(step, row);
  const isGone = row.draft.trim() === content.trim() || !isUnseen(step, row, base);
  const revision = nextRevision(row, base);
  updateConversation(step, row, {
    draftRevision: revision,
    draft: isGone ? '' : row.draft,
  });
  const { windowId } = base;
  step.state.draftTraces.set(row.key, {
    ...(isGone ? { windowId, typedAtMs: step.elapsedMs } : trace),
    revision,
    sent: { content: content.trim(), revision, windowId },
  });
};
