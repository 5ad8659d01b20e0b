import type { Connection } from './database.ts';

/** A statement or an operation above this is recorded. A frame of the window is 16 ms; a commit's fsync takes about 5. */
const SLOW_MS = 50;

/** One run that took too long. `sql` is the text with its placeholders, never a value; null for a whole operation. */
export type SlowRun = {
  readonly operation: string;
  readonly sql: string | null;
  /** What SQLite says of how it runs the statement, asked after the run; empty where it says nothing. */
  readonly plan: readonly string[];
  readonly tookMs: number;
};

/** The steps of SQLite's plan for a statement. Its parameters have no values here, and none are needed. */
export const queryPlanOf = (db: Connection, sql: string): readonly string[] => {
  const names = [...sql.matchAll(/@(\w+)/gu)].map(([, name = '']) => [name, null] as const);
  const places = Array.from({ length: sql.split('?').length - 1 }, () => null);
  const statement = db.prepare<unknown[], { readonly detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
  const rows = names.length > 0 ? statement.all(Object.fromEntries(names)) : statement.all(places);
  return rows.map(({ detail }) => detail);
};

/** Measures operations and their statements in the storage thread, and reports those that took longer than `SLOW_MS`. */
export class SlowWatch {
  readonly #monotonicMs: () => number;
  readonly #report: (run: SlowRun) => void;
  /** Statements that run outside of an operation belong to the opening of the file. */
  #operation = 'open';

  constructor(parts: {
    readonly monotonicMs: () => number;
    readonly report: (run: SlowRun) => void;
  }) {
    this.#monotonicMs = parts.monotonicMs;
    this.#report = parts.report;
  }

  /** Answers what `run` answers; a run that throws is measured too, because waiting for a lock ends so. */
  operation<Answer>(operation: string, run: () => Answer): Answer {
    const outer = this.#operation;
    this.#operation = operation;
    const startedMonotonicMs = this.#monotonicMs();
    try {
      return run();
    } finally {
      this.#judge(startedMonotonicMs, null, () => []);
      this.#operation = outer;
    }
  }

  statement<Answer>(db: Connection, sql: string, run: () => Answer): Answer {
    const startedMonotonicMs = this.#monotonicMs();
    try {
      return run();
    } finally {
      this.#judge(startedMonotonicMs, sql, () => queryPlanOf(db, sql));
    }
  }

  #judge(startedMonotonicMs: number, sql: string | null, plan: () => readonly string[]): void {
    const tookMs = this.#monotonicMs() - startedMonotonicMs;
    if (tookMs <= SLOW_MS) return;
    this.#report({ operation: this.#operation, sql, plan: orNothing(plan), tookMs });
  }
}

/** A plan is a help: a file in trouble, or a statement that has none (COMMIT), must not turn into another failure. */
const orNothing = (plan: () => readonly string[]): readonly string[] => {
  try {
    return plan();
  } catch {
    return [];
  }
};
