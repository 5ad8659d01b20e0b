import type { Log } from '../../core/ports/log.ts';
import { openDatabase, saltOf, type Connection } from '../database.ts';
import { openRepositories } from '../repositories/repositories.ts';
import { RowReader } from '../row-reader.ts';
import { syncFile } from '../sync-to-disk.ts';
import { Checksums, TABLE_NAMES, TABLES, type Row, type TableName } from '../tables.ts';
import type { FoundRow } from './find-rows.ts';
import { addMissingParents } from './missing-parents.ts';

const RAISE_SEQUENCE = "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'outbox'";
/** Rows in one transaction. */
const BATCH = 5_000;

const IN_FLIGHT: ReadonlySet<unknown> = new Set(['queued', 'sending']);
const OPEN: ReadonlySet<unknown> = new Set([...IN_FLIGHT, 'unconfirmed']);

/** From the damaged file itself: the newest there is, but perhaps not the last that was written. */
export const fromDamaged = ({ table, row }: FoundRow): Row | null =>
  // CV3: what was about to be sent may have been sent: the agent decides.
  table === 'message' && IN_FLIGHT.has(row['send_state'])
    ? { ...row, send_state: 'unconfirmed', send_reason: null }
    : row;

/** From a backup, up to a day old: what was open then has long been settled, and must not be sent again. */
export const fromBackup = ({ table, row }: FoundRow): Row | null =>
  table === 'outbox' || (table === 'message' && OPEN.has(row['send_state'])) ? null : row;

/** A new database that is being filled with the rows of a damaged one. Nothing of it is in use before `finish`. */
export class Rebuild {
  readonly #file: string;
  readonly #db: Connection;
  readonly #checksums: Checksums;
  readonly #puts: ReadonlyMap<TableName, (row: Row) => boolean>;
  #kept = 0;
  #inBatch = 0;

  constructor(file: string) {
    this.#file = file;
    this.#db = openDatabase(file);
    this.#checksums = new Checksums(saltOf(this.#db));
    // A crash in the middle throws all of it away; it is synced once, at the end.
    this.#db.pragma('synchronous = OFF');
    // Shops may come after their rows, or not at all.
    this.#db.pragma('foreign_keys = OFF');
    this.#puts = new Map(TABLE_NAMES.map((table) => [table, this.#preparePut(table)]));
    this.#db.exec('BEGIN');
  }

  get kept(): number {
    return this.#kept;
  }

  /** A row whose place is taken is passed over: the first is the better one. */
  put(table: TableName, row: Row): void {
    if (this.#puts.get(table)?.(row) === true) this.#kept += 1;
    this.#inBatch += 1;
    if (this.#inBatch < BATCH) return;
    this.#inBatch = 0;
    this.#db.exec('COMMIT; BEGIN');
  }

  /** `lastOutboxSeq`: numbers up to this one have been given in this life and are given no more. */
  finish(log: Log, lastOutboxSeq: number): void {
    const checksums = this.#checksums;
    const rows = new RowReader(log, checksums);
    const repositories = openRepositories({ db: this.#db, rows, checksums, watch: null });
    addMissingParents(this.#db, repositories);
    // Derived rows are not salvaged: the index is made anew of what was.
    repositories.search.clear();
    this.#db.prepare(RAISE_SEQUENCE).run(lastOutboxSeq);
    if (
      this.#db.prepare("SELECT 1 FROM sqlite_sequence WHERE name = 'outbox'").get() === undefined
    ) {
      this.#db.prepare("INSERT INTO sqlite_sequence VALUES ('outbox', ?)").run(lastOutboxSeq);
    }
    this.#db.exec('COMMIT');
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
    this.#db.close();
    syncFile(this.#file);
  }

  abandon(): void {
    this.#db.close();
  }

  #preparePut(table: TableName): (row: Row) => boolean {
    const { columns } = TABLES[table];
    const all = [...columns, 'checksum'];
    const put = this.#db.prepare(
      `INSERT OR IGNORE INTO ${table} (${all.join(', ')})
       VALUES (${all.map((column) => `@${column}`).join(', ')})`,
    );
    return (row) => {
      const plain = Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
      return put.run(this.#checksums.sealed(table, plain)).changes === 1;
    };
  }
}
