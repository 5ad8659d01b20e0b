import { Checksums } from '../tables.ts';
import { recordsOn, treePageOf } from './b-tree.ts';
import { readingsOf } from './find-rows.ts';
import type { PageFile } from './page-file.ts';

const PLAIN = new Checksums(0);
/** Rows that are asked; a few agreeing ones are enough, and a start must not read a large file. */
const VOTERS = 400;
const SALT_AT = 68;

/** What the header of the file's first page says; 0 where there is none. */
export const saltInHeader = (file: PageFile): number => file.page(1)?.readInt32BE(SALT_AT) ?? 0;

/**
 * The database's own number as its rows tell it: each row's checksum with its CRC taken out. Rows of another database,
 * or a damaged header, are told by it. Null where fewer than two rows agree.
 */
export const voteForSalt = (file: PageFile, pages: Iterable<number>): number | null => {
  const votes = new Map<number, number>();
  let voters = 0;
  for (const number of pages) {
    const bytes = file.page(number);
    const page = bytes === null ? null : treePageOf(bytes, number);
    if (page === null) continue;
    for (const record of recordsOn(file, page)) {
      if (record === null) continue;
      for (const { table, row } of readingsOf(record)) {
        const { checksum } = row;
        if (typeof checksum !== 'number') continue;
        const salt = checksum ^ PLAIN.of(table, row);
        votes.set(salt, (votes.get(salt) ?? 0) + 1);
        voters += 1;
      }
    }
    if (voters >= VOTERS) break;
  }
  const [first] = [...votes].toSorted(([, a], [, b]) => b - a);
  return first !== undefined && first[1] > 1 ? first[0] : null;
};

/** A file of the first version has no voters: it must not be read to its end in search of some. */
const ASKED_PAGES = 4_096;

export const firstPages = function* (file: PageFile): Generator<number> {
  const most = Math.min(file.pageCount, ASKED_PAGES);
  for (let number = 1; number <= most; number += 1) yield number;
};
