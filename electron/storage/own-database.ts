import type { Log } from '../core/ports/log.ts';
import { Transactions } from './commit.ts';
import { saltOf, type Connection } from './database.ts';
import { asStorageError } from './errors.ts';
import type { AnyFile, OwnFile } from './operations.ts';
import { openRepositories } from './repositories/repositories.ts';
import { Room } from './room.ts';
import { RowReader } from './row-reader.ts';
import { IndexWork, type StepAnswer } from './search/index-work.ts';
import type { SyllablesOf } from './search/index-rows.ts';
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
  /** One step of making the search index, of about so many milliseconds. */
  indexStep(syllablesOf: SyllablesOf, budgetMs: number): StepAnswer;
  /** Reads the search index through, and begins it anew where it is damaged. */
  mendIndex(): void;
};

const monotonicMs = (): number => performance.now();

const countRows = (db: Connection): number =>
  TABLE_NAMES.reduce((sum, table) => {
    const count = db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck();
    return sum + (count.get() ?? 0);
  }, 0);

/** Only the full-text tables are virtual; whoever reads nothing but the index has met it in any kind of damage. */
const isIndexDamage = (error: unknown, reads: 'index' | 'rows'): boolean => {
  const { code } = error as { readonly code?: unknown };
  if (code === 'SQLITE_CORRUPT_VTAB') return true;
  return reads === 'index' && asStorageError(error).kind === 'storage.corrupt';
};

/** An open database of this version. */
export const openOwn = (
  db: Connection,
  log: Log,
  watch: SlowWatch | null = null,
): OpenFile & OwnFile => {
  const checksums = new Checksums(saltOf(db));
  const rows = new RowReader(log, checksums);
  const repositories = openRepositories({ db, rows, checksums, watch });
  const index = new IndexWork({ db, search: repositories.search, log, monotonicMs });
  const withIndex = <Answer>(reads: 'index' | 'rows', run: () => Answer): Answer => {
    try {
      return run();
    } catch (error) {
      if (!isIndexDamage(error, reads)) throw error;
      index.restart();
      return run();
    }
  };
  return {
    repositories,
    transactions: new Transactions(db, repositories, watch),
    room: new Room(db),
    ask: (name, _otherwise, read) => read(repositories[name]),
    withIndex,
    close: () => {
      db.close();
    },
    takeDamaged: () => rows.takeDamaged(),
    lastOutboxSeq: () => repositories.outbox.lastSeq,
    countRows: () => countRows(db),
    indexStep: (syllablesOf, budgetMs) =>
      withIndex('index', () => index.step(syllablesOf, budgetMs)),
    mendIndex: () => {
      withIndex('index', () => repositories.search.check());
    },
  };
};
