import { existsSync, statSync } from 'node:fs';
import { Checksums } from '../tables.ts';
import type { Trust } from './find-rows.ts';
import { PageFile } from './page-file.ts';
import { firstPages, saltInHeader, voteForSalt } from './salt-vote.ts';
import { readWal, type WalFrames } from './wal-frames.ts';
import { ROW_SCHEMAS } from '../repositories/row-schemas.ts';

/** A row of a file with checksums, wherever it stands. */
const trustChecksums =
  (checksums: Checksums): Trust =>
  (table, row) =>
    checksums.fits(table, row);

/** A row of a file of the first version: all that can be asked is whether it makes sense in its place. */
const trustSense: Trust = (table, row) => ROW_SCHEMAS[table].safeParse(row).success;

/** A database's files as bytes, while nobody has them open. */
export type Source = {
  readonly pages: PageFile;
  readonly wal: WalFrames;
  /** False for a log that another database left there: SQLite would take its pages for ours. */
  readonly isOwnWal: boolean;
  /** Judges rows in their table's place, and rows anywhere; null where rows cannot be told apart by themselves. */
  readonly trust: Trust;
  readonly recognises: Trust | null;
};

export const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

const VERSION_AT = 60;
const FIRST_WITH_CHECKSUMS = 20;

const isWithoutChecksums = (pages: PageFile): boolean => {
  const version = pages.page(1)?.readUInt32BE(VERSION_AT) ?? 0;
  return version > 0 && version < FIRST_WITH_CHECKSUMS;
};

/** Close `pages` afterwards. `skipsUnreadable` as in PageFile. Throws what the file system throws. */
export const openSource = (file: string, skipsUnreadable: boolean): Source => {
  const wal = readWal(`${file}-wal`);
  const alone = new PageFile(file, null, skipsUnreadable);
  const voted = voteForSalt(alone, firstPages(alone));
  const own = voted ?? saltInHeader(alone);
  alone.close();
  const together = new PageFile(file, wal, skipsUnreadable);
  const logged = voteForSalt(together, wal.pages.keys());
  const isOwnWal = own === 0 || logged === null || logged === own;
  const salt = own === 0 ? (logged ?? 0) : own;
  const isOld = (voted ?? logged) === null && isWithoutChecksums(together);
  if (!isOwnWal) together.close();
  const byChecksum = isOld ? null : trustChecksums(new Checksums(salt));
  return {
    pages: isOwnWal ? together : new PageFile(file, null, skipsUnreadable),
    wal,
    isOwnWal,
    trust: byChecksum ?? trustSense,
    recognises: byChecksum,
  };
};
