import { asStorageError } from './errors.ts';
import { commitInGroups, type WaitingCommit } from './group-commit.ts';
import type { RunOperation, StoreAnswer, StoreCall, StoreCallName, WorkerMessage } from './rpc.ts';

type Answer = (message: Extract<WorkerMessage, { kind: 'answer' | 'error' }>) => void;

/** What the calls are answered from. */
export type Served = { readonly call: RunOperation; mend(): void; close(): void };

/**
 * Calls in the order in which they were made. What has queued up while the database was busy is served in one go;
 * commits that stand side by side in the queue share a transaction (ST2), and no call overtakes another.
 */
export class CallQueue {
  readonly #store: Served;
  readonly #answer: Answer;
  readonly #later: (serve: () => void) => void;
  #waiting: StoreCall[] = [];

  /** `later` runs what it is given when the port has handed over all that it holds. */
  constructor(store: Served, answer: Answer, later: (serve: () => void) => void) {
    this.#store = store;
    this.#answer = answer;
    this.#later = later;
  }

  push(call: StoreCall): void {
    if (this.#waiting.push(call) === 1) this.#later(() => this.#serve());
  }

  /** Answers everything that waits. */
  #serve(): void {
    const calls = this.#waiting;
    this.#waiting = [];
    let commits: WaitingCommit[] = [];
    const runCommits = (): void => {
      commitInGroups(commits, (writes) => this.#store.call('commit', [...writes]));
      commits = [];
    };
    for (const call of calls) {
      if (call.name === 'commit') {
        commits.push({ writes: call.args[0], settle: (error) => this.#settle(call.id, error) });
      } else {
        runCommits();
        this.#run(call);
      }
    }
    runCommits();
  }

  #settle(id: number, error: ReturnType<typeof asStorageError> | null): void {
    if (error === null) this.#answer({ kind: 'answer', id, value: undefined });
    else this.#answer({ kind: 'error', id, error: { kind: error.kind, message: error.message } });
  }

  #run(call: StoreCall): void {
    try {
      this.#answer({ kind: 'answer', id: call.id, value: this.#valueOf(call) });
    } catch (error) {
      this.#settle(call.id, asStorageError(error));
    }
  }

  #valueOf(call: StoreCall): StoreAnswer<StoreCallName> {
    if (call.name === 'mend') return this.#store.mend();
    if (call.name === 'close') return this.#store.close();
    return this.#store.call(call.name, ...call.args);
  }
}
