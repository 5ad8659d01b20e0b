import { statSync } from 'node:fs';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { StorageError, type OpenedStore } from '../core/ports/store.ts';
import { Backups } from '../storage/backup/backups.ts';
import type { StorageWorker } from '../storage/begin-worker.ts';
import { openStore } from '../storage/open-store.ts';
import { databaseFileIn } from '../host/data/data-directory.ts';
import { isFull, type DataFolder } from '../host/data/data-folder.ts';
import type { StorageReason } from '#shared/model/storage-status.ts';

/** Copies of the database, made in the background. */
export interface DailyBackups {
  start(): void;
  stop(): Promise<void>;
}

/** The database on this computer, before anyone knows whether it can be opened. */
export interface DatabasePlace {
  /** Makes the folder and takes it for this process; why not, where that cannot be done at present. */
  claim(): StorageReason | null;
  /** `onUpgrade` hears how much of an older file's upgrade is done, 0 to 1. Rejects with a `StorageError`. */
  open(onUpgrade: (done: number) => void): Promise<OpenedStore>;
  /** Of the file once it is open (ST7); `onDamaged` repairs what a backup could not be made of. */
  backups(clock: Clock, onDamaged: () => Promise<void>): DailyBackups;
  /** Another text whenever another file may stand there. */
  fingerprint(): string;
}

const markOf = (file: string): string => {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '-' : `${found.ino} ${found.size} ${found.mtimeMs}`;
};

/** The database in its folder, opened in the thread of `workerUrl`. */
export const databasePlace = (
  folder: DataFolder,
  parts: {
    /** The storage thread's module, and the backups': source files under Node, bundled ones under Electron. */
    readonly workerUrl: URL;
    /** The first storage thread, begun before the place was known. */
    readonly waiting?: StorageWorker | undefined;
    readonly backupWorkerUrl: URL;
    readonly log: Log;
  },
): DatabasePlace => {
  const file = databaseFileIn(folder.directory);
  let { waiting } = parts;
  return {
    claim: () => {
      const claim = folder.claim();
      if (claim === 'ours') return null;
      if (claim === 'foreign') return 'storage.readonly';
      return claim === 'taken' ? 'storage.locked' : claim;
    },
    open: async (onUpgrade) => {
      try {
        const { workerUrl, log } = parts;
        // A thread opens one file once.
        const own = waiting;
        waiting = undefined;
        return await openStore({ file, workerUrl, waiting: own, log, onUpgrade });
      } catch (error) {
        const isForRoom = error instanceof StorageError && error.kind === 'storage.io';
        if (!isForRoom || !isFull(folder.directory)) throw error;
        throw new StorageError('storage.full', error.message);
      }
    },
    backups: (clock, onDamaged) =>
      new Backups({ file, workerUrl: parts.backupWorkerUrl, clock, log: parts.log, onDamaged }),
    fingerprint: () => {
      try {
        return `${markOf(file)} ${markOf(`${file}-wal`)}`;
      } catch {
        // A folder that cannot be looked into is not what it was.
        return '';
      }
    },
  };
};
