import { randomInt } from 'node:crypto';
import Database from 'better-sqlite3';
import { asStorageError, storageError } from './errors.ts';
import type { Migration } from './migrations/migration.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { makeShrinkable } from './room.ts';
import { checksumOfCells, type Cell } from './tables.ts';

export type Connection = Database.Database;

/** 3.51.3 mended a race between a checkpoint and a writer that could damage a WAL database. */
const OLDEST_SQLITE = '3.51.3';
/** A second process may hold the file for a moment (a backup, a virus scanner); longer is an error to show. */
const BUSY_TIMEOUT_MS = 1000;
/** Random index pages of a million messages; SQLite's own default of 2 MiB makes inserts wait for reads. */
const CACHE_KIB = 32 * 1024;
/** While a backup reads, the log cannot begin anew, and it grows; afterwards it gives back what is above this. */
const LOG_KEEPS_BYTES = 16 * 1024 * 1024;

/** ST1: pragma, what is set, what must be read back. */
export const PRAGMAS: readonly (readonly [name: string, set: string, read: string | number])[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  // Only macOS tells fsync from F_FULLFSYNC; elsewhere the pragma is without effect.
  ...(process.platform === 'darwin' ? ([['checkpoint_fullfsync', 'ON', 1]] as const) : []),
  // A damaged page is met where it is read, before its cells lead anywhere.
  ['cell_size_check', 'ON', 1],
  ['cache_size', `-${CACHE_KIB}`, -CACHE_KIB],
  ['journal_size_limit', `${LOG_KEEPS_BYTES}`, LOG_KEEPS_BYTES],
];

/** True if the dotted version `version` is `oldest` or later, by numbers and not by letters. */
export const isVersionAtLeast = (version: string, oldest: string): boolean => {
  const numbers = (text: string): readonly number[] => text.split('.').map(Number);
  const [have, need] = [numbers(version), numbers(oldest)];
  for (let place = 0; place < Math.max(have.length, need.length); place += 1) {
    const difference = (have[place] ?? 0) - (need[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
};

const assertSqliteVersion = (db: Connection): void => {
  const version = String(db.prepare<[], string>('SELECT sqlite_version()').pluck().get());
  if (!isVersionAtLeast(version, OLDEST_SQLITE)) {
    throw storageError('storage.failed', `SQLite ${version} is older than ${OLDEST_SQLITE}`);
  }
};

const applyPragmas = (db: Connection): void => {
  for (const [name, set, read] of PRAGMAS) {
    db.pragma(`${name} = ${set}`);
    const actual: unknown = db.pragma(name, { simple: true });
    if (actual !== read) {
      const kind = db.readonly ? 'storage.readonly' : 'storage.failed';
      throw storageError(kind, `${name} is ${String(actual)} where ${String(read)} was set`);
    }
  }
};

const versionOf = (db: Connection): number => Number(db.pragma('user_version', { simple: true }));

/**
 * The number that this database mixes into the checksums of its rows; 0 before it has one. It stands in the header's
 * application id, because that can be read from the file's first page alone, whatever else is damaged.
 */
export const saltOf = (db: Connection): number =>
  Number(db.pragma('application_id', { simple: true }));

/** Signed, never 0. */
const freshSalt = (): number => randomInt(1, 2 ** 31);

const ensureSalt = (db: Connection): void => {
  if (saltOf(db) === 0) db.pragma(`application_id = ${freshSalt()}`);
};

/** For migrations: `row_checksum(table, cell …)` as in tables.ts. No schema and no other connection may use it. */
const registerRowChecksum = (db: Connection, noteRow: () => void): void => {
  const salt = saltOf(db);
  db.function(
    'row_checksum',
    { varargs: true, deterministic: true, directOnly: true },
    (table: string, ...cells: readonly Cell[]) => {
      noteRow();
      return checksumOfCells(table, cells, salt);
    },
  );
};

/** How much of the way to the newest shape is done, 0 to 1; told where it can take a while. */
export type TellUpgrade = (done: number) => void;

const TELL_EVERY_ROWS = 5_000;

/** Migrations that give rows a new checksum go through them one by one, and tell how far they are. */
class UpgradeProgress {
  readonly #tell: TellUpgrade;
  readonly #steps: number;
  readonly #rows: number;
  #step = 0;
  #rowsOfStep = 0;

  constructor(db: Connection, steps: number, tell: TellUpgrade) {
    this.#tell = tell;
    this.#steps = steps;
    this.#rows = versionOf(db) === 0 ? 0 : lastMessage(db);
  }

  beginStep(step: number): void {
    this.#step = step;
    this.#rowsOfStep = 0;
    this.#say();
  }

  noteRow(): void {
    this.#rowsOfStep += 1;
    if (this.#rowsOfStep % TELL_EVERY_ROWS === 0) this.#say();
  }

  #say(): void {
    if (this.#steps === 0 || this.#rows === 0) return;
    const inStep = Math.min(0.95, this.#rowsOfStep / this.#rows);
    this.#tell((this.#step + inStep) / this.#steps);
  }
}

/** About how many messages there are. */
const lastMessage = (db: Connection): number =>
  Number(db.prepare('SELECT max(rowid) FROM message').pluck().get());

/**
 * Brings the database to the newest shape: each migration in its own transaction together with its number,
 * so that a process that dies between or in the middle of them goes on where it stood (ST3).
 */
export const migrate = (
  db: Connection,
  migrations: readonly Migration[] = MIGRATIONS,
  tell: TellUpgrade = () => undefined,
): { readonly from: number; readonly to: number } => {
  const from = versionOf(db);
  ensureSalt(db);
  const missing = migrations.filter(({ version }) => version > from);
  const progress = new UpgradeProgress(db, missing.length, tell);
  registerRowChecksum(db, () => progress.noteRow());
  for (const [step, { version, sql }] of missing.entries()) {
    progress.beginStep(step);
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${version}`);
    }).immediate();
  }
  return { from, to: versionOf(db) };
};

/** What the schema says, one text for each of our tables and indexes. */
export const schemaOf = (db: Connection): readonly string[] =>
  db
    .prepare<[], string>(
      "SELECT type || ' ' || name || ' ' || tbl_name || ': ' || coalesce(sql, '') FROM sqlite_schema",
    )
    .pluck()
    .all();

/** A newer app's file is refused before anything is written to it, not even the journal mode. */
const assertNotNewer = (db: Connection, migrations: readonly Migration[]): void => {
  const newest = migrations.at(-1)?.version ?? 0;
  const found = versionOf(db);
  if (found > newest) {
    throw storageError('storage.newer', `its version is ${found}, this app knows ${newest}`);
  }
};

/** Opens (or makes) the file, checked and migrated. Throws StorageError; the file is then closed again. */
export const openDatabase = (
  file: string,
  migrations: readonly Migration[] = MIGRATIONS,
  tell: TellUpgrade = () => undefined,
): Connection => {
  let db: Connection | null = null;
  try {
    db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    assertSqliteVersion(db);
    assertNotNewer(db, migrations);
    if (versionOf(db) === 0) {
      // Has an effect before anything is written alone: `makeShrinkable` is for files that were begun without it.
      db.pragma('auto_vacuum = INCREMENTAL');
      // Before there is a log (WAL), so that the first page of the file itself tells whose log belongs to it.
      ensureSalt(db);
    }
    applyPragmas(db);
    migrate(db, migrations, tell);
    makeShrinkable(db, tell);
    return db;
  } catch (error) {
    db?.close();
    throw asStorageError(error);
  }
};
