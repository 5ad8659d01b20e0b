import type { Log } from '../../core/ports/log.ts';
import type { Connection } from '../database.ts';
import type { ReadMessages, SearchRepository } from '../repositories/search.ts';
import { indexBuyers, indexMessages, type SyllablesOf } from './index-rows.ts';

const ROWS = { least: 8, most: 2_048 } as const;
/** Long texts fill a step with fewer rows: it takes so many characters for each of its rows. */
const CHARACTERS_PER_ROW = 200;
/** What a row costs before the first was measured; a slow disk must not make the first step long. */
const FIRST_ROW_MS = 0.1;
/** However long the disk takes for a commit, so much of a step is for rows: fewer of them would not make it shorter. */
const LEAST_FOR_ROWS_MS = 2;
/** A step joins so many pages of the index for those that it adds: enough to keep the index in few parts. */
const ROWS_OF_MERGED_PAGE = 8;

/** `more`: as much as a step takes is still to be done. */
export type StepAnswer = 'nothing' | 'some' | 'more';

/** How many rows a step looked at, and whether it left some for the next one. */
type Added = { readonly rows: number; readonly isFull: boolean };

const charactersOf = ({ messages }: ReadMessages): number =>
  messages.reduce((sum, { content }) => sum + content.length, 0);

/** As many of the first rows as have no more characters, but at least one where there is any. */
const beginningOf = (read: ReadMessages, characters: number): ReadMessages => {
  let sum = 0;
  const tooMuch = read.messages.findIndex(({ content }) => (sum += content.length) > characters);
  const messages = read.messages.slice(0, Math.max(1, tooMuch));
  const last = messages.at(-1);
  if (tooMuch === -1 || last === undefined || messages.length === read.messages.length) return read;
  return { messages, end: last.arrival, count: messages.length, isAll: false };
};

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
  #commitMs = 0;
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
    const forRowsMs = Math.max(LEAST_FOR_ROWS_MS, budgetMs - this.#commitMs);
    this.#rows = Math.round(Math.min(ROWS.most, Math.max(ROWS.least, forRowsMs / this.#rowMs)));
    const startedAt = this.#monotonicMs();
    let addedAt = startedAt;
    let didMerge = false;
    const added = this.#inTransaction(() => {
      const some = this.#addSome(syllablesOf);
      const { rows } = some;
      // Without rows: what was forgotten leaves the index where its parts are joined (PF4).
      const pages = rows > 0 ? rows / ROWS_OF_MERGED_PAGE : budgetMs;
      didMerge = this.#search.merge(Math.ceil(pages));
      addedAt = this.#monotonicMs();
      return some;
    });
    if (added.rows === 0) return didMerge ? 'some' : 'nothing';
    this.#adapt(addedAt - startedAt, added.rows, forRowsMs);
    this.#commitMs += (this.#monotonicMs() - addedAt - this.#commitMs) / 4;
    return added.isFull ? 'more' : 'some';
  }

  /** The index is damaged: it is emptied, and made anew step by step. */
  restart(): void {
    this.#inTransaction(() => this.#search.clear());
    this.#log.warn('storage.searchRestarted');
  }

  /**
   * What changed, what is new, buyers, then the past, until the step is full: where messages come without end the past has its turn
   * too. FTS5 begins a new part of the index wherever a row is older than the one before it, so all go in by age.
   */
  #addSome(syllablesOf: SyllablesOf): Added {
    const { from, to } = this.#search.range;
    let left = this.#rows;
    let characters = this.#rows * CHARACTERS_PER_ROW;
    let isCut = false;
    const take = (read: ReadMessages): ReadMessages => {
      const taken = beginningOf(read, characters);
      left -= taken.count;
      characters -= charactersOf(taken);
      isCut ||= taken !== read;
      return taken;
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
    return { rows: this.#rows - left, isFull: left === 0 || isCut };
  }

  /** A step that was too long makes the next one as much shorter; they grow again bit by bit. */
  #adapt(tookMs: number, rows: number, budgetMs: number): void {
    const weight = tookMs > budgetMs ? 1 : 0.25;
    this.#rowMs += (tookMs / rows - this.#rowMs) * weight;
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
