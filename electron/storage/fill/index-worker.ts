import { parentPort, workerData } from 'node:worker_threads';
import type { Conversation } from '#shared/model/conversation.ts';
import { openDatabase } from '../database.ts';
import { openOwn } from '../own-database.ts';
import { type IndexedMessage, indexBuyers, indexMessages } from '../search/index-rows.ts';
import { syllablesOf } from '../search/syllables.ts';

/** Rows of a file that is being filled, in their order. */
export type IndexBatch = {
  readonly messages: readonly IndexedMessage[];
  readonly buyers: readonly Pick<Conversation, 'shopId' | 'buyerPin' | 'buyerName'>[];
};

/** What FTS5 gathers in memory before it writes a part of the index: the fewer parts, the less there is to join. */
const GATHERED_BYTES = 64 * 1024 * 1024;
const CACHE_KIB = 64 * 1024;

/** Answers each batch when it is done, and 'end' when the file is closed. Whatever fails ends the thread. */
const serve = (port: NonNullable<typeof parentPort>, file: string): void => {
  const db = openDatabase(file);
  const own = openOwn(db, { info: () => undefined, warn: () => undefined });
  const { search } = own.repositories;
  for (const pragma of [
    'journal_mode = OFF',
    'synchronous = OFF',
    // The rows themselves are in the other file.
    'foreign_keys = OFF',
    `cache_size = -${CACHE_KIB}`,
  ])
    db.pragma(pragma);
  db.exec(`INSERT INTO message_search (message_search, rank) VALUES ('hashsize', ${GATHERED_BYTES});
    BEGIN`);
  let buyers = 0;
  let last = 0;
  port.on('message', (batch: IndexBatch | 'end') => {
    if (batch === 'end') {
      search.setRange({ from: 1, to: last });
      db.exec('COMMIT');
      own.close();
    } else {
      indexMessages(search, batch.messages);
      last = batch.messages.at(-1)?.arrival ?? last;
      for (const row of batch.buyers) search.noteBuyer(row);
      indexBuyers(
        search,
        batch.buyers.map(({ buyerPin, buyerName }) => ({
          buyerNo: (buyers += 1),
          buyerPin,
          name: buyerName,
        })),
        syllablesOf,
      );
    }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    port.postMessage('done');
  });
};

if (parentPort !== null) {
  const { file } = workerData as { readonly file: string };
  serve(parentPort, file);
}
