import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import path from 'node:path';

/** As `mount` reads it. */
const SIZE = '8m';
const CHUNK_BYTES = 64 * 1024;

/** True where a disk can be mounted: Linux, as root, in a place that allows it. */
export const canMount = (): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
};

/** A disk of 8 MiB of its own, or of another size, which can be filled and made read-only. */
export class SmallDisk {
  readonly folder: string;

  constructor(folder: string, size = SIZE) {
    mkdirSync(folder, { recursive: true });
    this.folder = folder;
    this.#mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder);
  }

  /** Takes all room that is left, to the last byte but for so many. */
  fill(leftBytes = 0): void {
    const file = openSync(path.join(this.folder, 'filler'), 'w');
    try {
      for (let bytes = CHUNK_BYTES; bytes >= 1;) {
        try {
          writeSync(file, Buffer.alloc(bytes));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          bytes = Math.floor(bytes / 2);
        }
      }
    } finally {
      closeSync(file);
    }
    const filler = path.join(this.folder, 'filler');
    if (leftBytes > 0) truncateSync(filler, Math.max(0, statSync(filler).size - leftBytes));
  }

  free(): void {
    rmSync(path.join(this.folder, 'filler'));
  }

  /** Only while nothing on it is open for writing. */
  setReadonly(isReadonly: boolean): void {
    this.#mount('-o', `remount,${isReadonly ? 'ro' : 'rw'}`, this.folder);
  }

  remove(): void {
    execFileSync('umount', ['--lazy', this.folder]);
  }

  #mount(...words: readonly string[]): void {
    execFileSync('mount', [...words]);
  }
}
