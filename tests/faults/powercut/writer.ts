import { argv, stdout } from 'node:process';
import Database from 'better-sqlite3';
import type { Log } from '../../../electron/core/ports/log.ts';
import { openStore } from '../../../electron/storage/open-store.ts';
import { buyerSpeaks, shopRow } from '../../../electron/storage/testing/rows.ts';

/**
 * Writes under strace, and says the number of every commit on stdout once it has resolved.
 * `store`: the app's own storage thread, some commits at once, closed and opened again in the middle.
 * `plain`: one table by better-sqlite3 alone with the given `synchronous`, to prove that the replay sees what is lost.
 */
const [kind = '', file = '', commits = '0', synchronous = 'FULL'] = argv.slice(2);
const silent: Log = { info: () => undefined, warn: () => undefined };
const workerUrl = new URL('../../../electron/storage/worker.ts', import.meta.url);
const AT_ONCE = 3;

const writeStore = async (first: number, last: number, isClosed: boolean): Promise<void> => {
  const { store } = await openStore({ file, workerUrl, log: silent });
  await store.commit([{ put: 'shop', row: shopRow() }]);
  let next = first;
  const speak = async (): Promise<void> => {
    while (next <= last) {
      const arrival = next;
      next += 1;
      await store.commit(buyerSpeaks(arrival));
      stdout.write(`${arrival}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, speak));
  if (isClosed) await store.close();
};

const writePlain = (last: number): void => {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${synchronous}`);
  db.exec('CREATE TABLE IF NOT EXISTS said (number INTEGER NOT NULL PRIMARY KEY, text TEXT)');
  const insert = db.prepare('INSERT INTO said VALUES (?, ?)');
  for (let number = 1; number <= last; number += 1) {
    insert.run(number, 'x'.repeat(1_000));
    stdout.write(`${number}\n`);
  }
};

const count = Number(commits);
if (kind === 'plain') writePlain(count);
else {
  const half = Math.ceil(count * 0.8);
  await writeStore(1, half, true);
  await writeStore(half + 1, count, false);
}
// As a power cut would find it: nothing says goodbye.
process.exit(0);
