import type Database from 'better-sqlite3';
import { asStorageError } from './errors.ts';

/** Free pages that the file keeps for what comes next: 8 MiB. */
const KEPT_PAGES = 2_048;
/** Pages of one step: a few milliseconds. */
const STEP_PAGES = 64;

/** Of a file that cannot shrink by itself: so many free pages, and so large a part of all, are worth writing it anew. */
const REWRITTEN = { pages: 4_096, share: 0.25 } as const;

const numberOf = (db: Database.Database, pragma: string): number =>
  Number(db.pragma(pragma, { simple: true }));

const emptyLog = (db: Database.Database): void => {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // It is emptied when the file is closed.
  }
};

/**
 * A file that was begun before files could shrink is written anew once, where much of it is free; from then on it can. It takes
 * seconds, so it is done before anybody waits for an answer. Throws where it meets damage.
 */
export const makeShrinkable = (db: Database.Database, tell: (done: number) => void): void => {
  const free = numberOf(db, 'freelist_count');
  const isWorthIt = free > REWRITTEN.pages && free > numberOf(db, 'page_count') * REWRITTEN.share;
  if (!isWorthIt || numberOf(db, 'auto_vacuum') !== 0) return;
  tell(0);
  try {
    db.exec('PRAGMA auto_vacuum = INCREMENTAL; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  } catch (error) {
    // No room for the copy, a lock: it stays as it is, and the next start tries it again.
    if (asStorageError(error).kind === 'storage.corrupt') throw error;
    // What the log had taken up of the last room; nothing in it counts.
    emptyLog(db);
  }
};

/** The room that a database takes on the disk (PF4). */
export class Room {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Gives some of the free room back, in a transaction or outside of one; false where there is none left to give. */
  giveBack(): boolean {
    const free = numberOf(this.#db, 'freelist_count') - KEPT_PAGES;
    if (free <= 0 || numberOf(this.#db, 'auto_vacuum') === 0) return false;
    this.#db.exec(`PRAGMA incremental_vacuum(${Math.min(free, STEP_PAGES)})`);
    return free > STEP_PAGES;
  }
}
