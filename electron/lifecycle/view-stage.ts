import type { Clock } from '../core/ports/clock.ts';
import { NO_STORAGE_FIGURES } from '../core/ports/storage-figures.ts';
import type { Store } from '../core/ports/store.ts';
import { loadView } from '../core/view.ts';
import { NO_QUEUES } from '#shared/model/diagnostics.ts';
import { STORAGE_OK } from '#shared/model/storage-status.ts';
import { refuseEverything, type Stage } from './stage.ts';

/**
 * A newer app wrote the database (ST3): everything in it can be looked at, nothing is connected, every command is refused.
 * Rejects with a `StorageError` when it cannot be read.
 */
export const openViewStage = async (parts: {
  readonly clock: Clock;
  readonly store: Store;
}): Promise<Stage> => {
  const { replica, queries } = await loadView(parts);
  const storage = { ...STORAGE_OK, phase: 'readonly', reason: 'storage.newer' } as const;
  // The line is not known to be missing, it is only not begun: no form asks for it.
  const gateway = { ...replica.gateway, phase: 'disconnected' } as const;
  const shown = { ...replica, gateway, storage };
  return {
    handlers: { ...refuseEverything(() => storage.reason), ...queries },
    replica: () => shown,
    settings: () => shown.settings,
    queues: () => NO_QUEUES,
    openContents: () => null,
    storageFigures: () => NO_STORAGE_FIGURES,
    countConversations: () => parts.store.countConversations(null),
    stop: () => parts.store.close(),
  };
};
