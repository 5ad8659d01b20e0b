import type { Message } from '#shared/model/message.ts';
import type { SearchRepository } from '../repositories/search.ts';
import { buyerDocument, type IndexedBuyer } from './found-buyer.ts';
import { messageDocument, type Sayable } from './found-in-message.ts';

/** As in `syllables.ts`, which is large and is loaded when there is something to do. */
export type SyllablesOf = (name: string) => string | null;

/** What the index needs of a message. */
export type IndexedMessage = Pick<Message, 'arrival'> & Sayable;

export type NumberedBuyer = Omit<IndexedBuyer, 'pinyin'> & { readonly buyerNo: number };

/** FTS5 begins a new part of the index wherever a row is older than the one before it, so these ascend by arrival. */
export const indexMessages = (
  search: SearchRepository,
  ascending: Iterable<IndexedMessage>,
): void => {
  for (const row of ascending) search.indexMessage(row.arrival, messageDocument(row));
};

/** Ascending by number, for the same reason. */
export const indexBuyers = (
  search: SearchRepository,
  ascending: Iterable<NumberedBuyer>,
  syllablesOf: SyllablesOf,
): void => {
  for (const row of ascending) {
    const pinyin = row.name === null ? null : syllablesOf(row.name);
    search.indexBuyer(row.buyerNo, pinyin, buyerDocument({ ...row, pinyin }));
  }
};
