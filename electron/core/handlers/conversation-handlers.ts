import { keepDraft } from '../steps/drafts.ts';
import { setManual } from '../steps/takeover.ts';
import { updateConversation } from '../steps/timeline.ts';
import { settleWaiting } from '../steps/waiting.ts';
import type { Task } from '../step.ts';
import type { TypingWatch } from '../typing-watch.ts';
import { answerInConversation, inConversation, type Writer } from './decide.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import { type ConversationKey, conversationKey } from '#shared/model/ids.ts';
import { ok } from '#shared/model/result.ts';

type ConversationCalls = Pick<
  CallHandlers,
  | 'conversations.setManual'
  | 'conversations.markRead'
  | 'conversations.settleWaiting'
  | 'conversations.setStarred'
  | 'conversations.setClosed'
  | 'conversations.saveDraft'
  | 'conversations.noteTyping'
  | 'transfers.dismissQuestion'
>;

/** The text may be gone because it was just sent: her reply takes over before anything that was held goes (CV5, CV6). */
const AFTER_TEXT_IS_GONE_MS = 2_000;

const lookAtTypingHolds = (key: ConversationKey): Task<void> => ({
  decide: (step) => step.changes.after({ kind: 'typing.look', key, inMs: AFTER_TEXT_IS_GONE_MS }),
});

export const conversationHandlers = (writer: Writer, typing: TypingWatch): ConversationCalls => ({
  'conversations.setManual': (input) =>
    inConversation(writer, input, (step) => setManual(step, input, input.manual)),
  'conversations.markRead': (input) =>
    inConversation(writer, input, (step, { unread }) => {
      if (unread > 0) updateConversation(step, input, { unread: 0 });
    }),
  'conversations.settleWaiting': (input) =>
    inConversation(writer, input, (step) => settleWaiting(step, input)),
  'conversations.setStarred': ({ starred, ...ref }) =>
    inConversation(writer, ref, (step) => updateConversation(step, ref, { starred })),
  'conversations.setClosed': ({ closed, ...ref }) =>
    inConversation(writer, ref, (step) => updateConversation(step, ref, { closed })),
  // ST6: durable when this answers. An unchanged draft is not written again.
  'conversations.saveDraft': (input) =>
    answerInConversation(writer, input, (step, conversation) =>
      keepDraft(step, conversation, input),
    ),
  // Not through the inbox: the very next look at the hold must see it (CV5), and it is never written.
  'conversations.noteTyping': (input) => {
    const key = conversationKey(input);
    typing.note(key, input.hasText);
    if (!input.hasText) writer.inputs.post(lookAtTypingHolds(key));
    return ok(null);
  },
  'transfers.dismissQuestion': (input) =>
    inConversation(writer, input, (step) =>
      updateConversation(step, input, { transferQuestion: null }),
    ),
});
