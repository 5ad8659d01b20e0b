import { NO_STORAGE_FIGURES, type StorageFigures } from '../core/ports/storage-figures.ts';
import type { ConversationCount } from '../core/ports/store.ts';
import { NO_QUEUES, type Queues } from '#shared/model/diagnostics.ts';
import { UNCONFIGURED_GATEWAY } from '#shared/model/gateway-status.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts';
import {
  STORAGE_OK,
  type StorageStatus,
  type StorageTrouble,
} from '#shared/model/storage-status.ts';
import { EMPTY_OVERVIEW, type Replica } from '#shared/sync/delta.ts';
import { refuseEverything, type Stage } from './stage.ts';

/** Whether a back office is known stands in the data that is not there yet, so this is no first run. */
const NO_LINE = { ...UNCONFIGURED_GATEWAY, phase: 'disconnected' } as const;

/** The database is not open: nothing is there to be seen, nothing is connected, and the reason is told. */
export class ClosedStage implements Stage {
  readonly handlers = refuseEverything(() => this.reason);
  /** Null in the first moments, which are those of every start. */
  reason: StorageTrouble | null = null;
  /** How much of an upgrade is done, 0 to 1; null where there is none. */
  upgraded: number | null = null;

  get status(): StorageStatus {
    const upgraded = this.reason === 'storage.upgrading' ? this.upgraded : null;
    return { ...STORAGE_OK, phase: 'opening', reason: this.reason, upgraded };
  }

  replica(): Replica {
    const shown = { gateway: NO_LINE, storage: this.status };
    return { ...EMPTY_OVERVIEW, conversations: {}, waitingLeftOut: 0, ...shown };
  }

  settings(): Settings {
    return DEFAULT_SETTINGS;
  }

  queues(): Queues {
    return NO_QUEUES;
  }

  openContents(): null {
    return null;
  }

  storageFigures(): StorageFigures {
    return NO_STORAGE_FIGURES;
  }

  countConversations(): Promise<readonly ConversationCount[]> {
    return Promise.resolve([]);
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
