import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { OWNER_ONLY, takeForOwner } from './owner-only.ts';
import { takeInstanceLock, type InstanceLock } from './instance-lock.ts';
import type { StorageReason } from '#shared/model/storage-status.ts';

/** `taken`: another process has it; `foreign`: it, or something in it, belongs to another user (SE10). */
export type Claim = 'ours' | 'taken' | 'foreign' | StorageReason;

/** The nearest folder above that exists; a folder that cannot be made fails because of that one. */
const existingAbove = (directory: string): string => {
  const parent = path.dirname(directory);
  return existsSync(directory) || parent === directory ? directory : existingAbove(parent);
};

const isWritable = (place: string): boolean => {
  try {
    accessSync(place, constants.W_OK);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code !== 'EROFS' && code !== 'EACCES' && code !== 'EPERM';
  }
};

/** True when the disk has no room left for this user. SQLite reports that as an I/O error where it extends a mapped file. */
export const isFull = (directory: string): boolean => {
  try {
    return statfsSync(existingAbove(directory)).bavail === 0;
  } catch {
    return false;
  }
};

/** The folder tells more than the error does: Node says ENOENT of a folder that a read-only disk does not let it make. */
const reasonOf = (directory: string, error: unknown): StorageReason => {
  if (!isWritable(existingAbove(directory))) return 'storage.readonly';
  const { code } = error as { readonly code?: string };
  return code === 'ENOSPC' || code === 'SQLITE_FULL' || isFull(directory)
    ? 'storage.full'
    : 'storage.io';
};

/**
 * The data directory, made and taken for this process (GW5). A folder that cannot be made or written does not keep the
 * program from starting; it is claimed again before the database is opened.
 */
export class DataFolder {
  readonly directory: string;
  #lock: InstanceLock | null = null;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** `ours` from then on, until `release`. Otherwise why not, and nothing is held. */
  claim(): Claim {
    if (this.#lock !== null) return 'ours';
    try {
      mkdirSync(this.directory, { recursive: true, mode: OWNER_ONLY.folder });
      if (!takeForOwner(this.directory)) return 'foreign';
      this.#lock = takeInstanceLock(this.directory);
      return this.#lock === null ? 'taken' : 'ours';
    } catch (error) {
      return reasonOf(this.directory, error);
    }
  }

  release(): void {
    this.#lock?.release();
    this.#lock = null;
  }
}
