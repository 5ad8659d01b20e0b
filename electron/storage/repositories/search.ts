import * as z from 'zod';
import { asBuyerPin, asShopId, type ConversationRef } from '#shared/model/ids.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import type { Message } from '#shared/model/message.ts';
import { textOrNull } from '../row-reader.ts';
import { conversationRow } from './conversation.ts';
import { messageRow } from './message.ts';
import { Repository } from './repository.ts';

export const SEARCH_SQL = {
  state: 'SELECT from_arrival, to_arrival FROM search_state WHERE one = 1',
  setState: 'INSERT OR REPLACE INTO search_state VALUES (1, ?, ?)',
  // CROSS JOIN keeps the index outside: it answers by rowid, which is by arrival, and nothing is sorted.
  messages: `SELECT message.* FROM message_search CROSS JOIN message ON message.arrival = message_search.rowid
    WHERE message_search MATCH ? AND message_search.rowid < ? ORDER BY message_search.rowid DESC LIMIT ?`,
  messagesAbove: 'SELECT * FROM message WHERE arrival > ? ORDER BY arrival DESC LIMIT ?',
  messagesAfter: 'SELECT * FROM message WHERE arrival > ? ORDER BY arrival LIMIT ?',
  messagesBelow: 'SELECT * FROM message WHERE arrival < ? ORDER BY arrival DESC LIMIT ?',
  messagesStale: `SELECT message.* FROM search_stale CROSS JOIN message USING (arrival)
    ORDER BY search_stale.arrival DESC LIMIT ?`,
  messagesStaleOldest: `SELECT message.* FROM search_stale CROSS JOIN message USING (arrival)
    ORDER BY search_stale.arrival LIMIT ?`,
  putStale: 'INSERT OR IGNORE INTO search_stale VALUES (?)',
  dropStale: 'DELETE FROM search_stale WHERE arrival <= ?',
  conversation: 'SELECT * FROM conversation WHERE shop_id = ? AND buyer_pin = ?',
  lastArrival: 'SELECT max(arrival) FROM message',
  indexMessage: 'INSERT OR REPLACE INTO message_search (rowid, pieces) VALUES (?, ?)',
  changes: 'SELECT total_changes()',
  mergeMessages: "INSERT INTO message_search (message_search, rank) VALUES ('merge', ?)",

  putBuyer: `INSERT INTO search_buyer (shop_id, buyer_pin, name, is_indexed) VALUES (?, ?, ?, 0)
    ON CONFLICT (shop_id, buyer_pin) DO UPDATE SET name = excluded.name, pinyin = NULL, is_indexed = 0
    WHERE name IS NOT excluded.name`,
  buyers: `SELECT search_buyer.*, last_order_at FROM buyer_search
    CROSS JOIN search_buyer ON buyer_no = buyer_search.rowid
    CROSS JOIN conversation USING (shop_id, buyer_pin)
    WHERE buyer_search MATCH ? ORDER BY buyer_search.rowid DESC LIMIT ?`,
  buyersPending: `SELECT search_buyer.*, last_order_at FROM search_buyer CROSS JOIN conversation USING (shop_id, buyer_pin)
    WHERE is_indexed = 0 ORDER BY buyer_no DESC LIMIT ?`,
  setBuyerIndexed: 'UPDATE search_buyer SET pinyin = ?, is_indexed = 1 WHERE buyer_no = ?',
  indexBuyer: 'INSERT OR REPLACE INTO buyer_search (rowid, pieces) VALUES (?, ?)',
  mergeBuyers: "INSERT INTO buyer_search (buyer_search, rank) VALUES ('merge', ?)",

  /** After a file was filled with rows in another way than by `put`. */
  addBuyers: `INSERT OR IGNORE INTO search_buyer (shop_id, buyer_pin, name, is_indexed)
    SELECT shop_id, buyer_pin, buyer_name, 0 FROM conversation ORDER BY last_order_at`,
} as const;

export const SEARCH_CHECK = [
  "INSERT INTO message_search (message_search) VALUES ('integrity-check')",
  "INSERT INTO buyer_search (buyer_search) VALUES ('integrity-check')",
] as const;

export const SEARCH_CLEAR = [
  "INSERT INTO message_search (message_search) VALUES ('delete-all')",
  "INSERT INTO buyer_search (buyer_search) VALUES ('delete-all')",
  'DELETE FROM search_stale',
  'UPDATE search_buyer SET is_indexed = 0',
  `INSERT OR REPLACE INTO search_state
      SELECT 1, coalesce(max(arrival), 0) + 1, coalesce(max(arrival), 0) FROM message`,
] as const;

const stateRow = z.object({ from_arrival: z.number(), to_arrival: z.number() });
const arrivalRow = z.object({ arrival: z.number() });

const buyerRow = z
  .object({
    buyer_no: z.number(),
    shop_id: z.string().transform(asShopId),
    buyer_pin: z.string().transform(asBuyerPin),
    name: textOrNull,
    pinyin: textOrNull,
    last_order_at: z.number(),
  })
  .transform((row) => ({
    buyerNo: row.buyer_no,
    shopId: row.shop_id,
    buyerPin: row.buyer_pin,
    name: row.name,
    pinyin: row.pinyin,
    at: row.last_order_at,
  }));
export type BuyerRow = z.output<typeof buyerRow>;

/** These rows are derived: one that does not fit is left out without a word. */
const readBuyers = (rows: readonly unknown[]): readonly BuyerRow[] =>
  rows.flatMap((row) => {
    const parsed = buyerRow.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });

/** Arrivals that are in the index, both included; above are newer ones, below those that are yet to come. */
export type IndexedRange = { readonly from: number; readonly to: number };

/**
 * Rows in the order asked for. `end` and `count`: the arrival of the last that was read, and how many were, also of those that
 * the model does not know.
 */
export type ReadMessages = {
  readonly messages: readonly Message[];
  readonly end: number | null;
  readonly count: number;
  readonly isAll: boolean;
};

/** The full-text tables and what says how far they go. What they lead to is looked at by whoever asks. */
export class SearchRepository extends Repository {
  readonly #sql = this.prepare(SEARCH_SQL);
  readonly #check = Object.values(this.prepare(Object.fromEntries(SEARCH_CHECK.entries())));
  readonly #clear = Object.values(this.prepare(Object.fromEntries(SEARCH_CLEAR.entries())));
  #range: IndexedRange | null = null;

  get range(): IndexedRange {
    this.#range ??= this.#readRange();
    return this.#range;
  }

  lastArrival(): number {
    return this.numberOf(this.#sql.lastArrival);
  }

  /** Before the transaction that changed it is durable nobody but that transaction may ask. */
  setRange({ from, to }: IndexedRange): void {
    this.#range = null;
    this.#sql.setState.run(from, to);
  }

  /** After a transaction was undone. */
  forgetRange(): void {
    this.#range = null;
  }

  /** A message was put: one that is in the index already may have other words now. New ones are above the index. */
  noteMessage({ arrival }: Message): void {
    if (arrival <= this.range.to && arrival >= this.range.from) this.#sql.putStale.run(arrival);
  }

  noteBuyer({
    shopId,
    buyerPin,
    buyerName,
  }: Pick<Conversation, 'shopId' | 'buyerPin' | 'buyerName'>): void {
    this.#sql.putBuyer.run(shopId, buyerPin, buyerName);
  }

  /** Those that the index names, below this arrival, newest first; what they hold is still to be looked at. */
  findMessages(match: string, below: number, limit: number): ReadMessages {
    return this.#read(this.#sql.messages.all(match, below, limit), limit);
  }

  /** Newest first. */
  loadAbove(arrival: number, limit: number): ReadMessages {
    return this.#read(this.#sql.messagesAbove.all(arrival, limit), limit);
  }

  /** Oldest first. */
  loadAfter(arrival: number, limit: number): ReadMessages {
    return this.#read(this.#sql.messagesAfter.all(arrival, limit), limit);
  }

  /** Newest first. */
  loadBelow(arrival: number, limit: number): ReadMessages {
    return this.#read(this.#sql.messagesBelow.all(arrival, limit), limit);
  }

  /** Changed since they were indexed, newest first. */
  loadStale(limit: number): ReadMessages {
    return this.#read(this.#sql.messagesStale.all(limit), limit);
  }

  loadOldestStale(limit: number): ReadMessages {
    return this.#read(this.#sql.messagesStaleOldest.all(limit), limit);
  }

  dropStaleUpTo(arrival: number): void {
    this.#sql.dropStale.run(arrival);
  }

  /** Faster by ascending arrival. */
  indexMessage(arrival: number, pieces: string): void {
    this.#sql.indexMessage.run(arrival, pieces);
  }

  findBuyers(match: string, limit: number): readonly BuyerRow[] {
    return readBuyers(this.#sql.buyers.all(match, limit));
  }

  loadPendingBuyers(limit: number): readonly BuyerRow[] {
    return readBuyers(this.#sql.buyersPending.all(limit));
  }

  indexBuyer(buyerNo: number, pinyin: string | null, pieces: string): void {
    this.#sql.indexBuyer.run(buyerNo, pieces);
    this.#sql.setBuyerIndexed.run(pinyin, buyerNo);
  }

  findConversation({ shopId, buyerPin }: ConversationRef): Conversation | null {
    const row = this.#sql.conversation.get(shopId, buyerPin);
    return this.rows.readOne('conversation', conversationRow, row);
  }

  /** Joins parts of the index, about so many pages of each; false where there was nothing to join. */
  merge(pages: number): boolean {
    const before = this.numberOf(this.#sql.changes);
    this.#sql.mergeMessages.run(pages);
    this.#sql.mergeBuyers.run(pages);
    // FTS5 counts one change for each of the two also where it did nothing.
    return this.numberOf(this.#sql.changes) - before > 2;
  }

  /** Throws what SQLite throws where the full-text tables are damaged. */
  check(): void {
    for (const statement of this.#check) statement.run();
  }

  /** Empties the index, which is then made anew from the rows. */
  clear(): void {
    this.#range = null;
    for (const statement of this.#clear) statement.run();
    this.#sql.addBuyers.run();
  }

  /** A state that is gone is that of an index with nothing in it. */
  #readRange(): IndexedRange {
    const parsed = stateRow.safeParse(this.#sql.state.get());
    if (parsed.success) return { from: parsed.data.from_arrival, to: parsed.data.to_arrival };
    const last = this.lastArrival();
    return { from: last + 1, to: last };
  }

  #read(rows: readonly unknown[], limit: number): ReadMessages {
    const last = arrivalRow.safeParse(rows.at(-1));
    return {
      messages: this.rows.readAll('message', messageRow, rows),
      end: last.success ? last.data.arrival : null,
      count: rows.length,
      isAll: rows.length < limit,
    };
  }
}
