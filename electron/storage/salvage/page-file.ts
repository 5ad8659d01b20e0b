import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { WalFrames } from './wal-frames.ts';

/** Every database of ours has SQLite's usual page size; a header that says otherwise is damaged. */
export const PAGE_BYTES = 4096;

/** Where the first page has `user_version` (https://sqlite.org/fileformat2.html#the_database_header). */
export const VERSION_AT = 60;

/** How many pages the last commit left, which may be fewer than the file still has: what stands behind is older than it. */
const pagesOf = (wal: WalFrames, inFile: number): number => {
  if (wal.state === 'sound' && wal.pageCount !== null) return wal.pageCount;
  const inLog = [...wal.pages.keys()].filter((page) => page <= 2 ** 31);
  // A damaged frame may name any page; the highest that a whole log could have made is far enough.
  const most = inFile + inLog.length;
  return inLog.reduce((high, page) => Math.max(high, Math.min(page, most)), inFile);
};

/** The pages of a database that nobody has open, as its last commit left them: the file, and over it its log. */
export class PageFile {
  readonly pageCount: number;
  readonly #skipsUnreadable: boolean;
  readonly #file: number;
  readonly #log: { readonly handle: number; readonly pages: ReadonlyMap<number, number> } | null;

  /**
   * `wal` is null where it does not belong to the file. `skipsUnreadable`: a sector that the disk cannot read costs its page,
   * not the rest; otherwise it throws, because a disk may fail for a moment. Throws where the file cannot be opened.
   */
  constructor(file: string, wal: WalFrames | null, skipsUnreadable: boolean) {
    this.#skipsUnreadable = skipsUnreadable;
    this.#file = openSync(file, 'r');
    const inFile = Math.ceil(fstatSync(this.#file).size / PAGE_BYTES);
    const hasLog = wal !== null && wal.state !== 'empty';
    this.#log = hasLog ? { handle: openSync(wal.file, 'r'), pages: wal.pages } : null;
    this.pageCount = hasLog ? pagesOf(wal, inFile) : inFile;
  }

  /** Pages are numbered from 1. Zeros stand where the file is too short; null where there is no such page. */
  page(number: number): Buffer | null {
    if (number < 1 || number > this.pageCount) return null;
    const bytes = Buffer.alloc(PAGE_BYTES);
    const inLog = this.#log?.pages.get(number);
    try {
      if (this.#log !== null && inLog !== undefined) {
        readSync(this.#log.handle, bytes, 0, PAGE_BYTES, inLog);
      } else {
        readSync(this.#file, bytes, 0, PAGE_BYTES, (number - 1) * PAGE_BYTES);
      }
    } catch (error) {
      if (!this.#skipsUnreadable) throw error;
      return null;
    }
    return bytes;
  }

  close(): void {
    closeSync(this.#file);
    if (this.#log !== null) closeSync(this.#log.handle);
  }
}
