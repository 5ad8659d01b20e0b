import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { Log } from '../core/ports/log.ts';
import type { Connection } from './database.ts';
import type { AnyFile } from './operations.ts';
import type { OpenFile } from './own-database.ts';
import { openRepository } from './repositories/repositories.ts';
import type { RepositoryParts } from './repositories/repository.ts';
import { RowReader } from './row-reader.ts';
import type { SlowWatch } from './slow-watch.ts';
import { Checksums } from './tables.ts';

type Place = { readonly db: Connection; readonly leave: () => void };

const SIDE_FILES = ['-wal', '-shm'] as const;

/** Reads where the file is; SQLite makes side files while it reads, and none of them stays that was not there. */
const openInPlace = (file: string): Place => {
  const made = SIDE_FILES.map((suffix) => file + suffix).filter((side) => !existsSync(side));
  const db = new Database(file, { readonly: true, fileMustExist: true });
  const leave = (): void => {
    for (const side of made) rmSync(side, { force: true });
  };
  try {
    db.pragma('user_version');
    return { db, leave };
  } catch (error) {
    db.close();
    leave();
    throw error;
  }
};

/** For a folder in which SQLite may not even make its side files. */
const openCopy = (file: string): Place => {
  const folder = mkdtempSync(path.join(tmpdir(), 'duodian-newer-'));
  const copy = path.join(folder, 'copy.sqlite');
  copyFileSync(file, copy);
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
  return {
    db: new Database(copy),
    leave: () => rmSync(folder, { recursive: true, force: true }),
  };
};

const openForReading = (file: string): Place => {
  try {
    return openInPlace(file);
  } catch {
    return openCopy(file);
  }
};

/** Reads what can be read; what cannot is named in the log and answered as empty. */
const tolerant =
  (parts: RepositoryParts, log: Log): AnyFile['ask'] =>
  (name, otherwise, read) => {
    try {
      return read(openRepository(name, parts));
    } catch (error) {
      log.warn('storage.newerNotRead', {
        what: name,
        message: error instanceof Error ? error.message : '',
      });
      return otherwise;
    }
  };

/**
 * ST3: the database of a newer app, to look at and never to write. Its tables are read as far as they are like ours; what
 * is not is empty, and named in the log. Checksums are not asked: the newer app may compute them in another way.
 */
export const openNewer = (
  file: string,
  log: Log,
  watch: SlowWatch | null,
): { readonly operations: OpenFile; readonly db: Connection; readonly guard: null } => {
  const { db, leave } = openForReading(file);
  const parts = { db, rows: new RowReader(log, null), checksums: new Checksums(0), watch };
  const operations: OpenFile = {
    ask: tolerant(parts, log),
    withIndex: (_reads, run) => run(),
    close: () => {
      db.close();
      leave();
    },
    takeDamaged: () => 0,
    lastOutboxSeq: () => 0,
    countRows: () => 0,
    indexStep: () => 'nothing',
    mendIndex: () => undefined,
  };
  return { operations, db, guard: null };
};
