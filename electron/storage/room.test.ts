import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Write } from '../core/ports/store.ts';
import { openDatabase } from './database.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { runOperation } from './operations.ts';
import { openOwn, type OpenFile } from './own-database.ts';
import { makeOlderFile } from './testing/older-file.ts';
import { conversationRow, messageRow, shopRow } from './testing/rows.ts';
import { listeningLog, temporaryFile, type TemporaryFile } from './testing/temporary-file.ts';

const PROGRAM = fileURLToPath(new URL('./testing/sweep-until-killed.ts', import.meta.url));
const MIB = 1024 * 1024;
/** 20 KB each: 24 MB. */
const OLD = 1_200;
const NEW = 100;
const BEFORE = messageRow(OLD + 1).orderAt;

let place: TemporaryFile;
const sizeMib = (): number => statSync(place.file).size / MIB;
const open = (): OpenFile => openOwn(openDatabase(place.file), listeningLog());

beforeEach(async () => {
  place = await temporaryFile();
  const file = open();
  const content = '很长'.repeat(3_500);
  runOperation(file, 'commit', [
    { put: 'shop', row: shopRow() },
    { put: 'conversation', row: conversationRow() },
    ...Array.from({ length: OLD + NEW }, (_, n): Write => ({
      put: 'message',
      row: messageRow(n + 1, { content }),
    })),
  ]);
  file.close();
});
afterEach(() => place.remove());

/** Starts the program and kills it after so many steps, or waits for its end. */
const sweepUntil = async (steps: number): Promise<number> => {
  const child = spawn(process.execPath, [PROGRAM, place.file, String(BEFORE)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = 0;
  const reader = createInterface({ input: child.stdout });
  reader.on('line', () => {
    said += 1;
    if (said === steps) child.kill('SIGKILL');
  });
  await Promise.all([once(child, 'close'), once(reader, 'close')]);
  return said;
};

test('[PF4] what is forgotten is given back to the disk, but for a little that is used next', () => {
  expect(sizeMib()).toBeGreaterThan(24);
  const file = open();
  const query = { after: null, messagesBefore: BEFORE, frameIdsBefore: 0 };
  let step = runOperation(file, 'sweep', query);
  for (; !step.isDone; step = runOperation(file, 'sweep', { ...query, after: step.next })) continue;
  file.close();
  expect(sizeMib()).toBeLessThan(12);
});

test('[ST7] [PF4] the log gives back what it grew by while a backup read', () => {
  const log = `${place.file}-wal`;
  const db = openDatabase(place.file);
  const reader = new Database(place.file, { readonly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM message').get();
  db.exec("UPDATE message SET content = content || '。'");
  expect(statSync(log).size / MIB).toBeGreaterThan(20);
  reader.close();
  // The first brings all of it into the file, the second begins the log anew.
  for (const color of ['#111111', '#222222']) db.prepare('UPDATE shop SET color = ?').run(color);
  expect(statSync(log).size / MIB).toBeLessThanOrEqual(16);
  db.close();
});

test('[PF4] an older file, which cannot shrink, is written anew once at a start, when much of it is free', () => {
  const older = `${place.file}.older`;
  makeOlderFile(older, { forgotten: OLD, kept: NEW });
  const told: number[] = [];
  expect(statSync(older).size / MIB).toBeGreaterThan(24);
  const db = openDatabase(older, MIGRATIONS, (done) => {
    told.push(done);
  });
  expect(told).toEqual([0]);
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(2);
  expect(db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(NEW);
  db.close();
  expect(statSync(older).size / MIB).toBeLessThan(4);
});

test('[PF4] kill -9 in the middle of giving room back costs nothing, and the next sweep gives the rest', async () => {
  const steps = [1, 4, 9];
  for (const step of steps) {
    await sweepUntil(step);
    const db = openDatabase(place.file);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.prepare('SELECT count(*) FROM message WHERE order_at >= ?').pluck().get(BEFORE)).toBe(
      NEW,
    );
    db.close();
  }
  expect(await sweepUntil(Number.POSITIVE_INFINITY)).toBeGreaterThan(1);
  expect(sizeMib()).toBeLessThan(12);
});
