import type { Message } from '#shared/model/message.ts';
import type { Log, Lookup, LookupAnswer } from '../core/ports.ts';
import { Transactions } from './commit.ts';
import { saltOf, type Connection } from './database.ts';
import { openRepositories, type Repositories } from './repositories/repositories.ts';
import { RowReader } from './row-reader.ts';
import type { Operations } from './rpc.ts';
import { Checksums, TABLE_NAMES } from './tables.ts';

const uniqueById = (messages: readonly (Message | null)[]): readonly Message[] => {
  const byId = new Map<string, Message>();
  for (const message of messages) if (message !== null) byId.set(message.messageId, message);
  return [...byId.values()];
};

const lookUp = (from: Repositories, lookup: Lookup): LookupAnswer => ({
  platformMessages: uniqueById(
    lookup.platformMessages.map(({ shopId, id }) => from.messages.findByPlatformId(shopId, id)),
  ),
  messages: uniqueById(lookup.messages.map((id) => from.messages.findById(id))),
  gatewayFrames: lookup.gatewayFrames
    .filter(({ shopId, frameId }) => from.gatewayFrameIds.has(shopId, frameId))
    .map(({ shopId, frameId }) => ({ shopId, frameId })),
  buyerMessagesAfter: uniqueById(
    lookup.buyerMessagesAfter.map((asked) =>
      from.messages.findBuyerMessageAfter(asked, asked.after),
    ),
  ),
});

/** The operations, and what the thread asks of them itself. */
export type OpenOperations = Operations & {
  /** How many damaged rows were met since this was last asked. */
  takeDamaged(): number;
  /** The last number that was given to a frame. */
  lastOutboxSeq(): number;
  /** All rows of all tables; reads them all. */
  countRows(): number;
};

const countRows = (db: Connection): number =>
  TABLE_NAMES.reduce((sum, table) => {
    const count = db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck();
    return sum + (count.get() ?? 0);
  }, 0);

/**
 * The store's operations over an open, migrated database, done at once in the calling thread.
 * Forgets old gateway message ids first; `now` is the wall clock in epoch milliseconds.
 */
export const openOperations = (db: Connection, log: Log, now: number): OpenOperations => {
  const checksums = new Checksums(saltOf(db));
  const rows = new RowReader(log, checksums);
  const from = openRepositories({ db, rows, checksums });
  const transactions = new Transactions(db, from);
  const forgotten = from.gatewayFrameIds.prune(now);
  if (forgotten > 0) log.info('storage.frameIdsForgotten', { forgotten });
  return {
    load: () => ({
      shops: from.shops.loadAll(),
      conversations: from.conversations.loadAll(),
      staffLists: from.staff.loadAll(),
      settings: from.settings.load(),
      openNotices: from.notices.loadOpen(),
      outages: from.outages.loadNewest(),
      openSends: from.messages.loadOpenSends(),
      lastArrival: from.messages.lastArrival(),
      pendingFrames: from.outbox.count(),
      quarantinedFrames: from.quarantine.count(),
      setAside: from.setAside.loadAll(),
    }),
    lookUp: (lookup) => lookUp(from, lookup),
    commit: (writes) => transactions.run(writes),
    loadMessages: (ref, before, limit) => from.messages.loadPage(ref, before, limit),
    loadOutbox: (after, limit) => from.outbox.loadAfter(after, limit),
    loadNotices: (shopId) => from.notices.loadOfShop(shopId),
    loadQuarantine: () => from.quarantine.loadNewest(),
    mend: () => undefined,
    close: () => {
      db.close();
    },
    takeDamaged: () => rows.takeDamaged(),
    lastOutboxSeq: () => from.outbox.lastSeq,
    countRows: () => countRows(db),
  };
};
