import type { Log, Write } from '../core/ports.ts';
import { type Connection, openDatabase } from './database.ts';
import { openOwn } from './own-database.ts';

/** Pages that a transaction changes; SQLite's own default would write them to the log and read them again. */
const CACHE_KIB = 512 * 1024;
/** Rows of one transaction. */
const ROWS = 8_000;

/**
 * Fills a new database with many rows at once, in this thread: by the same migrations, repositories and checksums as the
 * app's own commits. Answers false, and writes nothing, where the file holds a shop already. Throws `StorageError`.
 */
export const fillDatabase = (file: string, log: Log, writes: () => Iterable<Write>): boolean => {
  const db = openDatabase(file);
  const own = openOwn(db, log);
  try {
    if (own.repositories.shop.loadAll().length > 0) return false;
    // Nothing is lost with a filling that breaks off: it is begun anew.
    db.pragma('synchronous = OFF');
    db.pragma('journal_mode = MEMORY');
    db.pragma(`cache_size = -${CACHE_KIB}`);
    const indexes = dropIndexes(db);
    let batch: Write[] = [];
    for (const write of writes()) {
      batch.push(write);
      if (batch.length < ROWS) continue;
      own.transactions.run(batch);
      batch = [];
    }
    own.transactions.run(batch);
    for (const sql of indexes) db.exec(sql);
    db.pragma('journal_mode = WAL');
    return true;
  } finally {
    own.close();
  }
};

/** Takes every index away that is not part of a table, and answers the texts that make them: sorted once they cost a fraction. */
const dropIndexes = (db: Connection): readonly string[] => {
  const indexes = db
    .prepare<[], { readonly name: string; readonly sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
    )
    .all();
  for (const { name } of indexes) db.exec(`DROP INDEX "${name}"`);
  return indexes.map(({ sql }) => sql);
};
