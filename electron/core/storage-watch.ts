import type { Clock } from './ports/clock.ts';
import type { StorageHealth, StorageUse } from './retry.ts';
import {
  STORAGE_OK,
  type StorageRepair,
  type StorageStatus,
  type StorageTrouble,
} from '#shared/model/storage-status.ts';

/** ST5 gives 2 s until the agent knows; a call that is still running is told in time for that. */
const SLOW_AFTER_MS = 1_200;

const phaseOf = (reason: StorageTrouble): StorageStatus['phase'] =>
  reason === 'storage.readonly' || reason === 'storage.newer' ? 'readonly' : 'failing';

const isSame = (a: StorageStatus, b: StorageStatus): boolean =>
  a.phase === b.phase &&
  a.reason === b.reason &&
  a.waitingWrites === b.waitingWrites &&
  a.repair === b.repair;

/** What the agent is told about the database (ST5). Told at once, because it is about what cannot be committed. */
export class StorageWatch implements StorageHealth {
  readonly #clock: Pick<Clock, 'setTimer'>;
  readonly #notify: (status: StorageStatus) => void;
  readonly #waitingInputs: () => number;
  readonly #reasons = new Map<StorageUse, StorageTrouble>();
  #repair: StorageRepair | null = null;
  #status: StorageStatus = STORAGE_OK;

  constructor(parts: {
    readonly clock: Pick<Clock, 'setTimer'>;
    readonly notify: (status: StorageStatus) => void;
    /** Inputs that are not yet durable. */
    readonly waitingInputs: () => number;
  }) {
    this.#clock = parts.clock;
    this.#notify = parts.notify;
    this.#waitingInputs = parts.waitingInputs;
  }

  /** Why nothing can be written at present, null while all is well. */
  get trouble(): StorageTrouble | null {
    return this.#reasons.get('commit') ?? this.#reasons.get('lookUp') ?? null;
  }

  /** A call that hangs neither fails nor succeeds; without a deadline nobody would hear of it. */
  begin(use: StorageUse): () => void {
    return this.#clock.setTimer(SLOW_AFTER_MS, () => {
      if (!this.#reasons.has(use)) this.note(use, 'storage.slow');
    });
  }

  note(use: StorageUse, reason: StorageTrouble | null): void {
    if (reason === null && !this.#reasons.delete(use)) return;
    if (reason !== null) this.#reasons.set(use, reason);
    this.refresh();
  }

  /** What a damaged file cost; null once the agent has acknowledged it. */
  noteRepair(repair: StorageRepair | null): void {
    this.#repair = repair;
    this.refresh();
  }

  /** Counts again what waits; nothing is told while all is well. */
  refresh(): void {
    const reason = this.trouble;
    const repair = this.#repair;
    const next: StorageStatus =
      reason === null
        ? { ...STORAGE_OK, repair }
        : {
            ...STORAGE_OK,
            phase: phaseOf(reason),
            reason,
            waitingWrites: this.#waitingInputs(),
            repair,
          };
    if (isSame(next, this.#status)) return;
    this.#status = next;
    this.#notify(next);
  }
}
