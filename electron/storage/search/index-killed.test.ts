import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Write } from '../../core/ports/store.ts';
import { openDatabase } from '../database.ts';
import { runOperation } from '../operations.ts';
import { openOwn } from '../own-database.ts';
import { conversationRow, messageRow, shopRow } from '../testing/rows.ts';
import { listeningLog, temporaryFile } from '../testing/temporary-file.ts';
import { syllablesOf } from './syllables.ts';

const PROGRAM = fileURLToPath(new URL('../testing/index-until-killed.ts', import.meta.url));
const OLD = 3_000;

/** Starts the program and kills it after so many steps. */
const stepAndKill = async (file: string, first: number, steps: number): Promise<void> => {
  const child = spawn(process.execPath, [PROGRAM, file, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = 0;
  const reader = createInterface({ input: child.stdout });
  reader.on('line', () => {
    said += 1;
    if (said === steps) child.kill('SIGKILL');
  });
  await Promise.all([once(child, 'close'), once(reader, 'close')]);
};

test('[PF3] kill -9 while the index is made: the next start goes on, and every message is found once', async () => {
  const place = await temporaryFile();
  const filled = openOwn(openDatabase(place.file), listeningLog());
  runOperation(filled, 'commit', [
    { put: 'shop', row: shopRow() },
    { put: 'conversation', row: conversationRow() },
    ...Array.from({ length: OLD }, (_, n): Write => ({ put: 'message', row: messageRow(n + 1) })),
  ]);
  // As an older app left it.
  filled.repositories.search.clear();
  filled.close();
  for (const steps of [1, 7, 12]) {
    const db = openDatabase(place.file);
    const last = Number(db.prepare('SELECT max(arrival) FROM message').pluck().get());
    db.close();
    await stepAndKill(place.file, last + 1, steps);
  }
  const db = openDatabase(place.file);
  const log = listeningLog();
  const file = openOwn(db, log);
  const ranges = file.repositories.search.range;
  expect(ranges.from).toBeGreaterThan(1);
  while (file.indexStep(syllablesOf, 10) !== 'nothing') continue;
  file.mendIndex();
  expect(log.heard).toEqual([]);
  const indexed = "SELECT rowid FROM message_search WHERE message_search MATCH '句' ORDER BY rowid";
  expect(db.prepare(indexed).pluck().all()).toEqual(
    db.prepare('SELECT arrival FROM message ORDER BY arrival').pluck().all(),
  );
  file.close();
  await place.remove();
});
