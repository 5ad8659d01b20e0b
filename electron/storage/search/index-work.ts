import type { Message } from '#shared/model/message.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Connection } from '../database.ts';
import type { SearchRepository } from '../repositories/search.ts';
import { buyerDocument } from './found-buyer.ts';
import { messageDocument } from './found-in-message.ts';

/** As in `syllables.ts`, which is large and is loaded when there is something to do. */
export type SyllablesOf = (name: string) => string | null;

/** A step should take about this long, so that no call waits for more. */
const STEP_MS = 10;
const ROWS = { least: 48, first: 96, most: 512 } as const;
/** Pages of the index that a step joins for those that it adds: enough to keep the index in few parts. */
const MERGED_PAGES = 48;

/**
 * Makes the search index (PF3) in small steps, one transaction each: what changed, what is new, then the past from new to
 * old. Killed at any moment it goes on where the last durable step ended.
 */
export class IndexWork {
  readonly #db: Connection;
  readonly #search: SearchRepository;
  readonly #log: Log;
  readonly #monotonicMs: () => number;
  #rows: number = ROWS.first;

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

  /** Whether there was something to do. Throws what SQLite throws, and then the step did nothing. */
  step(syllablesOf: SyllablesOf): boolean {
    const startedAt = this.#monotonicMs();
    const didWork = this.#inTransaction(() => {
      const did = this.#addSome(syllablesOf);
      if (did) this.#search.merge(MERGED_PAGES);
      return did;
    });
    if (didWork) this.#adapt(this.#monotonicMs() - startedAt);
    return didWork;
  }

  /** The index is damaged: it is emptied, and made anew step by step. */
  restart(): void {
    this.#inTransaction(() => {
      this.#search.clear();
      return true;
    });
    this.#log.warn('storage.searchRestarted');
  }

  #addSome(syllablesOf: SyllablesOf): boolean {
    return this.#addStale() || this.#addNew() || this.#addBuyers(syllablesOf) || this.#addOld();
  }

  #addStale(): boolean {
    const { messages, end } = this.#search.loadOldestStale(this.#rows);
    if (end === null) return false;
    this.#addAscending(messages);
    this.#search.dropStaleUpTo(end);
    return true;
  }

  #addNew(): boolean {
    const { from, to } = this.#search.range;
    const { messages, end } = this.#search.loadAfter(to, this.#rows);
    if (end === null) return false;
    this.#addAscending(messages);
    this.#search.setRange({ from, to: end });
    return true;
  }

  #addOld(): boolean {
    const { from, to } = this.#search.range;
    if (from <= 1) return false;
    const { messages, end } = this.#search.loadBelow(from, this.#rows);
    this.#addAscending(messages);
    this.#search.setRange({ from: end ?? 1, to });
    return true;
  }

  #addBuyers(syllablesOf: SyllablesOf): boolean {
    const rows = this.#search.loadPendingBuyers(this.#rows);
    for (const row of rows.toReversed()) {
      const pinyin = row.name === null ? null : syllablesOf(row.name);
      this.#search.indexBuyer(row.buyerNo, pinyin, buyerDocument({ ...row, pinyin }));
    }
    return rows.length > 0;
  }

  /** FTS5 begins a new part of the index wherever a row is older than the one before it. */
  #addAscending(rows: readonly Message[]): void {
    for (const row of rows.toSorted((a, b) => a.arrival - b.arrival)) {
      this.#search.indexMessage(row.arrival, messageDocument(row));
    }
  }

  #adapt(tookMs: number): void {
    const factor = tookMs > STEP_MS ? 0.7 : 1.2;
    this.#rows = Math.round(Math.min(ROWS.most, Math.max(ROWS.least, this.#rows * factor)));
  }

  #inTransaction(run: () => boolean): boolean {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const did = run();
      this.#db.exec('COMMIT');
      return did;
    } catch (error) {
      this.#search.forgetRange();
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}
