import type { Worker } from 'node:worker_threads';
import { assertNever } from '#shared/model/result.ts';
import type { StorageRepair } from '#shared/model/storage-status.ts';
import type { Log } from '../core/ports/log.ts';
import { StorageError, type OpenedStore, type Store } from '../core/ports/store.ts';
import { beginWorker, isWaiting } from './begin-worker.ts';
import { CallFigures } from './call-figures.ts';
import { asStorageError, storageError } from './errors.ts';
import { OPERATION_NAMES } from './operations.ts';
import type {
  OperationName,
  StoreAnswer,
  StoreArguments,
  StoreCallName,
  WorkerInput,
  WorkerMessage,
} from './rpc.ts';

/** `workerUrl` is `worker.ts`, or what the build made of it. */
type StoreOptions = {
  readonly file: string;
  readonly workerUrl: URL;
  /** A thread of it that waits to be told its file. */
  readonly waiting?: Worker | undefined;
  readonly log: Log;
  /** While the file of an older version is opened: how much of it is done, 0 to 1. */
  readonly onUpgrade?: (done: number) => void;
};

type Opening = Pick<OpenedStore, 'access' | 'repair'>;

/**
 * Opens (or makes) the database in a thread of its own. A damaged one is kept aside and what is intact is salvaged, one of
 * a newer app is opened for looking only. Rejects with a `StorageError` when the disk does not let it be opened.
 */
export const openStore = async (options: StoreOptions): Promise<OpenedStore> => {
  const figures = new CallFigures();
  const thread = new StorageThread(options, figures);
  const opening = await thread.whenOpened();
  return {
    store: storeOver(thread),
    ...opening,
    onRepair: (listener) => thread.onRepair(listener),
    mend: () => thread.call('mend'),
    figures: () => figures.read(),
  };
};

/** The port, derived from the table of operations: each call goes to the thread under its name. */
const storeOver = (thread: StorageThread): Store => {
  const forward =
    <Name extends OperationName>(name: Name) =>
    (...args: StoreArguments<Name>): Promise<StoreAnswer<Name>> =>
      thread.call(name, ...args);
  // Every operation of the port is in the table, under its name; the compiler cannot follow it through the list.
  const operations = Object.fromEntries(
    OPERATION_NAMES.map((name) => [name, forward(name)]),
  ) as unknown as Pick<Store, OperationName>;
  return { ...operations, close: () => thread.close() };
};

type Pending = {
  readonly resolve: (value: StoreAnswer<StoreCallName>) => void;
  readonly reject: (error: StorageError) => void;
};

/** One worker, from its start to its end, and the calls that it has not answered. */
type Life = {
  readonly worker: Worker;
  readonly opening: PromiseWithResolvers<Opening>;
  readonly pending: Map<number, Pending>;
  /** Why it takes no call any more. */
  ended: StorageError | null;
};

/**
 * The main side of the thread: one promise for each call, settled by the worker's answer or by its end. A worker that breaks
 * (memory, a fault of ours) takes the calls that it had with it; the next call begins another one over the same file, so
 * that whoever tries again succeeds (ST5). A commit that was answered by the break may have been durable: tried again it
 * writes the same rows.
 */
class StorageThread {
  readonly #options: StoreOptions;
  readonly #figures: CallFigures;
  readonly #repairListeners = new Set<(repair: StorageRepair) => void>();
  #life: Life;
  #lastId = 0;
  #closing: Promise<void> | null = null;

  constructor(options: StoreOptions, figures: CallFigures) {
    this.#options = options;
    this.#figures = figures;
    this.#life = this.#begin(options.waiting);
  }

  /** Rejects when the file cannot be opened. */
  whenOpened(): Promise<Opening> {
    return this.#life.opening.promise;
  }

  /** Rejects with a `StorageError`; calls run in the order in which they were made. */
  call<Name extends StoreCallName>(
    name: Name,
    ...args: StoreArguments<Name>
  ): Promise<StoreAnswer<Name>> {
    if (this.#closing !== null)
      return Promise.reject(storageError('storage.failed', 'the database is closed'));
    return this.#post(this.#living(), name, args);
  }

  /** A repair while the store is in use. Answers its undo. */
  onRepair(listener: (repair: StorageRepair) => void): () => void {
    this.#repairListeners.add(listener);
    return () => this.#repairListeners.delete(listener);
  }

  /** Every call made before is answered first; every call made after is refused. Resolves also after a crash. */
  close(): Promise<void> {
    this.#closing ??= this.#drainAndEnd();
    return this.#closing;
  }

  async #drainAndEnd(): Promise<void> {
    const life = this.#life;
    if (life.ended !== null) return;
    const answered = this.#post(life, 'close', []);
    life.ended = storageError('storage.failed', 'the database is closed');
    try {
      await answered;
    } finally {
      await life.worker.terminate();
    }
  }

  /** Calls to a worker that is still opening wait in its port, in order. */
  #living(): Life {
    if (this.#life.ended === null) return this.#life;
    const life = this.#begin();
    this.#life = life;
    life.opening.promise.then(
      ({ repair }) => repair !== null && this.#noteRepair(repair),
      // Whoever called is told.
      () => undefined,
    );
    return life;
  }

  #begin(waiting?: Worker): Life {
    const { file, workerUrl } = this.#options;
    const life: Life = {
      worker: waiting !== undefined && isWaiting(waiting) ? waiting : beginWorker(workerUrl),
      opening: Promise.withResolvers<Opening>(),
      pending: new Map(),
      ended: null,
    };
    const { worker } = life;
    worker.on('message', (message: WorkerMessage) => this.#listen(life, message));
    worker.on('messageerror', (error) => this.#end(life, asStorageError(error)));
    worker.on('error', (error) => this.#end(life, failed(`broke: ${messageOf(error)}`)));
    worker.on('exit', (code) => this.#end(life, failed(`ended with code ${code}`)));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage({ file } satisfies WorkerInput);
    return life;
  }

  #post<Name extends StoreCallName>(
    life: Life,
    name: Name,
    args: StoreArguments<Name>,
  ): Promise<StoreAnswer<Name>> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      // The worker answers a call's id with that operation's value.
      life.pending.set(id, { resolve: resolve as Pending['resolve'], reject });
      this.#figures.noteCall();
      try {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        life.worker.postMessage({ id, name, args });
      } catch (error) {
        this.#take(life, id)?.reject(asStorageError(error));
      }
    });
  }

  #listen(life: Life, message: WorkerMessage): void {
    switch (message.kind) {
      case 'opened':
        return life.opening.resolve({ access: message.access, repair: message.repair });
      case 'upgrading':
        return this.#options.onUpgrade?.(message.done);
      case 'repaired':
        return this.#noteRepair(message.repair);
      case 'slow':
        return this.#figures.noteSlow(message.run);
      case 'refused':
        return this.#end(life, new StorageError(message.error.kind, message.error.message));
      case 'answer':
        return this.#take(life, message.id)?.resolve(message.value);
      case 'error':
        return this.#take(life, message.id)?.reject(
          new StorageError(message.error.kind, message.error.message),
        );
      case 'log':
        return this.#options.log[message.level](message.event, message.detail);
      default:
        return assertNever(message);
    }
  }

  #noteRepair(repair: StorageRepair): void {
    for (const listener of this.#repairListeners) listener(repair);
  }

  #take({ pending }: Life, id: number): Pending | undefined {
    const call = pending.get(id);
    if (pending.delete(id)) this.#figures.noteSettled(1);
    return call;
  }

  /** The worker is no more: nobody may wait for it. */
  #end(life: Life, error: StorageError): void {
    if (life.ended === null) {
      life.ended = error;
      this.#options.log.warn('storage.ended', { kind: error.kind, message: error.message });
    }
    life.opening.reject(error);
    for (const call of life.pending.values()) call.reject(error);
    this.#figures.noteSettled(life.pending.size);
    life.pending.clear();
  }
}

const failed = (how: string): StorageError =>
  storageError('storage.failed', `the storage thread ${how}`);

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
