import type { StorageHealth, StorageUse } from './retry.ts';
import { STORAGE_OK, type StorageStatus } from '#shared/model/storage-status.ts';
import type { StorageReason } from '#shared/model/storage-status.ts';

const phaseOf = (reason: StorageReason): StorageStatus['phase'] =>
  reason === 'storage.readonly' || reason === 'storage.newer' ? 'readonly' : 'failing';

/** What the agent is told about the database (ST5). Told at once, because it is about what cannot be committed. */
export class StorageWatch implements StorageHealth {
  readonly #tell: (status: StorageStatus) => void;
  readonly #waitingInputs: () => number;
  readonly #reasons = new Map<StorageUse, StorageReason>();
  #status: StorageStatus = STORAGE_OK;

  constructor(parts: {
    readonly tell: (status: StorageStatus) => void;
    /** Inputs that are not yet durable. */
    readonly waitingInputs: () => number;
  }) {
    this.#tell = parts.tell;
    this.#waitingInputs = parts.waitingInputs;
  }

  get isFailing(): boolean {
    return this.#reasons.size > 0;
  }

  note(use: StorageUse, reason: StorageReason | null): void {
    if (reason === null && !this.#reasons.delete(use)) return;
    if (reason !== null) this.#reasons.set(use, reason);
    this.refresh();
  }

  /** Counts again what waits; nothing is told while all is well. */
  refresh(): void {
    const reason = this.#reasons.get('commit') ?? this.#reasons.get('lookUp') ?? null;
    const next: StorageStatus =
      reason === null
        ? STORAGE_OK
        : { ...STORAGE_OK, phase: phaseOf(reason), reason, waitingWrites: this.#waitingInputs() };
    const old = this.#status;
    if (
      next.phase === old.phase &&
      next.reason === old.reason &&
      next.waitingWrites === old.waitingWrites
    ) {
      return;
    }
    this.#status = next;
    this.#tell(next);
  }
}
