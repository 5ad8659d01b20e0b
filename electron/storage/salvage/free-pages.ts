import { PAGE_BYTES, type PageFile } from './page-file.ts';

/** A page of the list of free pages: the next one, and the free pages that it names. */
const readTrunk = (
  file: PageFile,
  number: number,
): { readonly next: number; readonly pages: readonly number[] } | null => {
  const bytes = file.page(number);
  if (bytes === null) return null;
  const next = bytes.readUInt32BE(0);
  const count = bytes.readUInt32BE(4);
  if (next > file.pageCount || count > PAGE_BYTES / 4 - 2) return null;
  const pages = Array.from({ length: count }, (_, place) => bytes.readUInt32BE(8 + 4 * place));
  const isPlausible =
    pages.every((page) => page > 1 && page <= file.pageCount) &&
    new Set(pages).size === pages.length;
  return isPlausible && (next > 1 || count > 0) ? { next, pages } : null;
};

/** An entry of a page that says which page points to which (`auto_vacuum`): one byte of kind, four of the page. */
const MAP_ENTRY_BYTES = 5;
const MAPPED_PAGES = Math.floor(PAGE_BYTES / MAP_ENTRY_BYTES);

/**
 * Whether the page is one of those that SQLite puts before each stretch of pages in files that can shrink: it holds no row. Told by
 * its place, and by itself where the header does not say whether the file has any.
 */
export const isPointerMap = (file: PageFile, number: number): boolean => {
  if (number % (MAPPED_PAGES + 1) !== 2) return false;
  const bytes = file.page(number);
  if (bytes === null) return false;
  for (let entry = 0; entry < MAPPED_PAGES; entry += 1) {
    const at = entry * MAP_ENTRY_BYTES;
    if ((bytes[at] ?? 0) > 5 || bytes.readUInt32BE(at + 1) > file.pageCount) return false;
  }
  return true;
};

/**
 * Free pages still hold what once stood there: deleted rows and older ones, which must not come back. The list's own pages
 * look like nothing else in the file, so they are found also where the header, which names the first, is damaged.
 */
export const findFreePages = (file: PageFile): ReadonlySet<number> => {
  const free = new Set<number>();
  for (let number = 2; number <= file.pageCount; number += 1) {
    const trunk = readTrunk(file, number);
    if (trunk === null) continue;
    free.add(number);
    for (const page of trunk.pages) free.add(page);
  }
  return free;
};
