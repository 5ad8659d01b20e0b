/** A statement, or an operation as a whole (`sql` null), that took longer than 50 ms. No value stands in it. */
export type SlowQuery = {
  readonly operation: string;
  readonly sql: string | null;
  /** SQLite's query plan, a line a step; empty where it has none. */
  readonly plan: readonly string[];
  readonly count: number;
  readonly worstMs: number;
};

/** How busy the database is. */
export type StorageFigures = {
  /** Calls that were made and are not answered. */
  readonly waitingCalls: number;
  /** The most since the database was opened. */
  readonly mostWaitingCalls: number;
  /** Each SQL text once, the one that was slow last first; at most 50. */
  readonly slow: readonly SlowQuery[];
};

export const NO_STORAGE_FIGURES: StorageFigures = {
  waitingCalls: 0,
  mostWaitingCalls: 0,
  slow: [],
};
