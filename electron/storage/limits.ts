/** Figures of the database's content, the same for the file and for the store of the tests. */
export const LIMITS = {
  /** Conversations of each shop that `load` answers beside the live ones, the newest. */
  newestOfShop: 5,
  /** What one step of `sweep` looks at and takes away; a step takes a few milliseconds. */
  sweptConversations: 100,
  sweptMessages: 150,
  /** Outages that `load` answers, the newest. */
  loadedOutages: 50,
  /** Set-aside frames that stay in the database, the newest. */
  keptQuarantine: 1000,
  /** Set-aside frames that `loadQuarantine` answers, the newest. */
  loadedQuarantine: 200,
  /** Errors of the back office that a shop's history shows, the newest. */
  loadedNotices: 100,
} as const;

/** Times are columns of whole milliseconds; a gateway or platform may have sent a fraction, which must not refuse the row. */
export const wholeMs = (time: number): number => Math.trunc(time);
