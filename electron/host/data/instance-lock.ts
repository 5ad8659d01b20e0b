import Database from 'better-sqlite3';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const LOCK_FILE = 'lock.sqlite';

/** Held for the life of the process. */
export interface InstanceLock {
  release(): void;
}

/**
 * Takes the data directory for this process (GW5: a second process is refused before it opens anything). Returns null
 * when another process has it, of either host; throws when the lock cannot be judged (a full or read-only disk).
 *
 * The lock is an exclusive transaction on a database of its own: the operating system drops it with the process, also
 * after kill -9, so there is no stale lock to judge and no process number to mistake.
 */
export const takeInstanceLock = (directory: string): InstanceLock | null => {
  const file = path.join(directory, LOCK_FILE);
  const database = new Database(file, { timeout: 0 });
  try {
    // Never WAL: there an exclusive transaction still lets a second reader in.
    database.pragma('journal_mode = DELETE');
    database.exec('BEGIN EXCLUSIVE');
    // On a file that may only be read SQLite makes of it a transaction that shuts nobody out, and says nothing.
    accessSync(file, constants.W_OK);
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return { release: () => database.close() };
};
