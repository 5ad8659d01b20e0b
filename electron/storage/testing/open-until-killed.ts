import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import { openStore } from '../open-store.ts';
import { listeningLog, WORKER_URL } from './temporary-file.ts';

/** Opens a database as the app does, says what it has to do first, and then that it is open. */
const [file = ''] = argv.slice(2);
const say = (word: string): void => {
  writeSync(1, `${word}\n`);
};
const { store } = await openStore({
  file,
  workerUrl: WORKER_URL,
  log: listeningLog(),
  onUpgrade: () => say('working'),
});
say('open');
await store.close();
