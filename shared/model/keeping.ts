const DAY_MS = 24 * 3_600_000;

/** Messages that are dated before this moment may be forgotten (PF4); null while all are kept. */
export const keptSince = (keepDays: number, now: number): number | null =>
  keepDays === 0 ? null : now - keepDays * DAY_MS;
