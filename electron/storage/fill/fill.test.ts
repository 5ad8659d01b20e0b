import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Write } from '../../core/ports/store.ts';
import { openDatabase } from '../database.ts';
import { runOperation } from '../operations.ts';
import { openOwn } from '../own-database.ts';
import { conversationRow, messageRow, shopRow } from '../testing/rows.ts';
import { syllablesOf } from '../search/syllables.ts';
import { listeningLog, temporaryFile } from '../testing/temporary-file.ts';
import { fillDatabase } from './fill.ts';

/** More than one batch. */
const MESSAGES = 9_000;

const rows = function* (breaksOff: boolean): Generator<Write> {
  yield { put: 'shop', row: shopRow() };
  for (let arrival = 1; arrival <= MESSAGES; arrival += 1) {
    yield { put: 'message', row: messageRow(arrival) };
  }
  if (breaksOff) throw new Error('broken off');
  yield { put: 'conversation', row: conversationRow({ buyerName: '小鹿乱撞' }) };
};

test('[PF3] a filling that breaks off leaves nothing that could be opened; one that ends is found in at once', async () => {
  const place = await temporaryFile();
  const log = listeningLog();
  await expect(fillDatabase(place.file, log, () => rows(true))).rejects.toThrow('broken off');
  expect(existsSync(place.file)).toBe(false);
  expect(await fillDatabase(place.file, log, () => rows(false))).toBe(true);
  expect(await fillDatabase(place.file, log, () => rows(false))).toBe(false);
  const db = openDatabase(place.file);
  const file = openOwn(db, log);
  const answer = runOperation(file, 'search', 'xllz');
  expect(answer.progress).toBeNull();
  expect(answer.buyers.hits.map(({ label }) => label.text)).toEqual(['小鹿乱撞']);
  const { hits, more } = runOperation(file, 'search', '句').messages;
  expect([hits[0]?.arrival, hits.length, more]).toEqual([MESSAGES, 30, 30]);
  // The parts of the index fit each other, and it takes up what comes next.
  file.mendIndex();
  runOperation(file, 'commit', [
    { put: 'message', row: messageRow(MESSAGES + 1, { content: '后来的话' }) },
    { put: 'conversation', row: conversationRow({ buyerName: '吕布' }) },
  ]);
  while (file.indexStep(syllablesOf, 10) !== 'nothing') continue;
  expect(runOperation(file, 'search', '后来').messages.hits).toHaveLength(1);
  expect(runOperation(file, 'search', 'lb').buyers.hits).toHaveLength(1);
  expect(runOperation(file, 'search', 'xllz').buyers.hits).toHaveLength(0);
  file.mendIndex();
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(log.heard).toEqual([]);
  file.close();
  await place.remove();
});
