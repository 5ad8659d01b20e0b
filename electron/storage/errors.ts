import { StorageError } from '../core/ports/store.ts';
import type { StorageReason } from '#shared/model/storage-status.ts';

/** A StorageError as it crosses from the worker. */
export type PlainStorageError = { readonly kind: StorageReason; readonly message: string };

/** SQLite's primary result codes (https://sqlite.org/rescode.html) that have a cause outside of the program. */
const KINDS: Readonly<Record<string, StorageReason>> = {
  FULL: 'storage.full',
  IOERR: 'storage.io',
  CANTOPEN: 'storage.io',
  PERM: 'storage.readonly',
  READONLY: 'storage.readonly',
  BUSY: 'storage.locked',
  LOCKED: 'storage.locked',
  CORRUPT: 'storage.corrupt',
  NOTADB: 'storage.corrupt',
};

/** What the file system says where the storage thread moves and copies files itself. */
const FILE_KINDS: Readonly<Record<string, StorageReason>> = {
  ENOSPC: 'storage.full',
  EDQUOT: 'storage.full',
  EIO: 'storage.io',
  EISDIR: 'storage.io',
  ENOTDIR: 'storage.io',
  ENOENT: 'storage.io',
  EMFILE: 'storage.io',
  EACCES: 'storage.readonly',
  EPERM: 'storage.readonly',
  EROFS: 'storage.readonly',
  EBUSY: 'storage.locked',
};

/** One sentence for each kind: what happened, what to do. SQLite's own words follow in brackets. */
const SENTENCES: Readonly<Record<StorageReason, string>> = {
  'storage.full': 'The disk is full: free some space, then nothing is lost.',
  'storage.io':
    'The database file cannot be opened, read or written: check the disk and the data folder.',
  'storage.readonly': 'The database file may not be written: check the rights of the data folder.',
  'storage.locked':
    'Another program holds the database file: close it, or a second copy of this app.',
  'storage.corrupt': 'The database file is damaged or is not a database.',
  'storage.newer': 'The database was written by a newer version of this app: update the app.',
  'storage.failed': 'The database failed: restart the app, and if it happens again, send its log.',
};

/** The kind of an extended code such as SQLITE_IOERR_WRITE. */
export const kindOfCode = (code: string): StorageReason =>
  KINDS[code.split('_')[1] ?? ''] ?? 'storage.failed';

/** `detail` goes into a log and onto the screen, so it names codes and never values. */
export const storageError = (kind: StorageReason, detail: string): StorageError =>
  new StorageError(kind, detail === '' ? SENTENCES[kind] : `${SENTENCES[kind]} (${detail})`);

/** SQLite's code, told by its shape: this file is also loaded on the main side, which never loads SQLite. */
const codeOf = (error: unknown): string | null =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('SQLITE_')
    ? error.code
    : null;

const fileCodeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Whatever was thrown in the storage thread, as a StorageError. */
export const asStorageError = (error: unknown): StorageError => {
  if (error instanceof StorageError) return error;
  const code = codeOf(error);
  if (code !== null) return storageError(kindOfCode(code), `${code}: ${messageOf(error)}`);
  const message = messageOf(error);
  const fileKind = FILE_KINDS[fileCodeOf(error)];
  // The file system's words name a path, which is for a log of this machine only.
  if (fileKind !== undefined) return storageError(fileKind, fileCodeOf(error));
  // better-sqlite3 looks for the folder before SQLite does, and throws a TypeError.
  if (message.includes('directory does not exist')) return storageError('storage.io', message);
  return storageError('storage.failed', message);
};
