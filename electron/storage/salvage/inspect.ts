import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { migrate, schemaOf, type Connection } from '../database.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';
import { saltOf } from '../database.ts';
import { Checksums, isTableOf, TABLE_NAMES, type Row, type TableName } from '../tables.ts';
import { backupsOf } from '../backup/backup-files.ts';
import { VERSION_AT, type PageFile } from './page-file.ts';
import { openSource, sizeOf } from './source.ts';

/** What stands at a file's place before anybody opens it; `damaged` says how it is known, for the log. */
export type Finding =
  | { readonly kind: 'new' | 'sound' | 'newer' }
  | { readonly kind: 'damaged'; readonly why: string };

const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;
const KNOWN_VERSIONS = [0, ...MIGRATIONS.map(({ version }) => version)];
/** Above it an unclean end is no reason to read the whole file at the start; the daily backup does it. */
const READ_AT_START_BYTES = 256 * 1024 * 1024;
/**
 * Short, and read anyway as soon as the app starts, so they are looked at before it does. Conversations and messages are
 * looked at when they are read (PF1).
 */
const START_TABLES: readonly TableName[] = [
  'shop',
  'suggestion',
  'staff_list',
  'staff',
  'settings',
  'shop_notice',
  'outage',
  'set_aside',
  'phrase',
];

/** Rows that are looked at in about 5 ms. */
const ROWS_BEFORE_PAUSE = 1_000;

const damaged = (why: string): Finding => ({ kind: 'damaged', why });
const SOUND: Finding = { kind: 'sound' };

/** Fixed places of the file's header (https://sqlite.org/fileformat2.html#the_database_header) that are the same in every file of ours. */
const FIXED: readonly (readonly [at: number, allowed: readonly number[]])[] = [
  [18, [1, 2]],
  [19, [1, 2]],
  [20, [0]],
  [21, [64]],
  [22, [32]],
  [23, [32]],
];
const FIXED_WORDS: readonly (readonly [at: number, allowed: readonly number[]])[] = [
  // An empty database has neither a schema format nor an encoding yet.
  [44, [0, 4]],
  [56, [0, 1]],
  [60, KNOWN_VERSIONS],
  ...[72, 76, 80, 84, 88].map((at) => [at, [0]] as const),
];
const MAGIC = 'SQLite format 3\0';

/** A damaged number is hardly ever one that a newer app would have. */
const isNewerVersion = (version: number): boolean =>
  version > NEWEST && version % 10 === 0 && version < 100_000;

/** Whether a file can shrink (`auto_vacuum`) is told by two numbers, the first is 1 before there is a table; older files have neither. */
const isVacuumPair = (largestRoot: number, isIncremental: number, pages: number): boolean =>
  largestRoot === 0 ? isIncremental === 0 : isIncremental === 1 && largestRoot <= pages;

const inspectHeader = (pages: PageFile): Finding => {
  const page = pages.page(1);
  if (page === null || page.toString('latin1', 0, 16) !== MAGIC) return damaged('no database');
  if (isNewerVersion(page.readUInt32BE(VERSION_AT))) return { kind: 'newer' };
  const isFixed =
    page.readUInt16BE(16) === 4096 &&
    FIXED.every(([at, allowed]) => allowed.includes(page[at] ?? -1)) &&
    FIXED_WORDS.every(([at, allowed]) => allowed.includes(page.readUInt32BE(at))) &&
    isVacuumPair(page.readUInt32BE(52), page.readUInt32BE(64), pages.pageCount);
  return isFixed ? SOUND : damaged('header');
};

/** The first moments of a file, before it has a log: what was broken off there only SQLite can undo. */
const undoBrokenOff = (file: string): void => {
  if (sizeOf(`${file}-journal`) === 0) return;
  try {
    const db = new Database(file);
    try {
      db.pragma('user_version');
    } finally {
      db.close();
    }
  } catch {
    // Then it is damaged, and that is found out next.
  }
};

/** Looks at the bytes alone. Nobody of this process may have the file open: closing it again would drop their locks. */
export const inspectBytes = (file: string): Finding & { readonly isClean: boolean } => {
  undoBrokenOff(file);
  const size = sizeOf(file);
  const isClean = sizeOf(`${file}-wal`) === 0;
  if (size === 0 && isClean && backupsOf(file).length === 0) return { kind: 'new', isClean };
  if (size === 0) return { ...damaged('empty'), isClean };
  if (!statSync(file).isFile()) return { ...SOUND, isClean };
  const { pages, wal, isOwnWal } = openSource(file, false);
  try {
    const header = inspectHeader(pages);
    if (header.kind === 'newer') return { ...header, isClean };
    if (wal.state === 'broken') return { ...damaged('log'), isClean };
    if (!isOwnWal) return { ...damaged('log of another database'), isClean };
    return { ...header, isClean };
  } finally {
    pages.close();
  }
};

const expectedSchema = (version: number): readonly string[] => {
  const db = new Database(':memory:');
  try {
    if (version > 0)
      migrate(
        db,
        MIGRATIONS.filter((step) => step.version <= version),
      );
    return schemaOf(db);
  } finally {
    db.close();
  }
};

const hasDamagedRow = (
  db: Connection,
  table: TableName,
  pause: () => void = () => undefined,
): boolean => {
  const checksums = new Checksums(saltOf(db));
  let rows = 0;
  for (const row of db.prepare<[], Row>(`SELECT * FROM ${table}`).iterate()) {
    if (!checksums.fits(table, row)) return true;
    rows += 1;
    if (rows % ROWS_BEFORE_PAUSE === 0) pause();
  }
  return false;
};

/** Table by table: the search index is derived, and finds out by itself what is wrong with it. */
const passes = (db: Connection, check: 'quick_check' | 'integrity_check'): boolean => {
  const version = Number(db.pragma('user_version', { simple: true }));
  // A file that was just begun has no tables, and an older one fewer.
  const tables = version === 0 ? [] : TABLE_NAMES.filter((table) => isTableOf(version, table));
  return ['sqlite_schema', ...tables].every(
    (table) => db.pragma(`${check}(${table})`, { simple: true }) === 'ok',
  );
};

/** Every page and every index, in time that grows with the file. Throws what SQLite throws. */
export const hasSoundPages = (db: Connection): boolean => passes(db, 'integrity_check');

/** Every row; `pause` is called again and again between two of them. Throws what SQLite throws. */
export const hasSoundRows = (db: Connection, pause?: () => void): boolean =>
  TABLE_NAMES.every((table) => !hasDamagedRow(db, table, pause));

export const isWholeDatabase = (db: Connection): boolean => hasSoundPages(db) && hasSoundRows(db);

/** Looks at a file through SQLite, as much of it as a start may take. Throws what SQLite throws. */
export const inspectDatabase = (db: Connection, file: string, isClean: boolean): Finding => {
  const version = Number(db.pragma('user_version', { simple: true }));
  const found = new Set(schemaOf(db));
  const expected = expectedSchema(version);
  if (version === 0 ? found.size > 0 : expected.some((entry) => !found.has(entry))) {
    return damaged('schema');
  }
  if (!isClean && sizeOf(file) <= READ_AT_START_BYTES && !passes(db, 'quick_check')) {
    return damaged('pages');
  }
  // Older rows have no checksums.
  if (version < NEWEST) return SOUND;
  const table = START_TABLES.find((name) => hasDamagedRow(db, name));
  return table === undefined ? SOUND : damaged(table);
};
