import type Database from 'better-sqlite3';
import type { Connection } from './database.ts';
import type { SlowWatch } from './slow-watch.ts';

/** A prepared statement whose runs are measured; with null nothing is. */
export class WatchedStatement {
  readonly #db: Connection;
  readonly #sql: string;
  readonly #watch: SlowWatch | null;
  readonly #statement: Database.Statement;

  constructor(db: Connection, sql: string, watch: SlowWatch | null) {
    this.#db = db;
    this.#sql = sql;
    this.#watch = watch;
    this.#statement = db.prepare(sql);
  }

  run(...values: readonly unknown[]): Database.RunResult {
    return this.#measured(() => this.#statement.run(...values));
  }

  /** The first row, undefined where there is none. */
  get(...values: readonly unknown[]): unknown {
    return this.#measured(() => this.#statement.get(...values));
  }

  all(...values: readonly unknown[]): readonly unknown[] {
    return this.#measured(() => this.#statement.all(...values));
  }

  #measured<Answer>(run: () => Answer): Answer {
    return this.#watch === null ? run() : this.#watch.statement(this.#db, this.#sql, run);
  }
}
