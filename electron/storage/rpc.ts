import type { OpenedStore, Store } from '../core/ports.ts';
import type { StorageRepair } from '#shared/model/storage-status.ts';
import type { PlainStorageError } from './errors.ts';

/**
 * What crosses between the two threads. Everything is derived from the port, so that a wrong name or
 * argument on either side does not compile.
 */
type Calls = Store & Pick<OpenedStore, 'mend'>;
export type StoreCallName = keyof Calls;
export type StoreArguments<Name extends StoreCallName> = Parameters<Calls[Name]>;
export type StoreAnswer<Name extends StoreCallName> = Awaited<ReturnType<Calls[Name]>>;

/** Main side to worker. `id` grows by one. */
export type StoreCall = {
  readonly [Name in StoreCallName]: {
    readonly id: number;
    readonly name: Name;
    readonly args: StoreArguments<Name>;
  };
}[StoreCallName];

/** The worker's side: the same operations, done at once. They throw. */
export type Operations = {
  readonly [Name in StoreCallName]: (...args: StoreArguments<Name>) => StoreAnswer<Name>;
};

/** Worker to main side. */
export type WorkerMessage =
  | ({ readonly kind: 'opened' } & Pick<OpenedStore, 'access' | 'repair'>)
  | { readonly kind: 'repaired'; readonly repair: StorageRepair }
  | { readonly kind: 'refused'; readonly error: PlainStorageError }
  | { readonly kind: 'answer'; readonly id: number; readonly value: StoreAnswer<StoreCallName> }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainStorageError }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn';
      readonly event: string;
      readonly detail: Readonly<Record<string, unknown>>;
    };

/** What the worker is started with. */
export type WorkerInput = { readonly file: string };
