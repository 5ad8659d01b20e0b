import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { hasSoundPages, hasSoundRows } from '../salvage/inspect.ts';
import { stampOf } from '../salvage/kept-aside.ts';
import { syncFile, syncFolder } from '../sync-to-disk.ts';
import { backupFolderOf, backupName, backupsOf } from './backup-files.ts';

const KEPT_BACKUPS = 3;
const UNFINISHED = '.unfinished';

export type BackupOutcome =
  | { readonly kind: 'written'; readonly name: string }
  /** The database or its copy is not whole; nothing was kept. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'failed'; readonly why: string };

/** Side files of SQLite that a broken off backup may have left go with it. */
const removeUnfinished = (folder: string): void => {
  for (const name of readdirSync(folder).filter((entry) => entry.includes(UNFINISHED))) {
    rmSync(path.join(folder, name), { force: true });
  }
};

/** The agent's work has the processor at least every other moment. */
const PAUSE_MS = 5;
const pause = (): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
};

/** Each page is read once and in order, so a larger cache holds nothing that is read again. */
const CACHE_KIB = 2_048;

const open = (file: string, readonly: boolean): Database.Database => {
  const db = new Database(file, { readonly, fileMustExist: true });
  db.pragma(`cache_size = -${CACHE_KIB}`);
  return db;
};

/** The rows are looked at in the copy: whoever reads the database itself so long keeps its log from being emptied. */
const isWholeCopy = (file: string): boolean => {
  const db = open(file, true);
  try {
    return hasSoundPages(db) && hasSoundRows(db, pause);
  } finally {
    db.close();
  }
};

const copyInto = (file: string, target: string): boolean => {
  const db = open(file, true);
  // What is written while the copy is made stays in the log. It comes into the file here, and not with the agent's next message.
  const log = open(file, false);
  try {
    // A copy has new indexes, so damage in the old ones is looked for here.
    if (!hasSoundPages(db)) return false;
    log.pragma('wal_checkpoint(PASSIVE)');
    db.prepare('VACUUM INTO ?').run(target);
    log.pragma('wal_checkpoint(PASSIVE)');
    return true;
  } finally {
    log.close();
    db.close();
  }
};

/**
 * One verified copy of the database (ST7), under its name only when it is whole and on the disk. Whoever writes to the
 * database is not held up: in a WAL database a reader holds nobody. Takes time that grows with the file, so not in the
 * storage thread. Throws what SQLite and the file system throw.
 */
export const writeBackup = (file: string, at: number): BackupOutcome => {
  const folder = backupFolderOf(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeUnfinished(folder);
  const name = backupName(file, stampOf(at));
  const unfinished = path.join(folder, `${name}${UNFINISHED}`);
  try {
    if (!copyInto(file, unfinished) || !isWholeCopy(unfinished)) return { kind: 'damaged' };
    syncFile(unfinished);
    renameSync(unfinished, path.join(folder, name));
    syncFolder(folder);
  } finally {
    removeUnfinished(folder);
  }
  for (const old of backupsOf(file).slice(KEPT_BACKUPS)) rmSync(old, { force: true });
  return { kind: 'written', name };
};
