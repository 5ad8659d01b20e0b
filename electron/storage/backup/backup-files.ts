import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Where backups of that database are: a folder beside it. */
export const backupFolderOf = (file: string): string => path.join(path.dirname(file), 'backups');

/** `name-20260131-235959.sqlite`: in order of their names they are in order of their age. */
export const backupName = (file: string, stamp: string): string => {
  const { name, ext } = path.parse(file);
  return `${name}-${stamp}${ext}`;
};

const STAMP = /^\d{8}-\d{6}$/u;

/** Finished and verified backups, newest first; paths. */
export const backupsOf = (file: string): readonly string[] => {
  const folder = backupFolderOf(file);
  if (!existsSync(folder)) return [];
  const { name, ext } = path.parse(file);
  return readdirSync(folder)
    .filter(
      (entry) =>
        entry.startsWith(`${name}-`) &&
        entry.endsWith(ext) &&
        STAMP.test(entry.slice(name.length + 1, entry.length - ext.length)),
    )
    .toSorted()
    .toReversed()
    .map((entry) => path.join(folder, entry));
};

/** When it was taken, in epoch milliseconds, by its name. */
export const takenAt = (backup: string): number => {
  const stamp = path.parse(backup).name.slice(-'20260131-235959'.length);
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})$/u.exec(stamp) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};
