import type { StorageRepair } from '#shared/model/storage-status.ts';
import type { OpenedStore, Store } from '../core/ports.ts';
import { CallFigures } from './call-figures.ts';
import { OPERATION_NAMES } from './operations.ts';
import type { OperationName, StoreAnswer, StoreArguments, StoreCallName } from './rpc.ts';
import { StorageThread, type StoreOptions } from './storage-thread.ts';

/**
 * Opens (or makes) the database in a thread of its own. A damaged one is kept aside and what is intact is salvaged, one of
 * a newer app is opened for looking only. Rejects with a `StorageError` when the disk does not let it be opened.
 */
export const openStore = async (options: StoreOptions): Promise<OpenedStore> => {
  const figures = new CallFigures();
  const thread = new StorageThread(options, figures);
  const opening = await thread.opened;
  const threads = new RevivingThread(options, thread, figures);
  return {
    store: storeOver(threads),
    ...opening,
    onRepair: (listener) => threads.onRepair(listener),
    mend: () => threads.call('mend'),
    figures: () => figures.read(),
  };
};

/** The port, derived from the table of operations: each call goes to the thread under its name. */
const storeOver = (threads: RevivingThread): Store => {
  const forward =
    <Name extends OperationName>(name: Name) =>
    (...args: StoreArguments<Name>): Promise<StoreAnswer<Name>> =>
      threads.call(name, ...args);
  // Every operation of the port is in the table, under its name; the compiler cannot follow it through the list.
  const operations = Object.fromEntries(
    OPERATION_NAMES.map((name) => [name, forward(name)]),
  ) as unknown as Pick<Store, OperationName>;
  return { ...operations, close: () => threads.close() };
};

/**
 * A thread that breaks (memory, a fault of ours) takes the calls that it had with it; the next call begins another one over
 * the same file, so that whoever tries again succeeds (ST5). A commit that was answered by the break may have been
 * durable: tried again it writes the same rows.
 */
class RevivingThread {
  readonly #options: StoreOptions;
  readonly #figures: CallFigures;
  readonly #repairListeners = new Set<(repair: StorageRepair) => void>();
  #thread: StorageThread;
  #isClosed = false;

  constructor(options: StoreOptions, thread: StorageThread, figures: CallFigures) {
    this.#options = options;
    this.#figures = figures;
    this.#thread = thread;
    this.#follow(thread);
  }

  call<Name extends StoreCallName>(
    name: Name,
    ...args: StoreArguments<Name>
  ): Promise<StoreAnswer<Name>> {
    return this.#living().call(name, ...args);
  }

  onRepair(listener: (repair: StorageRepair) => void): () => void {
    this.#repairListeners.add(listener);
    return () => this.#repairListeners.delete(listener);
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#thread.close();
  }

  /** Calls to a thread that is still opening wait in its port, in order. */
  #living(): StorageThread {
    if (this.#thread.isBroken && !this.#isClosed) {
      this.#thread = new StorageThread(this.#options, this.#figures);
      this.#follow(this.#thread);
    }
    return this.#thread;
  }

  #follow(thread: StorageThread): void {
    const notify = (repair: StorageRepair): void => {
      for (const listener of this.#repairListeners) listener(repair);
    };
    thread.onRepair(notify);
    thread.opened.then(
      ({ repair }) => repair !== null && notify(repair),
      // Whoever called is told.
      () => undefined,
    );
  }
}
