/** Why the database cannot be used as it should (ST5); each has a sentence in the translations. */
export const STORAGE_REASONS = [
  'storage.full',
  'storage.io',
  'storage.readonly',
  'storage.locked',
  'storage.corrupt',
  /** A newer app wrote it: it is shown, and never written (ST3). */
  'storage.newer',
  /** Any other failure, ours included. */
  'storage.failed',
] as const;
export type StorageReason = (typeof STORAGE_REASONS)[number];

/**
 * What the agent may be told: a failure, that the database has not answered yet (a disk that hangs), or that the file of an
 * older version is being brought to the shape of this one (ST3).
 */
export const STORAGE_TROUBLES = [...STORAGE_REASONS, 'storage.slow', 'storage.upgrading'] as const;
export type StorageTrouble = (typeof STORAGE_TROUBLES)[number];

/**
 * What a damaged file cost. The file itself was kept aside under `keptAs`, a name in the data directory.
 * `keptRows` came over intact; `lostRows` are known to be gone, null where nobody can tell how many there were.
 */
export type StorageRepair = {
  readonly at: number;
  readonly keptAs: string;
  readonly keptRows: number;
  readonly lostRows: number | null;
};

/**
 * How the database does.
 * `opening`: not open yet and tried again by itself; nothing is connected, nothing can be taken. Without a reason it is
 * an ordinary start.
 * `failing`: writing is tried again by itself; what is not yet written is held in memory.
 * `readonly`: it may not be written; with `storage.newer` it is for looking only.
 */
export type StorageStatus = {
  readonly phase: 'ok' | 'opening' | 'failing' | 'readonly';
  readonly reason: StorageTrouble | null;
  readonly waitingWrites: number;
  /** With `storage.upgrading`: how much of it is done, 0 to 1. */
  readonly upgraded: number | null;
  /** The last repair that the agent has not acknowledged. */
  readonly repair: StorageRepair | null;
};

export const STORAGE_OK: StorageStatus = {
  phase: 'ok',
  reason: null,
  waitingWrites: 0,
  upgraded: null,
  repair: null,
};
