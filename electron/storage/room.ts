import type { Connection } from './database.ts';

/** Free pages that the file keeps for what comes next: 8 MiB. */
const KEPT_PAGES = 2_048;
/** Pages of one step: a few milliseconds. */
const STEP_PAGES = 64;

/** The room that a database takes on the disk (PF4). */
export class Room {
  readonly #db: Connection;

  constructor(db: Connection) {
    this.#db = db;
  }

  /** Gives some of the free room back, in a transaction or outside of one; false where there is none left to give. */
  giveBack(): boolean {
    const free = this.#number('freelist_count') - KEPT_PAGES;
    if (free <= 0 || this.#number('auto_vacuum') === 0) return false;
    this.#db.exec(`PRAGMA incremental_vacuum(${Math.min(free, STEP_PAGES)})`);
    return free > STEP_PAGES;
  }

  #number(pragma: string): number {
    return Number(this.#db.pragma(pragma, { simple: true }));
  }
}
