import { assertNever } from '#shared/model/result.ts';
import type { Put, RowName, Rows, Write } from '../core/ports/store.ts';
import type { Connection } from './database.ts';
import type { Repositories } from './repositories/repositories.ts';
import type { SlowWatch } from './slow-watch.ts';
import { WatchedStatement } from './watched-statement.ts';

type PutsRows = { readonly [Name in RowName]: { put(row: Rows[Name]): void } };

/** Each repository is named as what can be put into it. */
const putRow = <Name extends RowName>(to: PutsRows, write: Put<Name>): void => {
  to[write.put].put(write.row);
};

/** One row operation, inside of a transaction. */
const applyWrite = (to: Repositories, write: Write): void => {
  if ('put' in write) {
    putRow(to, write);
    // What the search must know of it, in the same transaction (PF3).
    if (write.put === 'message') to.search.noteMessage(write.row);
    else if (write.put === 'conversation') to.search.noteBuyer(write.row);
    return;
  }
  switch (write.remove) {
    case 'shop':
      return to.shop.remove(write.shopId);
    case 'outboxUpTo':
      return to.outbox.removeUpTo(write.outboxSeq);
    case 'outboxRow':
      return to.outbox.removeOne(write.outboxSeq);
    case 'setAside':
      return to.setAside.remove(write.shopId, write.messageId);
    case 'phrase':
      return to.phrase.remove(write.phraseId);
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
    this.do((repositories) => {
      for (const write of writes) applyWrite(repositories, write);
    });
  }

  /** The same for what is no list of writes. */
  do<Answer>(work: (repositories: Repositories) => Answer): Answer {
    this.#begin.run();
    try {
      const answer = work(this.#repositories);
      this.#commit.run();
      return answer;
    } catch (error) {
      // After some errors (disk full, I/O) SQLite has rolled back already.
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }
}
