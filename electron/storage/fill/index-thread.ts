import { Worker } from 'node:worker_threads';
import type { Write } from '../../core/ports/store.ts';
import type { Connection } from '../database.ts';
import type { IndexBatch } from './index-worker.ts';

/** Batches that may wait for the thread: a few megabytes. */
const MOST_WAITING = 4;

const INDEXES = ['message_search', 'buyer_search'] as const;
/** Where FTS5 keeps an index; its settings are a fourth table, which every file of ours has already. */
const PARTS = ['data', 'idx', 'docsize'] as const;

/** What of a batch can be found. */
const indexedOf = (writes: readonly Write[]): IndexBatch => {
  const puts = writes.filter((write) => 'put' in write);
  return {
    messages: puts.flatMap(({ put, row }) => {
      if (put !== 'message') return [];
      const { arrival, type, content, card, systemLine } = row;
      return [{ arrival, type, content, card, systemLine }];
    }),
    buyers: puts.flatMap(({ put, row }) => {
      if (put !== 'conversation') return [];
      const { shopId, buyerPin, buyerName } = row;
      return [{ shopId, buyerPin, buyerName }];
    }),
  };
};

/**
 * The search index of a file that is being filled (PF3), made in a file and a thread of its own while the rows are written: it
 * costs as much as all of them. `moveInto` puts it where it belongs.
 */
export class IndexThread {
  readonly #file: string;
  readonly #worker: Worker;
  #waiting = 0;
  #failure: Error | null = null;
  #wake = (): void => undefined;

  /** Nothing stands at `file` yet. */
  constructor(file: string) {
    this.#file = file;
    this.#worker = new Worker(new URL('./index-worker.ts', import.meta.url), {
      name: 'filling the index',
      workerData: { file },
    });
    this.#worker.on('message', () => {
      this.#waiting -= 1;
      this.#wake();
    });
    this.#worker.on('error', (error) => {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.#wake();
    });
  }

  /** Rows in the order in which they are put into the file itself. Resolves when there is room for more. */
  async take(writes: readonly Write[]): Promise<void> {
    await this.#post(indexedOf(writes), MOST_WAITING);
  }

  /** After the last rows; resolves when all of it is made. */
  async finish(): Promise<void> {
    await this.#post('end', 0);
  }

  /** Into a file that holds the same rows and no index, by its only connection, which is closed after this. */
  moveInto(db: Connection): void {
    // FTS5's own tables are written by FTS5 alone otherwise.
    db.unsafeMode(true);
    db.prepare('ATTACH ? AS made').run(this.#file);
    db.exec('BEGIN');
    for (const index of INDEXES) {
      for (const part of PARTS) {
        db.exec(`DELETE FROM main.${index}_${part};
          INSERT INTO main.${index}_${part} SELECT * FROM made.${index}_${part}`);
      }
    }
    db.exec(`UPDATE main.search_buyer SET pinyin = other.pinyin, is_indexed = other.is_indexed
      FROM made.search_buyer AS other WHERE other.buyer_no = search_buyer.buyer_no;
      INSERT OR REPLACE INTO main.search_state SELECT * FROM made.search_state;
      COMMIT; DETACH made`);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  async #post(what: IndexBatch | 'end', most: number): Promise<void> {
    this.#waiting += 1;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(what);
    while (this.#waiting > most) {
      if (this.#failure !== null) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
