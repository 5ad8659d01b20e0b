import type { Log } from '../../core/ports/log.ts';
import type { Connection } from '../database.ts';
import type { SearchRepository } from '../repositories/search.ts';
import { indexBuyers, indexMessages, type SyllablesOf } from './index-rows.ts';

const ROWS = { least: 64, most: 2_048 } as const;
/** What a row costs before the first was measured; a slow disk must not make the first step long. */
const FIRST_ROW_MS = 0.1;
/** A step joins so many pages of the index for those that it adds: enough to keep the index in few parts. */
const ROWS_OF_MERGED_PAGE = 8;

/** `more`: as much as a step takes is still to be done. */
export type StepAnswer = 'nothing' | 'some' | 'more';

/**
 * Makes the search index (PF3) in small steps, one transaction each: what changed, what is new, then the past from new to
 * old. Killed at any moment it goes on where the last durable step ended.
 */
export class IndexWork {
  readonly #db: Connection;
  readonly #search: SearchRepository;
  readonly #log: Log;
  readonly #monotonicMs: () => number;
  #rowMs = FIRST_ROW_MS;
  /** Rows of the step that runs. */
  #rows: number = ROWS.least;

  constructor(parts: {
    readonly db: Connection;
    readonly search: SearchRepository;
    readonly log: Log;
    readonly monotonicMs: () => number;
  }) {
    this.#db = parts.db;
    this.#search = parts.search;
    this.#log = parts.log;
    this.#monotonicMs = parts.monotonicMs;
  }

  /**
   * Works for about `budgetMs`, so that no call waits for more. Answers whether there is more to do than what comes in by itself.
   * Throws what SQLite throws, and then the step did nothing.
   */
  step(syllablesOf: SyllablesOf, budgetMs: number): StepAnswer {
    const startedAt = this.#monotonicMs();
    this.#rows = Math.round(Math.min(ROWS.most, Math.max(ROWS.least, budgetMs / this.#rowMs)));
    let didMerge = false;
    const added = this.#inTransaction(() => {
      const rows = this.#addSome(syllablesOf);
      // Without rows: what was forgotten leaves the index where its parts are joined (PF4).
      const pages = rows > 0 ? rows / ROWS_OF_MERGED_PAGE : budgetMs;
      didMerge = this.#search.merge(Math.ceil(pages));
      return rows;
    });
    if (added === 0) return didMerge ? 'some' : 'nothing';
    this.#adapt((this.#monotonicMs() - startedAt) / added);
    return added < this.#rows ? 'some' : 'more';
  }

  /** The index is damaged: it is emptied, and made anew step by step. */
  restart(): void {
    this.#inTransaction(() => this.#search.clear());
    this.#log.warn('storage.searchRestarted');
  }

  /**
   * What changed, what is new, buyers, then the past, until the step is full: where messages come without end the past has its turn
   * too. FTS5 begins a new part of the index wherever a row is older than the one before it, so all go in by age. Answers how many
   * rows were looked at.
   */
  #addSome(syllablesOf: SyllablesOf): number {
    const { from, to } = this.#search.range;
    let left = this.#rows;
    const take = <Rows extends { readonly count: number }>(rows: Rows): Rows => {
      left -= rows.count;
      return rows;
    };
    const stale = take(this.#search.loadOldestStale(left));
    const fresh = take(this.#search.loadAfter(to, left));
    const buyers = this.#search.loadPendingBuyers(left);
    left -= buyers.length;
    const old = left > 0 && from > 1 ? take(this.#search.loadBelow(from, left)) : null;
    indexMessages(
      this.#search,
      [...stale.messages, ...fresh.messages, ...(old?.messages ?? [])].toSorted(
        (a, b) => a.arrival - b.arrival,
      ),
    );
    indexBuyers(this.#search, buyers.toReversed(), syllablesOf);
    if (stale.end !== null) this.#search.dropStaleUpTo(stale.end);
    const range = { from: old === null ? from : (old.end ?? 1), to: fresh.end ?? to };
    if (range.from !== from || range.to !== to) this.#search.setRange(range);
    return this.#rows - left;
  }

  /** A row that cost more than was thought counts for half, so that one that met a busy disk does not make all steps tiny. */
  #adapt(rowMs: number): void {
    const weight = rowMs > this.#rowMs ? 0.5 : 0.25;
    this.#rowMs += (rowMs - this.#rowMs) * weight;
  }

  #inTransaction<Answer>(run: () => Answer): Answer {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const answer = run();
      this.#db.exec('COMMIT');
      return answer;
    } catch (error) {
      this.#search.forgetRange();
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}
