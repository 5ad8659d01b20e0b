import { statSync } from 'node:fs';
import { StorageError, type Log } from '../core/ports.ts';
import type { DatabasePlace } from '../stages/staged-opening.ts';
import { Backups } from '../storage/backup/backups.ts';
import { openStore } from '../storage/open-store.ts';
import { databaseFileIn } from './data-directory.ts';
import { isFull, type DataFolder } from './data-folder.ts';

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
    readonly backupWorkerUrl: URL;
    readonly log: Log;
  },
): DatabasePlace => {
  const file = databaseFileIn(folder.directory);
  return {
    claim: () => {
      const claim = folder.claim();
      if (claim === 'ours') return null;
      return claim === 'taken' ? 'storage.locked' : claim;
    },
    open: async () => {
      try {
        return await openStore({ file, workerUrl: parts.workerUrl, log: parts.log });
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
