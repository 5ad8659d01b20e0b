import type { Cell } from '../tables.ts';
import { PAGE_BYTES, type PageFile } from './page-file.ts';

/**
 * B-tree pages and records as bytes (https://sqlite.org/fileformat2.html#b_tree_pages), read without trust: whatever
 * does not fit is null. A damaged page costs its own rows, where SQLite would give up the whole query.
 */
export type TreePage = {
  readonly family: 'table' | 'index';
  readonly isLeaf: boolean;
  readonly cells: readonly number[];
  /** Empty for a leaf. */
  readonly children: readonly number[];
  /** False where the page's own sums say that something is missing. */
  readonly isWhole: boolean;
  readonly bytes: Buffer;
};

export type RecordCells = { readonly rowid: number | null; readonly cells: readonly Cell[] };

const FAMILIES = { 2: 'index', 5: 'table', 10: 'index', 13: 'table' } as const;
const isKind = (kind: number): kind is keyof typeof FAMILIES => kind in FAMILIES;
const FILE_HEADER_BYTES = 100;
/** A row of ours is a few KB, a long text some hundred: more is a damaged length. */
const LONGEST_PAYLOAD = 64 * 1024 * 1024;

/** A number of 1 to 8 bytes and the place behind it. */
const varintAt = (bytes: Buffer, at: number): readonly [value: number, next: number] | null => {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return null;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + index + 1];
  }
  // Nine bytes are a negative number, or one above 2^56: nothing of ours.
  return null;
};

/** The page as one of a b-tree; null where it is none. */
export const treePageOf = (bytes: Buffer, number: number): TreePage | null => {
  const head = number === 1 ? FILE_HEADER_BYTES : 0;
  const kind = bytes[head] ?? 0;
  if (!isKind(kind)) return null;
  const isLeaf = kind >= 10;
  const count = bytes.readUInt16BE(head + 3);
  const pointers = head + (isLeaf ? 8 : 12);
  if (pointers + 2 * count > PAGE_BYTES) return null;
  const all = Array.from({ length: count }, (_, index) => bytes.readUInt16BE(pointers + 2 * index));
  const cells = all.filter((cell) => cell >= pointers + 2 * count && cell < PAGE_BYTES - 3);
  const children = isLeaf
    ? []
    : [...cells.map((cell) => bytes.readUInt32BE(cell)), bytes.readUInt32BE(head + 8)];
  const page = { family: FAMILIES[kind], isLeaf, cells, children, bytes };
  return { ...page, isWhole: cells.length === count && isFilled(page, head, pointers + 2 * count) };
};

/** Cells, gaps and free blocks add up to the page: a damaged number of cells is noticed by what it leaves out. */
const isFilled = (page: Omit<TreePage, 'isWhole'>, head: number, pointersEnd: number): boolean => {
  const { bytes } = page;
  const contentStart = bytes.readUInt16BE(head + 5) || 65536;
  let used = contentStart + (bytes[head + 7] ?? 0);
  if (contentStart < pointersEnd) return false;
  let place = 0;
  for (let block = bytes.readUInt16BE(head + 1); block !== 0;) {
    if (block <= place || block > PAGE_BYTES - 4) return false;
    place = block;
    used += bytes.readUInt16BE(block + 2);
    block = bytes.readUInt16BE(block);
  }
  for (const cell of page.cells) {
    const size = cellSize(page, cell);
    if (size === null) return false;
    used += Math.max(4, size);
  }
  return used === PAGE_BYTES;
};

type Payload = {
  readonly start: number;
  readonly size: number;
  readonly local: number;
  readonly rowid: number | null;
};

const payloadAt = (page: Omit<TreePage, 'isWhole'>, cell: number): Payload | null => {
  const size = varintAt(page.bytes, cell + (page.isLeaf ? 0 : 4));
  if (size === null || size[0] < 0 || size[0] > LONGEST_PAYLOAD) return null;
  const rowid = page.family === 'table' ? varintAt(page.bytes, size[1]) : null;
  if (page.family === 'table' && rowid === null) return null;
  const most =
    page.family === 'table' ? PAGE_BYTES - 35 : Math.floor(((PAGE_BYTES - 12) * 64) / 255) - 23;
  const least = Math.floor(((PAGE_BYTES - 12) * 32) / 255) - 23;
  const fitting = least + ((size[0] - least) % (PAGE_BYTES - 4));
  const local = size[0] <= most ? size[0] : fitting <= most ? fitting : least;
  return { start: rowid?.[1] ?? size[1], size: size[0], local, rowid: rowid?.[0] ?? null };
};

const cellSize = (page: Omit<TreePage, 'isWhole'>, cell: number): number | null => {
  if (page.family === 'table' && !page.isLeaf) {
    const key = varintAt(page.bytes, cell + 4);
    return key === null ? null : key[1] - cell;
  }
  const payload = payloadAt(page, cell);
  if (payload === null) return null;
  return payload.start - cell + payload.local + (payload.size > payload.local ? 4 : 0);
};

/** The cell's whole payload, from its overflow pages too. */
const bytesOf = (file: PageFile, page: TreePage, payload: Payload): Buffer | null => {
  const end = payload.start + payload.local;
  if (end > PAGE_BYTES) return null;
  const parts = [page.bytes.subarray(payload.start, end)];
  let missing = payload.size - payload.local;
  if (missing > 0 && end + 4 > PAGE_BYTES) return null;
  let next = missing > 0 ? page.bytes.readUInt32BE(end) : 0;
  while (missing > 0) {
    const overflow = file.page(next);
    if (overflow === null) return null;
    const part = overflow.subarray(4, 4 + Math.min(missing, PAGE_BYTES - 4));
    parts.push(part);
    missing -= part.length;
    next = overflow.readUInt32BE(0);
  }
  return parts.length === 1 ? (parts[0] ?? null) : Buffer.concat(parts);
};

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8];

/** One value of a record; undefined for what our tables never hold (blobs, fractions) and for what stands outside. */
const cellOf = (bytes: Buffer, type: number, at: number): readonly [Cell, next: number] | null => {
  if (type === 0) return [null, at];
  if (type === 8 || type === 9) return [type - 8, at];
  const size = type <= 6 ? (INTEGER_BYTES[type] ?? 0) : (type - 13) / 2;
  if (!Number.isInteger(size) || size < 0 || at + size > bytes.length) return null;
  if (type >= 13) return [bytes.toString('utf8', at, at + size), at + size];
  if (size === 8) return [Number(bytes.readBigInt64BE(at)), at + 8];
  return [bytes.readIntBE(at, size), at + size];
};

const cellsOf = (bytes: Buffer): readonly Cell[] | null => {
  const header = varintAt(bytes, 0);
  if (header === null || header[0] > bytes.length) return null;
  const cells: Cell[] = [];
  let at = header[0];
  for (let place = header[1]; place < header[0];) {
    const type = varintAt(bytes, place);
    const cell = type === null ? null : cellOf(bytes, type[0], at);
    if (type === null || cell === null) return null;
    cells.push(cell[0]);
    [place, at] = [type[1], cell[1]];
  }
  return cells;
};

/** The records that stand on the page; null for each that cannot be read. */
export const recordsOn = (file: PageFile, page: TreePage): readonly (RecordCells | null)[] => {
  if (page.family === 'table' && !page.isLeaf) return [];
  return page.cells.map((cell) => {
    const payload = payloadAt(page, cell);
    const bytes = payload === null ? null : bytesOf(file, page, payload);
    const cells = bytes === null ? null : cellsOf(bytes);
    return payload === null || cells === null ? null : { rowid: payload.rowid, cells };
  });
};
