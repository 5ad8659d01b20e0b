import { readdir, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import product from '../../package.json' with { type: 'json' };

/** Facts about the program and the computer it runs on. */
export type Machine = {
  readonly app: string;
  readonly host: 'browser' | 'desktop';
  readonly node: string;
  readonly electron: string | null;
  readonly sqlite: string;
  readonly system: string;
  readonly timeZone: string;
  readonly memoryBytes: number;
  readonly upMs: number;
};

/** Constant for the life of the process. The library is already loaded: the lock of the data directory is one of its files. */
const sqliteVersion = (): string => {
  const database = new Database(':memory:');
  try {
    return String(database.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    database.close();
  }
};

export const readMachine = (): Machine => {
  const electron = process.versions['electron'] ?? null;
  return {
    app: product.version,
    host: electron === null ? 'browser' : 'desktop',
    node: process.versions.node,
    electron,
    sqlite: sqliteVersion(),
    system: `${os.type()} ${os.release()} ${process.arch}`,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    memoryBytes: process.memoryUsage.rss(),
    upMs: Math.round(process.uptime() * 1_000),
  };
};

/** A file of the data directory, or a folder of it with all that is in it. */
export type StoredSize = {
  readonly name: string;
  readonly bytes: number;
  /** Null for a file. */
  readonly files: number | null;
};

/** A browser's profile may hold many files; beyond this many the sum says at least so much. */
const MOST_FILES = 5_000;

const sizeOfFolder = async (folder: string): Promise<{ bytes: number; files: number }> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).slice(0, MOST_FILES);
  let bytes = 0;
  for (const file of files) {
    // The browser removes files while we look.
    bytes += (await stat(path.join(file.parentPath, file.name)).catch(() => null))?.size ?? 0;
  }
  return { bytes, files: files.length };
};

/** What the data directory holds, by name; a folder as one entry. Rejects where it cannot be listed. */
export const readStoredSizes = async (directory: string): Promise<readonly StoredSize[]> => {
  const entries = await readdir(directory, { withFileTypes: true });
  const sizes: StoredSize[] = [];
  for (const { name } of entries.filter((entry) => entry.isFile())) {
    const found = await stat(path.join(directory, name)).catch(() => null);
    if (found !== null) sizes.push({ name, bytes: found.size, files: null });
  }
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    const found = await sizeOfFolder(path.join(directory, name)).catch(() => null);
    if (found !== null) sizes.push({ name: `${name}/`, ...found });
  }
  return sizes.sort((a, b) => (a.name < b.name ? -1 : 1));
};
