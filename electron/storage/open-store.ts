import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import type { ConversationRef, ShopId } from '#shared/model/ids.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import type { MessagePosition } from '#shared/model/message.ts';
import type { StorageRepair } from '#shared/model/storage-status.ts';
import type {
  Lookup,
  LookupAnswer,
  OpenedStore,
  OutboxRow,
  Store,
  StoredState,
  Write,
} from '../core/ports.ts';
import { StorageThread, type StoreOptions } from './storage-thread.ts';

/**
 * Opens (or makes) the database in a thread of its own. A damaged one is kept aside and what is intact is salvaged, one of
 * a newer app is opened for looking only. Rejects with a `StorageError` when the disk does not let it be opened.
 */
export const openStore = async (options: StoreOptions): Promise<OpenedStore> => {
  const thread = new StorageThread(options);
  const opening = await thread.opened;
  const store = new RevivingStore(options, thread);
  return {
    store,
    ...opening,
    onRepair: (listener) => store.onRepair(listener),
    mend: () => store.mend(),
  };
};

/**
 * A thread that breaks (memory, a fault of ours) takes the calls that it had with it; the next call begins another one over
 * the same file, so that whoever tries again succeeds (ST5). A commit that was answered by the break may have been
 * durable: tried again it writes the same rows.
 */
class RevivingStore implements Store {
  readonly #options: StoreOptions;
  readonly #hearRepairs = new Set<(repair: StorageRepair) => void>();
  #thread: StorageThread;
  #isClosed = false;

  constructor(options: StoreOptions, thread: StorageThread) {
    this.#options = options;
    this.#thread = thread;
    this.#follow(thread);
  }

  load(): Promise<StoredState> {
    return this.#living().load();
  }

  lookUp(lookup: Lookup): Promise<LookupAnswer> {
    return this.#living().lookUp(lookup);
  }

  commit(writes: readonly Write[]): Promise<void> {
    return this.#living().commit(writes);
  }

  loadMessages(
    ref: ConversationRef,
    before: MessagePosition | null,
    limit: number,
  ): ReturnType<Store['loadMessages']> {
    return this.#living().loadMessages(ref, before, limit);
  }

  loadOutbox(after: number, limit: number): Promise<readonly OutboxRow[]> {
    return this.#living().loadOutbox(after, limit);
  }

  loadNotices(shopId: ShopId): Promise<readonly ShopNotice[]> {
    return this.#living().loadNotices(shopId);
  }

  loadQuarantine(): Promise<readonly QuarantineEntry[]> {
    return this.#living().loadQuarantine();
  }

  mend(): Promise<void> {
    return this.#living().mend();
  }

  onRepair(listener: (repair: StorageRepair) => void): () => void {
    this.#hearRepairs.add(listener);
    return () => this.#hearRepairs.delete(listener);
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#thread.close();
  }

  /** Calls to a thread that is still opening wait in its port, in order. */
  #living(): StorageThread {
    if (this.#thread.isBroken && !this.#isClosed) {
      this.#thread = new StorageThread(this.#options);
      this.#follow(this.#thread);
    }
    return this.#thread;
  }

  #follow(thread: StorageThread): void {
    const notify = (repair: StorageRepair): void => {
      for (const listener of this.#hearRepairs) listener(repair);
    };
    thread.onRepair(notify);
    thread.opened.then(
      ({ repair }) => repair !== null && notify(repair),
      // Whoever called is told.
      () => undefined,
    );
  }
}
