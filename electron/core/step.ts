import type { Changes } from './changes.ts';
import type { DuplicateGuard } from './duplicate-guard.ts';
import type { IdSource } from './ports/clock.ts';
import type { LookupBatch } from './lookup-batch.ts';
import type { TypingWatch } from './typing-watch.ts';
import type { WorkingState } from './working-state.ts';
import type { ConversationKey } from '#shared/model/ids.ts';

/** What a step decides with. Steps are synchronous: what they must know of the database was asked before. */
export type Step = {
  readonly state: WorkingState;
  readonly changes: Changes;
  readonly known: DuplicateGuard;
  /** Conversations that the inputs of this batch asked for; those that exist are in memory now (PF1). */
  readonly lookedUp: ReadonlySet<ConversationKey>;
  readonly ids: IdSource;
  readonly typing: TypingWatch;
  /** One time for the whole batch, in epoch ms. */
  readonly now: number;
  /** The same moment in elapsed ms, which nobody can set. */
  readonly elapsedMs: number;
};

/** One input of the single writer. */
export type Task<Value> = {
  /** What must be looked up before `decide` may run. */
  readonly lookUp?: (lookups: LookupBatch) => void;
  readonly decide: (step: Step) => Value;
};
