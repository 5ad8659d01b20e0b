import type { OpenedStore, Store } from '../core/ports/store.ts';
import type { StorageRepair } from '#shared/model/storage-status.ts';
import type { PlainStorageError } from './errors.ts';
import type { SlowRun } from './slow-watch.ts';

/**
 * What crosses between the two threads. Everything is derived from the port, so that a wrong name or
 * argument on either side does not compile.
 */
type Calls = Store & Pick<OpenedStore, 'mend'>;
export type StoreCallName = keyof Calls;
export type StoreArguments<Name extends StoreCallName> = Parameters<Calls[Name]>;
export type StoreAnswer<Name extends StoreCallName> = Awaited<ReturnType<Calls[Name]>>;

/** What the table of `operations.ts` answers: every call but those that are about the file itself. */
export type OperationName = Exclude<StoreCallName, 'mend' | 'close'>;

/** One operation, done at once in the calling thread. Throws. */
export type RunOperation = <Name extends OperationName>(
  name: Name,
  ...args: StoreArguments<Name>
) => StoreAnswer<Name>;

/** Main side to worker. `id` grows by one. */
export type StoreCall = {
  readonly [Name in StoreCallName]: {
    readonly id: number;
    readonly name: Name;
    readonly args: StoreArguments<Name>;
  };
}[StoreCallName];

/** Worker to main side. */
export type WorkerMessage =
  | ({ readonly kind: 'opened' } & Pick<OpenedStore, 'access' | 'repair'>)
  /** Before `opened`, as often as there is something new. */
  | { readonly kind: 'upgrading'; readonly done: number }
  | { readonly kind: 'repaired'; readonly repair: StorageRepair }
  | { readonly kind: 'slow'; readonly run: SlowRun }
  | { readonly kind: 'refused'; readonly error: PlainStorageError }
  | { readonly kind: 'answer'; readonly id: number; readonly value: StoreAnswer<StoreCallName> }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainStorageError }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn';
      readonly event: string;
      readonly detail: Readonly<Record<string, unknown>>;
    };

/** The first that the worker is told; calls follow it. */
export type WorkerInput = { readonly file: string };
