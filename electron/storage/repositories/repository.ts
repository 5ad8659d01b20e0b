import type { Connection } from '../database.ts';
import type { RowReader } from '../row-reader.ts';
import type { SlowWatch } from '../slow-watch.ts';
import type { Checksums, Row, TableName } from '../tables.ts';
import { WatchedStatement } from '../watched-statement.ts';

/** What a repository is made of. */
export type RepositoryParts = {
  readonly db: Connection;
  readonly rows: RowReader;
  readonly checksums: Checksums;
  /** Null where nobody looks at how long a statement takes. */
  readonly watch: SlowWatch | null;
};

/**
 * One table and what belongs to it. A subclass prepares its statements in a field, so that a file without the
 * table fails when the repository is opened and not in the middle of its work.
 */
export abstract class Repository {
  /** Rows of the file back as types of the model. */
  protected readonly rows: RowReader;
  readonly #db: Connection;
  readonly #checksums: Checksums;
  readonly #watch: SlowWatch | null;

  constructor({ db, rows, checksums, watch }: RepositoryParts) {
    this.#db = db;
    this.rows = rows;
    this.#checksums = checksums;
    this.#watch = watch;
  }

  /** The table's statements, under their names. */
  protected prepare<Name extends string>(
    sql: Readonly<Record<Name, string>>,
  ): Readonly<Record<Name, WatchedStatement>> {
    const prepared = Object.entries<string>(sql).map(([name, text]) => [
      name,
      new WatchedStatement(this.#db, text, this.#watch),
    ]);
    // A statement for each name, and no other.
    return Object.fromEntries(prepared) as Record<Name, WatchedStatement>;
  }

  /** What a statement of one number answers; 0 where it answers nothing. */
  protected numberOf(statement: WatchedStatement): number {
    return Number(Object.values(statement.get() ?? {})[0] ?? 0);
  }

  /** The row itself, which now carries its checksum. */
  protected sealed<Plain extends Row>(table: TableName, row: Plain): Plain & Row {
    return this.#checksums.sealed(table, row);
  }
}
