import type { StorageFigures } from '../core/ports/storage-figures.ts';
import type { ConversationCount } from '../core/ports/store.ts';
import { CALLS, type CallHandlers } from '#shared/ipc/contract.ts';
import type { Queues } from '#shared/model/diagnostics.ts';
import { refuse } from '#shared/model/result.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { StorageTrouble } from '#shared/model/storage-status.ts';
import type { Replica } from '#shared/sync/delta.ts';

/** Every call but those that are the same whatever the database does. */
export type StageHandlers = Omit<
  CallHandlers,
  | 'sync.loadSnapshot'
  | 'links.openExternal'
  | 'window.coverPage'
  | 'gateway.loadTokenProtection'
  | `desktop.${string}`
  | `diagnostics.${string}`
  | `updates.${string}`
  | 'phrases.export'
>;

/** What the workbench is while its database is closed, for looking only, or open. One stands for it at a time. */
export interface Stage {
  readonly handlers: StageHandlers;
  replica(): Replica;
  /** Asked with every change by the desktop's menu, so it makes no replica. */
  settings(): Settings;
  queues(): Queues;
  /** The content of every send that is not at its end; null where nobody knows. */
  openContents(): ReadonlySet<string> | null;
  storageFigures(): StorageFigures;
  /** Of every shop that has conversations. Rejects with a `StorageError` when they cannot be counted. */
  countConversations(): Promise<readonly ConversationCount[]>;
  /** Nothing new comes in, what is there is written, the file is closed. */
  stop(): Promise<void>;
}

/** The calls as the workbench has them: each goes to the stage of that moment. */
export const handlersOf = (current: () => Stage): StageHandlers => {
  const call = (name: keyof StageHandlers) => (input: never) => current().handlers[name](input);
  // As below: the compiler cannot follow the table.
  return Object.fromEntries(
    Object.keys(CALLS).map((name) => [name, call(name as keyof StageHandlers)]),
  ) as unknown as StageHandlers;
};

/** Nothing could be kept, so nothing is begun: each call is refused, with the cause as its detail. */
export const refuseEverything = (cause: () => StorageTrouble | null): StageHandlers =>
  // Every name of the contract is there, and a refusal fits each of them; the compiler cannot follow the table.
  Object.fromEntries(
    Object.keys(CALLS).map((name) => [name, () => refuse('storage.unavailable', cause() ?? '')]),
  ) as unknown as StageHandlers;
