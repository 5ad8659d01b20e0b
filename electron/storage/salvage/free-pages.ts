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
