import type { StorageErrorKind } from './ports.ts';
import type { StorageHealth, StorageUse } from './retry.ts';
import type { StorageStatus } from '#shared/model/gateway-status.ts';

const phaseOf = (reason: StorageErrorKind): StorageStatus['phase'] =>
  reason === 'storage.readonly' || reason === 'storage.newer' ? 'readonly' : 'failing';

/** What the agent is told about the database (ST5). Told at once, because it is about what cannot be committed. */
export class StorageWatch implements StorageHealth {
  readonly #tell: (status: StorageStatus) => void;
  readonly #waitingInputs: () => number;
  readonly #reasons = new Map<StorageUse, StorageErrorKind>();
  #status: StorageStatus = { phase: 'ok', reason: null, waitingWrites: 0 };

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

  note(use: StorageUse, reason: StorageErrorKind | null): void {
    if (reason === null && !this.#reasons.delete(use)) return;
    if (reason !== null) this.#reasons.set(use, reason);
    this.refresh();
  }

  /** Counts again what waits; nothing is told while all is well. */
  refresh(): void {
    const reason = this.#reasons.get('commit') ?? this.#reasons.get('lookUp') ?? null;
    const next: StorageStatus =
      reason === null
        ? { phase: 'ok', reason: null, waitingWrites: 0 }
        : { phase: phaseOf(reason), reason, waitingWrites: this.#waitingInputs() };
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
