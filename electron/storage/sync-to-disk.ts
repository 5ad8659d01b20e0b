import { closeSync, fsyncSync, openSync } from 'node:fs';

const sync = (place: string, flags: 'r' | 'r+'): void => {
  const handle = openSync(place, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** What was written to the file outlives a power cut. Windows syncs only what is open for writing. */
export const syncFile = (file: string): void => sync(file, 'r+');

/** The same for names of files in a folder; Windows cannot. */
export const syncFolder = (folder: string): void => {
  if (process.platform !== 'win32') sync(folder, 'r');
};
