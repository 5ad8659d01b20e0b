import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../electron/storage/open-store.ts';
import { isWholeDatabase } from '../../electron/storage/salvage/inspect.ts';
import { makeOlderFile } from '../../electron/storage/testing/older-file.ts';
import { messageRow } from '../../electron/storage/testing/rows.ts';
import { listeningLog, WORKER_URL } from '../../electron/storage/testing/temporary-file.ts';
import { temporaryFolder } from '../e2e/programs.ts';
import { canMount, SmallDisk } from './small-disk.ts';

const PROGRAM = fileURLToPath(
  new URL('../../electron/storage/testing/open-until-killed.ts', import.meta.url),
);
const MIB = 1024 * 1024;
const FORGOTTEN = 1_100;
/** 6 MB, which SQLite holds in memory while it writes the file anew. */
const FEW = 300;
/** 42 MB, more than it holds: the rest goes into a temporary file. */
const MANY = 2_000;
const NEXT = FORGOTTEN + FEW + 1;
/** A database needs so much to be opened at all: the index of its log. */
const LEAST = 128 * 1024;

const wholeVacuumOf = (file: string): unknown => {
  const db = new Database(file, { readonly: true });
  const value = db.pragma('auto_vacuum', { simple: true });
  expect(isWholeDatabase(db)).toBe(true);
  db.close();
  return value;
};

describe.skipIf(!canMount())(
  'a disk that is full while an older file is written anew (needs root)',
  () => {
    let disk: SmallDisk;
    let scratch: SmallDisk;
    let file: string;
    let remove: () => Promise<void>;
    beforeEach(async () => {
      const temporary = await temporaryFolder();
      ({ remove } = temporary);
      disk = new SmallDisk(path.join(temporary.folder, 'disk'), '256m');
      scratch = new SmallDisk(path.join(temporary.folder, 'scratch'), '64m');
      file = path.join(disk.folder, 'duodian.sqlite');
    });
    afterEach(async () => {
      disk.remove();
      scratch.remove();
      await remove();
    });

    const open = (): ReturnType<typeof openStore> =>
      openStore({ file, workerUrl: WORKER_URL, log: listeningLog() });

    it('[PF4] [ST5] the file stays as it is, works on once there is room, and the next start does it', async () => {
      makeOlderFile(file, { forgotten: FORGOTTEN, kept: FEW });
      disk.fill(LEAST);
      const opened = await open();
      expect(opened.repair).toBeNull();
      expect(opened.access).toBe('readwrite');
      const long = { content: '很长'.repeat(30_000) };
      const message = { put: 'message', row: messageRow(NEXT, long) } as const;
      await expect(opened.store.commit([message])).rejects.toMatchObject({ kind: 'storage.full' });
      disk.free();
      await opened.store.commit([message]);
      await opened.store.close();
      expect(wholeVacuumOf(file)).toBe(0);

      const again = await open();
      expect(again.repair).toBeNull();
      await again.store.close();
      expect(wholeVacuumOf(file)).toBe(2);
      expect(statSync(file).size / MIB).toBeLessThan(8);
    });

    it('[PF4] [ST5] a disk with room for a part of it gets that room back', async () => {
      makeOlderFile(file, { forgotten: FORGOTTEN, kept: FEW });
      disk.fill(3 * MIB);
      const opened = await open();
      expect(opened.repair).toBeNull();
      const log = `${file}-wal`;
      expect(existsSync(log) ? statSync(log).size : 0).toBeLessThan(MIB);
      await opened.store.commit([{ put: 'message', row: messageRow(NEXT) }]);
      await opened.store.close();
      expect(wholeVacuumOf(file)).toBe(0);
    });

    it('[PF4] [ST5] a full disk of temporary files costs as little', async () => {
      makeOlderFile(file, { forgotten: FORGOTTEN, kept: MANY });
      mkdirSync(path.join(scratch.folder, 'tmp'));
      scratch.fill();
      const openElsewhere = async (): Promise<void> => {
        const env = { ...process.env, SQLITE_TMPDIR: path.join(scratch.folder, 'tmp') };
        const child = spawn(process.execPath, [PROGRAM, file], { stdio: 'ignore', env });
        await once(child, 'close');
        expect(child.exitCode).toBe(0);
      };
      await openElsewhere();
      expect(wholeVacuumOf(file)).toBe(0);
      scratch.free();
      await openElsewhere();
      expect(wholeVacuumOf(file)).toBe(2);
    });
  },
);
