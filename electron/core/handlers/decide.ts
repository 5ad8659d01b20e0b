import type { InputQueue } from '../input-queue.ts';
import type { Step, Task } from '../step.ts';
import { conversationOf } from '../steps/new-rows.ts';
import type { StorageWatch } from '../storage-watch.ts';
import type { WorkingState } from '../working-state.ts';
import type { ConversationRef } from '#shared/model/ids.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';

/** What every command needs. */
export type Writer = {
  readonly inputs: InputQueue;
  readonly state: WorkingState;
  readonly storage: StorageWatch;
};

/**
 * Runs a command through the single writer. While the database cannot write, the agent is told so at once and keeps what
 * she typed, instead of waiting for an answer that nobody can promise.
 */
export const decide = <Value>(
  writer: Writer,
  /** A result, and no change when it refuses. */
  command: Task<Result<Value>>,
): Promise<Result<Value>> =>
  writer.storage.trouble === null
    ? writer.inputs.run(command)
    : Promise.resolve(refuse('storage.unavailable', writer.storage.trouble));

/** A command that changes one conversation that must exist. */
export const inConversation = (
  writer: Writer,
  ref: ConversationRef,
  change: (step: Step, conversation: Conversation) => Result<null> | void,
): Promise<Result<null>> =>
  answerInConversation(writer, ref, (step, row) => change(step, row) ?? ok(null));

/** The same for a command that answers something. */
export const answerInConversation = <Value>(
  writer: Writer,
  ref: ConversationRef,
  change: (step: Step, conversation: Conversation) => Result<Value>,
): Promise<Result<Value>> =>
  decide(writer, {
    lookUp: (lookups) => lookups.conversation(ref),
    decide: (step) => {
      if (!step.state.shops.has(ref.shopId)) return refuse('shop.unknown');
      const conversation = conversationOf(step, ref);
      if (conversation === null) return refuse('conversation.unknown');
      return change(step, conversation);
    },
  });
