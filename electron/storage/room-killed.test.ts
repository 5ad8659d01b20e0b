import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from './open-store.ts';
import { isWholeDatabase } from './salvage/inspect.ts';
import { makeOlderFile } from './testing/older-file.ts';
import {
  listeningLog,
  temporaryFile,
  WORKER_URL,
  type TemporaryFile,
} from './testing/temporary-file.ts';

const PROGRAM = fileURLToPath(new URL('./testing/open-until-killed.ts', import.meta.url));
const MIB = 1024 * 1024;
const KEPT = 900;
const FORGOTTEN = 1_100;
/** A busy computer may see the moment too late, when all is done. */
const TRIES = 20;

let place: TemporaryFile;
let older: string;
beforeAll(async () => {
  place = await temporaryFile();
  older = `${place.file}.older`;
  makeOlderFile(older, { forgotten: FORGOTTEN, kept: KEPT });
}, 120_000);
afterAll(() => place.remove());

const SIDES = ['', '-wal', '-shm'] as const;
const removeAll = (file: string): void => {
  for (const side of SIDES) rmSync(`${file}${side}`, { force: true });
};
const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

/** What a moment is told by; asked as often as the computer lets it. */
type Moment = (file: string) => boolean;

/** Opens the older file in a process of its own and kills that at the moment; false when it was done before. */
const openAndKill = async (file: string, isMoment: Moment): Promise<boolean> => {
  removeAll(file);
  copyFileSync(older, file);
  const child = spawn(process.execPath, [PROGRAM, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const reader = createInterface({ input: child.stdout });
  const said: string[] = [];
  const look = (): void => {
    if (child.exitCode !== null || child.killed) return;
    if (isMoment(file)) child.kill('SIGKILL');
    else setImmediate(look);
  };
  reader.on('line', (line) => {
    said.push(line);
    if (line === 'working') look();
  });
  await Promise.all([once(child, 'close'), once(reader, 'close')]);
  return !said.includes('open');
};

/** In a copy: whoever opens the file itself takes up or drops what its log holds. */
const wasDone = (file: string): boolean => {
  const copy = `${file}.looked-at`;
  removeAll(copy);
  for (const side of ['', '-wal'] as const)
    if (existsSync(`${file}${side}`)) copyFileSync(`${file}${side}`, `${copy}${side}`);
  const db = new Database(copy);
  const isDone = db.pragma('auto_vacuum', { simple: true }) === 2;
  db.close();
  removeAll(copy);
  return isDone;
};

const expectAllThere = (file: string): void => {
  const db = new Database(file);
  expect(isWholeDatabase(db)).toBe(true);
  expect(db.prepare('SELECT arrival FROM message ORDER BY arrival').pluck().all()).toEqual(
    Array.from({ length: KEPT }, (_, n) => FORGOTTEN + n + 1),
  );
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(2);
  expect(db.pragma('freelist_count', { simple: true })).toBe(0);
  db.close();
  expect(statSync(file).size / MIB).toBeLessThan(((KEPT + 100) * 21_500) / MIB);
};

const MOMENTS: readonly (readonly [name: string, isMoment: Moment])[] = [
  ['as it begins', () => true],
  ['when the new pages begin to come into the log', (file) => sizeOf(`${file}-wal`) > 0],
  ['half way through the log', (file) => sizeOf(`${file}-wal`) > (KEPT * 20_000) / 2],
];

test.each(MOMENTS)(
  '[PF4] [ST3] kill -9 while an older file is written anew, %s: nothing is lost, and the next start does it',
  async (_name, isMoment) => {
    const { file } = place;
    let wasInTime = false;
    for (let tries = 0; !wasInTime && tries < TRIES; tries += 1)
      wasInTime = (await openAndKill(file, isMoment)) && !wasDone(file);
    expect(wasInTime).toBe(true);

    const told: number[] = [];
    const opened = await openStore({
      file,
      workerUrl: WORKER_URL,
      log: listeningLog(),
      onUpgrade: (done) => told.push(done),
    });
    expect(opened.repair).toBeNull();
    expect(told).toEqual([0]);
    await opened.store.close();
    expectAllThere(file);
  },
);

test('[PF4] [ST3] kill -9 while the new pages go from the log into the file: the next start goes on with them', async () => {
  const { file } = place;
  const before = sizeOf(older);
  // The file is cut off at its new end last of all.
  const isMoment = (): boolean => sizeOf(`${file}-wal`) > KEPT * 20_000 || sizeOf(file) < before;
  await openAndKill(file, isMoment);
  const opened = await openStore({ file, workerUrl: WORKER_URL, log: listeningLog() });
  expect(opened.repair).toBeNull();
  await opened.store.close();
  expectAllThere(file);
});
