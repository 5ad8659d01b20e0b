import { queueSend, removeSuggestion } from '../steps/agent-send.ts';
import { settleSentDraft, wasSentElsewhere } from '../steps/drafts.ts';
import { changeSend, confirmSent, takeTurn } from '../steps/send-results.ts';
import type { Step, Task } from '../step.ts';
import { extendTakeOver, takeOverByReply } from '../steps/takeover.ts';
import { conversationOf } from '../steps/new-rows.ts';
import { decide, inConversation, type Writer } from './decide.ts';
import type { CallArguments, CallHandlers } from '#shared/ipc/contract.ts';
import { conversationKey, type ConversationRef, type MessageId } from '#shared/model/ids.ts';
import { isInTimeline, isLateSend, type Message, type SendStatus } from '#shared/model/message.ts';
import { outgoingName } from '#shared/model/outgoing-media.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';

type MessageCalls = Pick<
  CallHandlers,
  | 'messages.send'
  | 'messages.resend'
  | 'messages.markSent'
  | 'messages.cancel'
  | 'suggestions.adopt'
  | 'suggestions.dismiss'
>;

type OneMessage = ConversationRef & { readonly messageId: MessageId };

const askFor =
  (ref: OneMessage): NonNullable<Task<unknown>['lookUp']> =>
  (lookups) => {
    lookups.message(ref.messageId);
    lookups.conversation(ref);
  };

/** One whose send is open is in memory; null for one that nobody has. */
const messageOf = (step: Step, { messageId }: OneMessage): Message | null =>
  step.state.sends.get(messageId) ?? step.known.message(messageId);

const send = (writer: Writer, input: CallArguments<'messages.send'>): Promise<Result<null>> =>
  decide(writer, {
    lookUp: askFor(input),
    decide: (step) => {
      const known = messageOf(step, input);
      if (known !== null) return isRepeat(known, input) ? ok(null) : refuse('message.wrongState');
      if (!step.state.shops.has(input.shopId)) return refuse('shop.unknown');
      const conversation = conversationOf(step, input);
      if (conversation === null) return refuse('conversation.unknown');
      const { typedUpon } = input;
      if (typedUpon !== null && wasSentElsewhere(step, conversation, input.content, typedUpon))
        return refuse('draft.sentElsewhere');
      const queued = queueSend(step, conversation, { ...input, origin: 'agent' });
      if (!queued.ok) return queued;
      const present = conversationOf(step, input) ?? conversation;
      if (input.suggestionId !== null) removeSuggestion(step, present, input.suggestionId);
      if (typedUpon !== null) settleSentDraft(step, input, input.content, typedUpon);
      step.typing.note(conversation.key, false);
      takeOverByReply(step, input);
      return ok(null);
    },
  });

/**
 * A call that was repeated (a lost answer) is one send; another text under the same id is a fault. A file that was uploaded
 * meanwhile stands under the platform's address.
 */
const isRepeat = (known: Message, input: CallArguments<'messages.send'>): boolean =>
  conversationKey(known) === conversationKey(input) &&
  known.type === input.type &&
  (known.content === input.content || outgoingName(input.content) !== null);

/** CV3, CV12: only the agent says that it goes (again). */
const canGoAgain = (send: SendStatus): boolean =>
  send.state === 'unconfirmed' || send.state === 'rejected' || isLateSend(send);

/** A command on one message of ours whose send is ready for it. */
const onMessage = (
  writer: Writer,
  ref: OneMessage,
  isReady: (send: SendStatus) => boolean,
  change: (step: Step, message: Message) => void,
): Promise<Result<null>> =>
  decide(writer, {
    lookUp: askFor(ref),
    decide: (step) => {
      const message = messageOf(step, ref);
      if (message === null || conversationKey(message) !== conversationKey(ref)) {
        return refuse('message.unknown');
      }
      if (message.send === null || !isReady(message.send) || !isInTimeline(message))
        return refuse('message.wrongState');
      change(step, message);
      return ok(null);
    },
  });

export const messageHandlers = (writer: Writer): MessageCalls => ({
  'messages.send': (input) => send(writer, input),
  'messages.resend': (input) =>
    onMessage(writer, input, canGoAgain, (step, message) => {
      takeTurn(step, changeSend(step, message, 'queued', null));
      takeOverByReply(step, input);
    }),
  'messages.markSent': (input) =>
    onMessage(
      writer,
      input,
      ({ state }) => state === 'unconfirmed',
      (step, message) => confirmSent(step, message, { platformMessageId: null, sentAt: null }),
    ),
  'messages.cancel': (input) =>
    onMessage(
      writer,
      input,
      ({ state }) => state === 'queued',
      (step, message) => {
        step.state.autoReplies.delete(message.messageId);
        changeSend(step, message, 'cancelled', null);
      },
    ),
  'suggestions.adopt': (input) =>
    inConversation(writer, input, (step, conversation) => {
      const chosen = conversation.suggestions.find(
        ({ suggestionId }) => suggestionId === input.suggestionId,
      );
      if (chosen === undefined) return refuse('suggestion.unknown');
      const { type, content } = chosen;
      const messageId = step.ids.messageId();
      const origin = 'backoffice';
      const queued = queueSend(step, conversation, { messageId, origin, type, content });
      if (!queued.ok) return queued;
      const present = conversationOf(step, input) ?? conversation;
      removeSuggestion(step, present, input.suggestionId);
      extendTakeOver(step, input);
      return queued;
    }),
  'suggestions.dismiss': (input) =>
    inConversation(writer, input, (step, conversation) => {
      const isThere = conversation.suggestions.some(
        ({ suggestionId }) => suggestionId === input.suggestionId,
      );
      if (!isThere) return refuse('suggestion.unknown');
      removeSuggestion(step, conversation, input.suggestionId);
      return ok(null);
    }),
});
