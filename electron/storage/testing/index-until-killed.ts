import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import { openDatabase } from '../database.ts';
import { runOperation } from '../operations.ts';
import { openOwn } from '../own-database.ts';
import { syllablesOf } from '../search/syllables.ts';
import { messageRow } from './rows.ts';
import { listeningLog } from './temporary-file.ts';

/** Makes the search index step by step, says each, and puts a message before each. */
const [file = '', first = '1'] = argv.slice(2);
const own = openOwn(openDatabase(file), listeningLog());
for (let arrival = Number(first); ; arrival += 1) {
  runOperation(own, 'commit', [{ put: 'message', row: messageRow(arrival) }]);
  own.indexStep(syllablesOf, 1);
  writeSync(1, `${arrival}\n`);
}
