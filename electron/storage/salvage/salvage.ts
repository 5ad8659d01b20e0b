import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import type { StorageRepair } from '#shared/model/storage-status.ts';
import type { Log } from '../../core/ports/log.ts';
import { backupsOf } from '../backup/backup-files.ts';
import type { Row } from '../tables.ts';
import { RowSearch, type FoundRow, type Search } from './find-rows.ts';
import { nameForDamaged, takePlace, takeUpUnfinished, unfinishedName } from './kept-aside.ts';
import { fromBackup, fromDamaged, Rebuild } from './rebuild.ts';
import { openSource } from './source.ts';

type Salvage = {
  readonly file: string;
  readonly at: number;
  readonly log: Log;
  /** Outbox numbers up to this one were given in this life of the process. */
  readonly lastOutboxSeq: number;
};

/** Copies every row that is as it was written. */
const copyRows = (from: string, into: Rebuild, change: (found: FoundRow) => Row | null): Search => {
  const source = openSource(from, true);
  try {
    const search = new RowSearch(source.pages, source.trust, source.recognises);
    for (const found of search.rows()) {
      const row = change(found);
      if (row !== null) into.put(found.table, row);
    }
    const { lost, isComplete } = search.result;
    return { lost, isComplete: isComplete && source.isOwnWal && source.wal.state !== 'broken' };
  } finally {
    source.pages.close();
  }
};

const fillFromBackup = (file: string, into: Rebuild, log: Log): void => {
  for (const backup of backupsOf(file)) {
    try {
      copyRows(backup, into, fromBackup);
    } catch (error) {
      log.warn('storage.backupUnreadable', { error });
    }
    if (into.kept > 0) {
      log.info('storage.filledFromBackup', { backup: path.basename(backup), rows: into.kept });
      return;
    }
  }
};

/**
 * Makes a new database of what is intact in `file`, keeps the damaged one aside byte for byte, and puts the new one in
 * its place. Nobody may have it open. Throws where the disk refuses, and then the damaged file is where it was.
 */
export const salvage = ({ file, at, log, lastOutboxSeq }: Salvage): StorageRepair => {
  takeUpUnfinished(file);
  // A log without a file is damage too.
  closeSync(openSync(file, 'a'));
  const rebuild = new Rebuild(unfinishedName(file));
  try {
    const { lost, isComplete } = copyRows(file, rebuild, fromDamaged);
    const isFromFile = rebuild.kept > 0;
    if (!isFromFile) fillFromBackup(file, rebuild, log);
    rebuild.finish(log, lastOutboxSeq);
    const keptAs = nameForDamaged(file, at);
    takePlace(file, keptAs);
    const lostRows = isFromFile && isComplete ? lost : null;
    const repair = { at, keptAs: path.basename(keptAs), keptRows: rebuild.kept, lostRows };
    log.warn('storage.salvaged', repair);
    return repair;
  } catch (error) {
    rebuild.abandon();
    throw error;
  }
};
