import type Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import type { Write } from '../core/ports/store.ts';
import { openDatabase } from './database.ts';
import { asStorageError } from './errors.ts';
import { runOperation } from './operations.ts';
import { openOwn, type OpenFile } from './own-database.ts';
import {
  BUYER,
  buyerSpeaks,
  conversationRow,
  frameOf,
  messageRow,
  SHOP,
  shopRow,
} from './testing/rows.ts';
import { TABLE_NAMES, TABLES } from './tables.ts';
import { listeningLog, temporaryFile, type TemporaryFile } from './testing/temporary-file.ts';

const REF = { shopId: SHOP, buyerPin: BUYER };

let place: TemporaryFile;
let db: Database.Database;
let log: ReturnType<typeof listeningLog>;
let file: OpenFile;
beforeEach(async () => {
  place = await temporaryFile();
  db = openDatabase(place.file);
  log = listeningLog();
  file = openOwn(db, log);
});
afterEach(async () => {
  db.close();
  await place.remove();
});

/** Gives rows that a test wrote by hand the checksum that a program of ours would have given them. */
const sealAll = (): void => {
  for (const table of TABLE_NAMES) {
    const columns = TABLES[table].columns.join(', ');
    db.exec(`UPDATE ${table} SET checksum = row_checksum('${table}', ${columns})`);
  }
};

test('a row that the model does not know is left out and named in the log, without its content', () => {
  runOperation(file, 'commit', [
    { put: 'shop', row: shopRow() },
    { put: 'conversation', row: conversationRow() },
    { put: 'conversation', row: conversationRow({ buyerPin: messageRow(1).buyerPin, draft: 'x' }) },
    ...[1, 2, 3].map((arrival): Write => ({ put: 'message', row: messageRow(arrival) })),
    ...[1, 2, 3].map((arrival): Write => ({ put: 'outbox', row: frameOf(messageRow(arrival)) })),
    { put: 'settings', row: DEFAULT_SETTINGS },
  ]);
  db.exec(`UPDATE message SET origin = 'alien' WHERE arrival = 2;
    UPDATE message SET card = '{"secret-canary' WHERE arrival = 3;
    UPDATE conversation SET mode = '{"kind":"loud"}';
    UPDATE outbox SET frame = '{"type":"ping","uuid":"1"}' WHERE outbox_seq <= 2;
    UPDATE settings SET value = 'none'`);
  sealAll();
  const state = runOperation(file, 'load');
  expect(state.shops).toHaveLength(1);
  expect(state.conversations).toEqual([]);
  expect(state.settings).toBeNull();
  expect(runOperation(file, 'loadMessages', REF, null, 10).messages).toEqual([messageRow(1)]);
  // An empty answer would mean that the outbox is drained.
  expect(runOperation(file, 'loadOutbox', 0, 1).map((row) => row.frame)).toEqual([
    frameOf(messageRow(3)),
  ]);
  const skipped = log.heard.filter(({ event }) => event === 'storage.rowsSkipped');
  expect(
    skipped.map(({ detail }) => [detail['table'], detail['skipped'], detail['column']]),
  ).toEqual([
    ['conversation', 1, 'mode.kind'],
    ['settings', 1, 'value'],
    ['message', 2, 'card'],
    ['outbox', 1, 'frame'],
    ['outbox', 1, 'frame'],
  ]);
  expect(JSON.stringify(log.heard)).not.toContain('secret-canary');
});

test('a setting that an older version did not know has its default', () => {
  const { sendKey: _, ...older } = { ...DEFAULT_SETTINGS, theme: 'dark' };
  db.prepare('INSERT INTO settings (one, value) VALUES (1, ?)').run(JSON.stringify(older));
  sealAll();
  expect(runOperation(file, 'load').settings).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
});

test('[ST5] a row that is not as it was written is left out, although it could be read, and counted', () => {
  runOperation(file, 'commit', [
    { put: 'shop', row: shopRow() },
    ...[1, 2, 3].map((arrival): Write => ({ put: 'message', row: messageRow(arrival) })),
    { put: 'outbox', row: frameOf(messageRow(1)) },
    { put: 'outbox', row: frameOf(messageRow(2)) },
    { put: 'outage', row: { from: 1, to: 2 } },
    { put: 'settings', row: DEFAULT_SETTINGS },
  ]);
  db.exec(`UPDATE message SET content = 'another canary' WHERE arrival = 2;
    UPDATE message SET arrival = 30 WHERE arrival = 3;
    UPDATE outbox SET outbox_seq = outbox_seq + 5;
    UPDATE outage SET to_at = 3;
    UPDATE settings SET checksum = checksum + 1;
    UPDATE shop SET name = NULL`);
  const state = runOperation(file, 'load');
  expect([state.shops, state.outages, state.settings]).toEqual([[], [], null]);
  expect(runOperation(file, 'loadMessages', REF, null, 10).messages).toEqual([messageRow(1)]);
  expect(runOperation(file, 'loadOutbox', 0, 1)).toEqual([]);
  const damaged = log.heard.filter(({ event }) => event === 'storage.rowsDamaged');
  expect(damaged.map(({ detail }) => [detail['table'], detail['damaged']])).toContainEqual([
    'message',
    2,
  ]);
  expect(JSON.stringify(log.heard)).not.toContain('canary');
});

test('[ST5] a full disk refuses the commit, keeps what was there, and work goes on when there is room', () => {
  runOperation(file, 'commit', [{ put: 'shop', row: shopRow() }, ...buyerSpeaks(1)]);
  const pages = Number(db.pragma('page_count', { simple: true }));
  db.pragma(`max_page_count = ${pages + 1}`);
  const long = messageRow(2, { content: '长'.repeat(60_000) });
  const write = (): void =>
    runOperation(file, 'commit', [...buyerSpeaks(3), { put: 'message', row: long }]);
  expect(() => {
    try {
      write();
    } catch (error) {
      throw asStorageError(error);
    }
  }).toThrow(expect.objectContaining({ kind: 'storage.full' }));
  expect(db.inTransaction).toBe(false);
  expect(runOperation(file, 'loadMessages', REF, null, 10).messages).toEqual([messageRow(1)]);
  db.pragma('max_page_count = 1000000');
  write();
  expect(runOperation(file, 'loadMessages', REF, null, 10).messages).toEqual([
    messageRow(1),
    long,
    messageRow(3),
  ]);
});
