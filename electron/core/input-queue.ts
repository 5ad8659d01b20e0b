import { Changes } from './changes.ts';
import type { Batch, CommitQueue } from './commit-queue.ts';
import type { DuplicateGuard } from './duplicate-guard.ts';
import type { Clock, IdSource } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { LookupAnswer, Store } from './ports/store.ts';
import { LookupBatch } from './lookup-batch.ts';
import { untilStored, type StorageHealth } from './retry.ts';
import type { Step, Task } from './step.ts';
import type { TypingWatch } from './typing-watch.ts';
import type { WorkingState } from './working-state.ts';
import type { ConversationKey } from '#shared/model/ids.ts';

/** Inputs decided together; the wait for the disk is shared by all of them. */
const BATCH_SIZE = 256;
/**
 * While a batch is being written fewer inputs than this wait for its end, and are the next one together: so nothing waits for more
 * than one commit besides its own (ST2). More of them are worth a batch of their own meanwhile.
 */
const WORTH_A_BATCH = 64;
/** One batch is being written, one is decided behind it, one is being looked up: the database never waits for us. */
const MAX_UNCOMMITTED = 3;

type Input = {
  readonly lookUp: Task<unknown>['lookUp'];
  /** Returns what is done with the caller's promise once the batch is durable. */
  readonly decide: (step: Step) => () => void;
};

type Found = { readonly answer: LookupAnswer | null };

/** A batch whose questions the database has. */
type LookedUp = {
  readonly inputs: readonly Input[];
  readonly lookups: LookupBatch;
  /** Null when it was given up. */
  readonly found: Found | Promise<Found | null>;
};

type InboxParts = {
  readonly clock: Clock;
  readonly elapsedMs: () => number;
  readonly log: Log;
  readonly ids: IdSource;
  readonly store: Pick<Store, 'lookUp'>;
  readonly health: StorageHealth;
  readonly state: WorkingState;
  readonly known: DuplicateGuard;
  readonly typing: TypingWatch;
  readonly commits: CommitQueue;
  /** Conversations at rest that memory has let go (PF1). */
  readonly onLetGo: (keys: readonly ConversationKey[]) => void;
};

/**
 * The single writer's inbox. Inputs are taken in order, up to 256 at a time; a batch is looked up (one question to the
 * database), decided (synchronously, over the working state) and handed to the commit queue, while earlier batches are
 * still being written.
 */
export class InputQueue {
  readonly #parts: InboxParts;
  readonly #waiting: Input[] = [];
  readonly #settlers = new WeakMap<Changes, readonly (() => void)[]>();
  /** Taken from `#waiting` and being looked up. */
  #lookedUp = 0;
  #isPumping = false;
  #isGivenUp = false;
  #idle: (() => void)[] = [];

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  get waitingInputs(): number {
    return this.#waiting.length + this.#lookedUp;
  }

  /** Resolves, with what the step decided, when the change is durable, applied and published. */
  run<Value>(task: Task<Value>): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      const decide = (step: Step): (() => void) => {
        const value = task.decide(step);
        return () => resolve(value);
      };
      this.#waiting.push({
        lookUp: task.lookUp,
        decide: (step) => {
          try {
            return decide(step);
          } catch (error) {
            // A fault of ours must not take the other inputs of the batch with it.
            this.#parts.log.warn('core.stepFailed', {
              message: error instanceof Error ? (error.stack ?? error.message) : '',
            });
            return () => reject(error instanceof Error ? error : new Error('step failed'));
          }
        },
      });
      this.#wake();
    });
  }

  /** As `run`, for a task that nobody waits for; its failure is in the log. */
  post(task: Task<void>): void {
    this.run(task).catch(() => undefined);
  }

  /** The queue made room, and this batch's callers may go on. */
  settle(batch: Batch): void {
    for (const settle of this.#settlers.get(batch.changes) ?? []) settle();
    this.#wake();
    if (!this.#isBusy()) {
      for (const notify of this.#idle.splice(0)) notify();
    }
  }

  /** Resolves when nothing waits and everything decided is durable. */
  whenIdle(): Promise<void> {
    if (!this.#isBusy()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#idle.push(resolve);
    });
  }

  giveUp(): void {
    this.#isGivenUp = true;
  }

  #isBusy(): boolean {
    return this.#waiting.length > 0 || this.#isPumping || this.#parts.commits.size > 0;
  }

  #wake(): void {
    if (this.#isPumping || this.#waiting.length === 0) return;
    this.#isPumping = true;
    // One turn later, so that what one event brings is one batch.
    void Promise.resolve().then(() => this.#pump());
  }

  async #pump(): Promise<void> {
    let next = this.#takeNext(0);
    while (next !== null) {
      const found = await next.found;
      this.#lookedUp = 0;
      if (found === null) break;
      const batch = this.#decide(next, found.answer);
      // Asked before this batch is handed on: the database answers at once, and writes while the next one is decided.
      next = this.#takeNext(1);
      this.#parts.commits.push(batch);
    }
    this.#isPumping = false;
    // The last batch may have been committed while this loop was still seen as busy.
    if (!this.#isBusy()) for (const notify of this.#idle.splice(0)) notify();
  }

  /** Begins the next batch; null where too little waits or too much is on its way. `decided` batches are yet to be handed on. */
  #takeNext(decided: number): LookedUp | null {
    const { commits, known, state } = this.#parts;
    const uncommitted = commits.size + decided;
    const least = uncommitted === 0 ? 1 : WORTH_A_BATCH;
    const mayTake = this.#waiting.length >= least && uncommitted < MAX_UNCOMMITTED;
    if (!mayTake || this.#isGivenUp) return null;
    const inputs = this.#waiting.splice(0, BATCH_SIZE);
    this.#letGo();
    const lookups = new LookupBatch((key) => state.conversations.has(key));
    for (const input of inputs) input.lookUp?.(lookups);
    const lookup = lookups.lookup();
    known.beforeLookup();
    this.#lookedUp = inputs.length;
    return { inputs, lookups, found: lookup === null ? { answer: null } : this.#lookUp(lookup) };
  }

  #lookUp(lookup: NonNullable<ReturnType<LookupBatch['lookup']>>): Promise<Found | null> {
    const { store } = this.#parts;
    return untilStored(
      this.#parts,
      'lookUp',
      () => store.lookUp(lookup),
      () => this.#isGivenUp,
    );
  }

  /** Only between two batches: what a batch has found in memory must be there when it is decided. */
  #letGo(): void {
    const { state, known, onLetGo } = this.#parts;
    const gone = state.letGo((key) => known.isDurable(key));
    if (gone.length > 0) onLetGo(gone);
  }

  #decide({ inputs, lookups }: LookedUp, answer: LookupAnswer | null): Batch {
    const { state, known, ids, typing, clock, elapsedMs } = this.#parts;
    const changes = new Changes(state);
    state.takeUp(known.begin(changes, answer));
    const step: Step = {
      state,
      changes,
      known,
      lookedUp: lookups.conversationsAsked,
      ids,
      typing,
      now: Math.trunc(clock.now()),
      elapsedMs: elapsedMs(),
    };
    this.#settlers.set(
      changes,
      inputs.map((input) => input.decide(step)),
    );
    return { changes, inputs: inputs.length };
  }
}
