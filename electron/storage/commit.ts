import { assertNever } from '#shared/model/result.ts';
import type { Write } from '../core/ports.ts';
import type { Connection } from './database.ts';
import type { Repositories } from './repositories/repositories.ts';
import type { SlowWatch } from './slow-watch.ts';
import { WatchedStatement } from './watched-statement.ts';

/** One row operation, inside of a transaction. */
const applyWrite = (to: Repositories, write: Write): void => {
  if ('remove' in write) {
    if (write.remove === 'shop') to.shops.remove(write.shopId);
    else if (write.remove === 'outboxUpTo') to.outbox.removeUpTo(write.outboxSeq);
    else if (write.remove === 'outboxRow') to.outbox.removeOne(write.outboxSeq);
    else if (write.remove === 'setAside') to.setAside.remove(write.shopId, write.messageId);
    else assertNever(write);
    return;
  }
  switch (write.put) {
    case 'shop':
      return to.shops.put(write.row);
    case 'conversation':
      return to.conversations.put(write.row);
    case 'message':
      return to.messages.put(write.row);
    case 'staffList':
      return to.staff.put(write.row);
    case 'settings':
      return to.settings.put(write.row);
    case 'notice':
      return to.notices.put(write.row);
    case 'outage':
      return to.outages.put(write.row);
    case 'outbox':
      return to.outbox.put(write.frame);
    case 'setAside':
      return to.setAside.put(write.row);
    case 'gatewayFrameId':
      return to.gatewayFrameIds.put(write.shopId, write.frameId, write.at);
    case 'quarantine':
      return to.quarantine.put(write.row);
    default:
      return assertNever(write);
  }
};

/** Writes that stand or fall together. */
export class Transactions {
  readonly #db: Connection;
  readonly #repositories: Repositories;
  readonly #begin;
  readonly #commit;

  constructor(db: Connection, repositories: Repositories, watch: SlowWatch | null) {
    this.#db = db;
    this.#repositories = repositories;
    // IMMEDIATE: a lock held by another process is met at the start and not in the middle.
    this.#begin = new WatchedStatement(db, 'BEGIN IMMEDIATE', watch);
    this.#commit = new WatchedStatement(db, 'COMMIT', watch);
  }

  /** One transaction; durable when it returns (ST1). Throws, and then nothing is written. */
  run(writes: Iterable<Write>): void {
    this.#begin.run();
    try {
      for (const write of writes) applyWrite(this.#repositories, write);
      this.#commit.run();
    } catch (error) {
      // After some errors (disk full, I/O) SQLite has rolled back already.
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}
