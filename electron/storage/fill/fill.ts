import { existsSync, renameSync, rmSync } from 'node:fs';
import type { Log } from '../../core/ports/log.ts';
import type { Write } from '../../core/ports/store.ts';
import { type Connection, openDatabase } from '../database.ts';
import { openOwn } from '../own-database.ts';
import { syncFile } from '../sync-to-disk.ts';
import { IndexThread } from './index-thread.ts';

/** Pages that a transaction changes; SQLite's own default would write them to the log and read them again. */
const CACHE_KIB = 512 * 1024;
/** Rows of one transaction. */
const ROWS = 8_000;

const removeDatabase = (file: string): void => {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
};

/** Whether nothing has happened in that file yet. Throws `StorageError` for one that is no database of ours. */
const isUnused = (file: string, log: Log): boolean => {
  if (!existsSync(file)) return true;
  const own = openOwn(openDatabase(file), log);
  try {
    return own.repositories.shop.loadAll().length === 0;
  } finally {
    own.close();
  }
};

const batchesOf = function* (writes: Iterable<Write>): Generator<readonly Write[]> {
  let batch: Write[] = [];
  for (const write of writes) {
    batch.push(write);
    if (batch.length < ROWS) continue;
    yield batch;
    batch = [];
  }
  yield batch;
};

/**
 * Makes a database of many rows at once, with its search index: by the same migrations, repositories and checksums as the app's
 * own commits. It is made aside and takes its place when it is whole, so that a filling that breaks off leaves nothing behind
 * that could be opened. Answers false, and writes nothing, where the file holds a shop already. Rejects with a `StorageError`.
 */
export const fillDatabase = async (
  file: string,
  log: Log,
  writes: () => Iterable<Write>,
): Promise<boolean> => {
  if (!isUnused(file, log)) return false;
  const aside = `${file}.filling`;
  const asideIndex = `${aside}-index`;
  for (const made of [aside, asideIndex]) removeDatabase(made);
  const db = openDatabase(aside);
  const own = openOwn(db, log);
  const index = new IndexThread(asideIndex);
  try {
    // Whatever breaks off is thrown away, and a past that is told in order refers to nothing that is not there.
    for (const name of ['synchronous', 'journal_mode', 'foreign_keys']) db.pragma(`${name} = OFF`);
    db.pragma(`cache_size = -${CACHE_KIB}`);
    const indexes = dropIndexes(db);
    for (const batch of batchesOf(writes())) {
      await index.take(batch);
      own.transactions.run(batch);
    }
    for (const sql of indexes) db.exec(sql);
    await index.finish();
    index.moveInto(db);
    db.pragma('synchronous = FULL');
    db.pragma('journal_mode = WAL');
  } finally {
    own.close();
    await index.stop();
    removeDatabase(asideIndex);
  }
  // At once, so that whoever opens the file next does not wait for the disk with it.
  syncFile(aside);
  removeDatabase(file);
  renameSync(aside, file);
  return true;
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
