import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * The write-ahead log as bytes (https://sqlite.org/fileformat2.html#the_write_ahead_log). SQLite ends reading at the
 * first frame whose checksum does not fit and says nothing: everything committed behind it would be lost in silence.
 */
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;
const PAGE_BYTES = 4096;

export type WalFrames = {
  readonly file: string;
  /** `broken`: confirmed commits stand behind a frame that is not as it was written, or its header is gone. */
  readonly state: 'empty' | 'sound' | 'broken';
  /** Where in the log the newest version of a page stands. */
  readonly pages: ReadonlyMap<number, number>;
  /** Pages of the database after the last commit, null where no commit is in it. */
  readonly pageCount: number | null;
};

type Sum = readonly [number, number];

const sumOf = (bytes: Buffer, isBigEndian: boolean, [first, second]: Sum): Sum => {
  let [a, b] = [first, second];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    const x = isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    const y = isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4);
    a = (a + x + b) >>> 0;
    b = (b + y + a) >>> 0;
  }
  return [a, b];
};

const sumAt = (bytes: Buffer, at: number): Sum => [
  bytes.readUInt32BE(at),
  bytes.readUInt32BE(at + 4),
];
const isSame = (one: Sum, other: Sum): boolean => one[0] === other[0] && one[1] === other[1];

type Frame = {
  readonly page: number;
  readonly pagesAfterCommit: number;
  readonly offset: number;
  readonly isIntact: boolean;
};

/** The frames of the log's present generation, whether or not each is intact. */
const framesOf = (file: number, size: number): { frames: readonly Frame[]; header: boolean } => {
  const header = Buffer.alloc(HEADER_BYTES);
  readSync(file, header, 0, HEADER_BYTES, 0);
  const isBigEndian = (header.readUInt32BE(0) & 1) === 1;
  const isHeaderSound =
    (header.readUInt32BE(0) & ~1) === MAGIC &&
    header.readUInt32BE(8) === PAGE_BYTES &&
    isSame(sumOf(header.subarray(0, 24), isBigEndian, [0, 0]), sumAt(header, 24));
  const frames: Frame[] = [];
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES + PAGE_BYTES);
  let salt: Sum | null = isHeaderSound ? sumAt(header, 16) : null;
  let before: Sum | null = isHeaderSound ? sumAt(header, 24) : null;
  for (let at = HEADER_BYTES; at + bytes.length <= size; at += bytes.length) {
    readSync(file, bytes, 0, bytes.length, at);
    salt ??= sumAt(bytes, 8);
    // A frame is proven by what stands in the one before it, so that one bad frame does not condemn the rest.
    const isIntact =
      before !== null &&
      isSame(
        sumOf(
          bytes.subarray(FRAME_HEADER_BYTES),
          isBigEndian,
          sumOf(bytes.subarray(0, 8), isBigEndian, before),
        ),
        sumAt(bytes, 16),
      );
    before = sumAt(bytes, 16);
    // An older generation of frames stands behind the present one until it is overwritten.
    if (!isSame(sumAt(bytes, 8), salt)) continue;
    frames.push({
      page: bytes.readUInt32BE(0),
      pagesAfterCommit: bytes.readUInt32BE(4),
      offset: at + FRAME_HEADER_BYTES,
      isIntact,
    });
  }
  return { frames, header: isHeaderSound };
};

const NOTHING = { state: 'empty', pages: new Map<number, number>(), pageCount: null } as const;

/**
 * Reads `file`, which nobody has open. A power cut may tear the last transaction, which nobody was told is done: that is
 * no damage. A bad frame with a second commit behind it is, because the second one begins only after the first is synced.
 */
export const readWal = (file: string): WalFrames => {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return { file, ...NOTHING };
  }
  try {
    const { frames, header } = framesOf(handle, fstatSync(handle).size);
    const bad = header ? frames.findIndex(({ isIntact }) => !isIntact) : 0;
    const commitsBehind =
      bad === -1 ? 0 : frames.slice(bad).filter((frame) => frame.pagesAfterCommit > 0).length;
    const isBroken = commitsBehind > 1 || (!header && commitsBehind > 0);
    const readable = isBroken || bad === -1 ? frames : frames.slice(0, bad);
    const last = readable.findLastIndex((frame) => frame.pagesAfterCommit > 0);
    if (last === -1) return { file, ...NOTHING };
    const committed = readable.slice(0, last + 1);
    return {
      file,
      state: isBroken ? 'broken' : 'sound',
      pages: new Map(committed.map(({ page, offset }) => [page, offset])),
      pageCount: committed[last]?.pagesAfterCommit ?? null,
    };
  } finally {
    closeSync(handle);
  }
};
