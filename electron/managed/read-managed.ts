import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type ManagedMistake, type ManagedStatus, NOTHING_MANAGED } from '#shared/model/managed.ts';
import { type ManagedReading, parseManagedSettings, UNMANAGED } from './managed-settings.ts';
import type { ManagedSettings } from './managed-settings.ts';

/** Nothing that a person writes by hand comes near it. */
const MAX_BYTES = 64 * 1024;
/** Group and others may not write. */
const FOREIGN_WRITE = 0o022;

/** What holds, and what of it the screen shows. */
export type Managed = { readonly settings: ManagedSettings; readonly status: ManagedStatus };

export const NOT_MANAGED: Managed = {
  settings: UNMANAGED,
  status: NOTHING_MANAGED,
};

/** Whose a file is: the administrator's, or that of whoever named it on the command line. */
export type ManagedOwner = 'administrator' | 'self';

const isAlone = (place: string, owner: ManagedOwner): boolean => {
  const { uid, mode } = statSync(place);
  const isOwners = uid === 0 || (owner === 'self' && uid === process.getuid?.());
  return isOwners && (mode & FOREIGN_WRITE) === 0;
};

/** Where the system has owners, no one else may have written the file: it decides where the token goes. */
const isTrusted = (file: string, owner: ManagedOwner): boolean =>
  process.platform === 'win32' || (isAlone(file, owner) && isAlone(path.dirname(file), owner));

const read = (file: string, owner: ManagedOwner): ManagedReading | null => {
  try {
    if (statSync(file).size > MAX_BYTES) {
      return { ok: false, mistake: { kind: 'notJson', field: '' } };
    }
    if (!isTrusted(file, owner)) return { ok: false, mistake: { kind: 'notOwned', field: '' } };
    return parseManagedSettings(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    return { ok: false, mistake: { kind: 'notRead', field: '' } };
  }
};

/** Reads the administrator's file. With a mistake nothing of it holds; the work goes on, and the mistake is shown. */
export const readManaged = (file: string, owner: ManagedOwner): Managed => {
  const reading = read(file, owner);
  if (reading === null) return NOT_MANAGED;
  if (!reading.ok) {
    return { settings: UNMANAGED, status: { ...NOT_MANAGED.status, mistake: reading.mistake } };
  }
  const { settings } = reading;
  const { server, updates, off } = settings;
  const hasUpdates = Object.values(updates).some((decided) => decided !== null);
  return { settings, status: { server, hasUpdates, off, mistake: null } };
};

const SAYS: Readonly<Record<ManagedMistake['kind'], string>> = {
  notRead: 'it cannot be read',
  notOwned: 'others than its administrator may write it',
  notJson: 'it is no JSON',
  unknownField: 'it has an unknown field',
  wrongValue: 'it has a wrong value',
};

/** One sentence for the log of whoever looks after the computer. */
export const mistakeSentence = (file: string, { kind, field }: ManagedMistake): string =>
  `${file} is not followed: ${SAYS[kind]}${field === '' ? '' : ` (${field})`}`;
