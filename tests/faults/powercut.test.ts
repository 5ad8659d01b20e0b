import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../electron/core/ports/log.ts';
import { openDatabase, type Connection } from '../../electron/storage/database.ts';
import { openStore } from '../../electron/storage/open-store.ts';
import { recordFigure } from './figures.ts';
import { replayCuts, type Cut } from './powercut/replay.ts';
import { hasStrace, recordWriter } from './powercut/trace.ts';
import { scaled } from './scale.ts';

/** Set it to a seed that failed, to cut at the same moments. */
const SEED_VARIABLE = 'DUODIAN_POWERCUT_SEED';
const POINTS = scaled(120, 100_000, 700);
/** SQLite writes the log back into the database every 1,000 pages: this many commits make it do so. */
const COMMITS = 200;
/** Every so many points the whole storage thread opens the file, and not only its database. */
const THREAD_EVERY = 60;
const WORKER_URL = new URL('../../electron/storage/worker.ts', import.meta.url);
const silent: Log = { info: () => undefined, warn: () => undefined };

const seed = process.env[SEED_VARIABLE] ?? Date.now().toString(36);

/** What of the committed numbers is missing or there in part; empty is what must be. */
const lostIn = (db: Connection, said: readonly number[]): readonly string[] => {
  const column = (sql: string): readonly unknown[] => db.prepare(sql).pluck().all();
  const stored = new Set(column('SELECT arrival FROM message').map(Number));
  const forwarded = new Set(column("SELECT frame ->> 'message_id' FROM outbox"));
  const faults = said.filter((number) => !stored.has(number)).map((number) => `${number} is lost`);
  for (const number of stored)
    if (!forwarded.has(`m-${number}`)) faults.push(`${number} is there without its frame`);
  if (forwarded.size !== stored.size) faults.push('there are frames without their message');
  const integrity = column('PRAGMA integrity_check').join(', ');
  if (integrity !== 'ok') faults.push(integrity);
  return faults;
};

const openAndLook = ({ file, said }: Cut): readonly string[] => {
  const db = openDatabase(file);
  try {
    return lostIn(db, said);
  } finally {
    db.close();
  }
};

/** A power cut is no damage: nothing may be salvaged, and the thread must serve. */
const openThread = async ({ file, said }: Cut): Promise<readonly string[]> => {
  const { store, access, repair } = await openStore({ file, workerUrl: WORKER_URL, log: silent });
  const { lastArrival } = await store.load();
  await store.close();
  const newest = Math.max(0, ...said);
  return [
    ...(repair === null ? [] : [`repaired: ${JSON.stringify(repair)}`]),
    ...(access === 'readwrite' ? [] : ['opened for reading only']),
    ...(lastArrival >= newest ? [] : [`the last arrival is ${lastArrival} of ${newest}`]),
  ];
};

describe.skipIf(!hasStrace)('a power cut (needs strace)', () => {
  let folder: string;
  let memory: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'duodian-trace-'));
    memory = await mkdtemp(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'duodian-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
    await rm(memory, { recursive: true, force: true });
  });

  it(
    `[ST1] ${POINTS} cuts: every commit that resolved is there, none in part, nothing to repair`,
    async () => {
      const events = await recordWriter(folder, ['store', COMMITS]);
      const kinds = new Set(
        events.map((event) => `${event.kind} ${'file' in event ? event.file : ''}`),
      );
      expect(kinds).toContain('write duodian.db');
      expect(kinds).toContain('write duodian.db-wal');
      const faults: string[] = [];
      let cuts = 0;
      await replayCuts(events, { folder: memory, points: POINTS, seed }, async (cut, index) => {
        const found = index % THREAD_EVERY === 0 ? await openThread(cut) : openAndLook(cut);
        faults.push(...found.map((fault) => `${cut.where}: ${fault}`));
        cuts += 1;
      });
      expect(faults).toEqual([]);
      recordFigure({
        promise: 'powerCut',
        target: 'synchronous=FULL: 0 lost',
        reached: `synchronous=FULL: ${cuts} cuts, 0 lost`,
      });
    },
    scaled(240_000, 7_200_000),
  );

  it.each([
    ['FULL', false],
    ['NORMAL', true],
    ['OFF', true],
  ] as const)(
    'the replay itself: synchronous=%s loses something: %s',
    async (synchronous, loses) => {
      const events = await recordWriter(folder, ['plain', 40, synchronous]);
      const lost: string[] = [];
      await replayCuts(events, { folder: memory, points: 200, seed }, ({ file, said, where }) => {
        const db = new Database(file);
        const hasTable = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'said'").get();
        const stored = hasTable ? db.prepare('SELECT number FROM said').pluck().all() : [];
        db.close();
        lost.push(...said.filter((number) => !stored.includes(number)).map(() => where));
      });
      expect(lost.length > 0).toBe(loses);
    },
    60_000,
  );
});
