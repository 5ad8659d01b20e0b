import { argv, stdout } from 'node:process';
import { openStore } from '../open-store.ts';
import { buyerSpeaks, shopRow } from './rows.ts';
import { listeningLog, WORKER_URL } from './temporary-file.ts';

/** Commits one message after the other, a few at once, and says each number when its commit has resolved. */
const [file = '', first = '1'] = argv.slice(2);
const { store } = await openStore({ file, workerUrl: WORKER_URL, log: listeningLog() });
await store.commit([{ put: 'shop', row: shopRow() }]);
let next = Number(first);

const speak = async (): Promise<never> => {
  for (;;) {
    const arrival = next;
    next += 1;
    await store.commit(buyerSpeaks(arrival));
    stdout.write(`${arrival}\n`);
  }
};
await Promise.all([speak(), speak(), speak()]);
