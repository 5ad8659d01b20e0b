import { Worker } from 'node:worker_threads';
import type { StorageRepair } from '#shared/model/storage-status.ts';
import { assertNever } from '#shared/model/result.ts';
import { StorageError, type Log, type OpenedStore } from '../core/ports.ts';
import type { CallFigures } from './call-figures.ts';
import { asStorageError, storageError } from './errors.ts';
import type {
  StoreAnswer,
  StoreArguments,
  StoreCallName,
  WorkerInput,
  WorkerMessage,
} from './rpc.ts';

/** `workerUrl` is `worker.ts`, or what the build made of it. */
export type StoreOptions = { readonly file: string; readonly workerUrl: URL; readonly log: Log };

export type Opening = Pick<OpenedStore, 'access' | 'repair'>;

type Pending = {
  readonly resolve: (value: StoreAnswer<StoreCallName>) => void;
  readonly reject: (error: StorageError) => void;
};

/** The main side of one thread: one promise for each call, settled by the worker's answer or by its end. */
export class StorageThread {
  readonly opened: Promise<Opening>;
  readonly #worker: Worker;
  readonly #log: Log;
  readonly #figures: CallFigures;
  readonly #pending = new Map<number, Pending>();
  #settleOpened: {
    readonly resolve: (opening: Opening) => void;
    readonly reject: (error: StorageError) => void;
  };
  readonly #hearRepairs = new Set<(repair: StorageRepair) => void>();
  #lastId = 0;
  /** Why no call is taken any more. */
  #ended: StorageError | null = null;
  #closing: Promise<void> | null = null;

  constructor({ file, workerUrl, log }: StoreOptions, figures: CallFigures) {
    this.#log = log;
    this.#figures = figures;
    const { promise, resolve, reject } = Promise.withResolvers<Opening>();
    this.opened = promise;
    this.#settleOpened = { resolve, reject };
    this.#worker = new Worker(workerUrl, {
      name: 'storage',
      workerData: { file } satisfies WorkerInput,
    });
    this.#worker.on('message', (message: WorkerMessage) => this.#listen(message));
    this.#worker.on('messageerror', (error) => this.#end(asStorageError(error)));
    this.#worker.on('error', (error) =>
      this.#end(storageError('storage.failed', `the storage thread broke: ${messageOf(error)}`)),
    );
    this.#worker.on('exit', (code) =>
      this.#end(storageError('storage.failed', `the storage thread ended with code ${code}`)),
    );
  }

  /** It ended without being closed. Whoever needs the database needs another one. */
  get isBroken(): boolean {
    return this.#ended !== null && this.#closing === null;
  }

  /** Rejects with a `StorageError`; calls run in the order in which they were made. */
  call<Name extends StoreCallName>(
    name: Name,
    ...args: StoreArguments<Name>
  ): Promise<StoreAnswer<Name>> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      // The worker answers a call's id with that operation's value.
      this.#pending.set(id, { resolve: resolve as Pending['resolve'], reject });
      this.#figures.noteCall();
      try {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        this.#worker.postMessage({ id, name, args });
      } catch (error) {
        this.#take(id)?.reject(asStorageError(error));
      }
    });
  }

  onRepair(listener: (repair: StorageRepair) => void): () => void {
    this.#hearRepairs.add(listener);
    return () => this.#hearRepairs.delete(listener);
  }

  /** Every call made before is answered first; every call made after is refused. Resolves also after a crash. */
  close(): Promise<void> {
    this.#closing ??= this.#drainAndEnd();
    return this.#closing;
  }

  async #drainAndEnd(): Promise<void> {
    if (this.#ended !== null) return;
    const answered = this.call('close');
    this.#ended = storageError('storage.failed', 'the database is closed');
    try {
      await answered;
    } finally {
      await this.#worker.terminate();
    }
  }

  #listen(message: WorkerMessage): void {
    switch (message.kind) {
      case 'opened':
        return this.#settleOpened.resolve({ access: message.access, repair: message.repair });
      case 'repaired':
        for (const listener of this.#hearRepairs) listener(message.repair);
        return;
      case 'slow':
        return this.#figures.noteSlow(message.run);
      case 'refused':
        return this.#end(new StorageError(message.error.kind, message.error.message));
      case 'answer':
        return this.#take(message.id)?.resolve(message.value);
      case 'error':
        return this.#take(message.id)?.reject(
          new StorageError(message.error.kind, message.error.message),
        );
      case 'log':
        return this.#log[message.level](message.event, message.detail);
      default:
        return assertNever(message);
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    if (this.#pending.delete(id)) this.#figures.noteSettled(1);
    return pending;
  }

  /** The thread is no more: nobody may wait for it. */
  #end(error: StorageError): void {
    if (this.#ended === null) {
      this.#ended = error;
      this.#log.warn('storage.ended', { kind: error.kind, message: error.message });
    }
    this.#settleOpened.reject(error);
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#figures.noteSettled(this.#pending.size);
    this.#pending.clear();
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
