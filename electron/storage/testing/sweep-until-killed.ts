import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import type { SweepAnswer, SweepQuery } from '../../core/ports/store.ts';
import { openDatabase } from '../database.ts';
import { runOperation } from '../operations.ts';
import { openOwn } from '../own-database.ts';
import { listeningLog } from './temporary-file.ts';

/** Forgets everything older than a moment, one step after the other, and says each. */
const [file = '', before = '0'] = argv.slice(2);
const own = openOwn(openDatabase(file), listeningLog());
let after: SweepQuery['after'] = null;
for (let isDone = false; !isDone;) {
  const step: SweepAnswer = runOperation(own, 'sweep', {
    after,
    messagesBefore: Number(before),
    frameIdsBefore: 0,
  });
  ({ isDone, next: after } = step);
  writeSync(1, `${step.removedMessages}\n`);
}
own.close();
