import type { Log } from '../core/ports.ts';
import { Transactions } from './commit.ts';
import { saltOf, type Connection } from './database.ts';
import type { AnyFile, OwnFile } from './operations.ts';
import { openRepositories } from './repositories/repositories.ts';
import { RowReader } from './row-reader.ts';
import type { SlowWatch } from './slow-watch.ts';
import { Checksums, TABLE_NAMES } from './tables.ts';

/** An open file, on which operations run, and what the thread asks of it itself. */
export type OpenFile = (AnyFile | OwnFile) & {
  close(): void;
  /** How many damaged rows were met since this was last asked. */
  takeDamaged(): number;
  /** The last number that was given to a frame. */
  lastOutboxSeq(): number;
  /** All rows of all tables; reads them all. */
  countRows(): number;
};

const countRows = (db: Connection): number =>
  TABLE_NAMES.reduce((sum, table) => {
    const count = db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck();
    return sum + (count.get() ?? 0);
  }, 0);

/** An open database of this version. */
export const openOwn = (
  db: Connection,
  log: Log,
  watch: SlowWatch | null = null,
): OpenFile & OwnFile => {
  const checksums = new Checksums(saltOf(db));
  const rows = new RowReader(log, checksums);
  const repositories = openRepositories({ db, rows, checksums, watch });
  return {
    repositories,
    transactions: new Transactions(db, repositories, watch),
    ask: (name, _otherwise, read) => read(repositories[name]),
    close: () => {
      db.close();
    },
    takeDamaged: () => rows.takeDamaged(),
    lastOutboxSeq: () => repositories.outbox.lastSeq,
    countRows: () => countRows(db),
  };
};
