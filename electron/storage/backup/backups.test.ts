import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../core/ports/clock.ts';
import { openDatabase, type Connection } from '../database.ts';
import { runOperation } from '../operations.ts';
import { openOwn } from '../own-database.ts';
import { buyerSpeaks, shopRow } from '../testing/rows.ts';
import { listeningLog, temporaryFile, type TemporaryFile } from '../testing/temporary-file.ts';
import { backupName, backupsOf } from './backup-files.ts';
import { Backups } from './backups.ts';

const WORKER = new URL('./backup-worker.ts', import.meta.url);
const HOUR_MS = 3_600_000;

/** A clock with one timer, which runs when the test says so. */
class HandClock implements Clock {
  at = Date.UTC(2026, 0, 31, 12);
  timer: { readonly ms: number; readonly run: () => void } | null = null;
  now(): number {
    return this.at;
  }
  monotonicMs(): number {
    return this.at;
  }
  setTimer(ms: number, run: () => void): () => void {
    this.timer = { ms, run };
    return () => {
      this.timer = null;
    };
  }
  /** Lets the timer run out and waits until the next one is set. */
  async pass(): Promise<void> {
    const { timer } = this;
    if (timer === null) throw new Error('no timer is set');
    this.timer = null;
    this.at += timer.ms;
    timer.run();
    await expect.poll(() => this.timer, { timeout: 20_000 }).not.toBeNull();
  }
}

let place: TemporaryFile;
let db: Connection;
let clock: HandClock;
let log: ReturnType<typeof listeningLog>;
let damages: number;
let backups: Backups;
beforeEach(async () => {
  place = await temporaryFile();
  db = openDatabase(place.file);
  clock = new HandClock();
  log = listeningLog();
  damages = 0;
  runOperation(openOwn(db, log), 'commit', [{ put: 'shop', row: shopRow() }, ...buyerSpeaks(1)]);
  backups = new Backups({
    file: place.file,
    workerUrl: WORKER,
    clock,
    log,
    onDamaged: async () => {
      damages += 1;
    },
  });
  backups.start();
});
afterEach(async () => {
  await backups.stop();
  db.close();
  await place.remove();
});

const folder = (): string => join(dirname(place.file), 'backups');

test('[ST7] soon after the start there is a backup that holds everything, made while the database is in use', async () => {
  const reader = db.prepare('SELECT count(*) FROM message').pluck();
  await clock.pass();
  expect(reader.get()).toBe(1);
  const [backup = ''] = backupsOf(place.file);
  const copy = new Database(backup, { readonly: true });
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(copy.prepare('SELECT message_id FROM message').pluck().all()).toEqual(['m-1']);
  copy.close();
  expect(readdirSync(folder())).toHaveLength(1);
});

test('[ST7] what was written meanwhile is in the file after it, so that no call of the agent brings it there', async () => {
  await clock.pass();
  const alone = join(dirname(place.file), 'alone.db');
  copyFileSync(place.file, alone);
  const copy = new Database(alone);
  expect(copy.prepare('SELECT message_id FROM message').pluck().all()).toEqual(['m-1']);
  copy.close();
});

test('[ST7] every hour it is looked, once a day one is written, three are kept', async () => {
  const seen = new Set<string>();
  for (let hour = 0; hour < 24 * 4; hour += 1) {
    await clock.pass();
    for (const backup of backupsOf(place.file)) seen.add(backup);
    expect(clock.timer?.ms).toBe(HOUR_MS);
  }
  expect(seen.size).toBe(4);
  expect(backupsOf(place.file)).toEqual([...seen].toReversed().slice(0, 3));
});

test('[ST7] a backup that cannot be written is in the log, leaves nothing, and is tried again with the next look', async () => {
  writeFileSync(folder(), 'a file where the folder should be');
  await clock.pass();
  expect(log.heard.map(({ event }) => event)).toEqual(['storage.backupFailed']);
  expect(damages).toBe(0);
  rmSync(folder());
  await clock.pass();
  expect(backupsOf(place.file)).toHaveLength(1);
});

test('[ST7] a damaged row is no backup: the older ones stay, and whoever can mend is asked', async () => {
  mkdirSync(folder());
  const older = join(folder(), backupName(place.file, '20260101-000000'));
  writeFileSync(older, 'as it was');
  db.exec("UPDATE message SET content = 'another'");
  await clock.pass();
  expect(damages).toBe(1);
  expect(readdirSync(folder())).toHaveLength(1);
  expect(readFileSync(older, 'utf8')).toBe('as it was');
});

test('[ST7] after stop nothing is looked at any more', async () => {
  await backups.stop();
  expect(clock.timer).toBeNull();
});
