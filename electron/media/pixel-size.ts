import type { ImageType } from './sniff.ts';

/**
 * `moves`: it may have several frames. `more` means that the bytes end before the size is known, null that no decoder would
 * find one.
 */
export type PixelSize = {
  readonly width: number;
  readonly height: number;
  readonly moves: boolean;
};
type Found = PixelSize | 'more' | null;

/** SE5: 400 MB when it is decoded. */
const MAX_PIXELS = 100_000_000;
/** A browser keeps some frames of what moves side by side. */
const MAX_MOVING_PIXELS = 25_000_000;

export const hasTooManyPixels = ({ width, height, moves }: PixelSize): boolean =>
  width * height > (moves ? MAX_MOVING_PIXELS : MAX_PIXELS);

/** Reads as far as the bytes go: one place behind them, and the answer is `more`. */
class OutOfBytes extends Error {}

class Bytes {
  readonly #bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  at(place: number): number {
    const byte = this.#bytes[place];
    if (byte === undefined) throw new OutOfBytes();
    return byte;
  }

  little(place: number, count: number): number {
    this.at(place + count - 1);
    return this.#bytes.readUIntLE(place, count);
  }

  big(place: number, count: number): number {
    this.at(place + count - 1);
    return this.#bytes.readUIntBE(place, count);
  }

  word(place: number): string {
    this.at(place + 3);
    return this.#bytes.toString('latin1', place, place + 4);
  }
}

/** Its header is first; it moves when `acTL` stands before the pixels. */
const ofPng = (bytes: Bytes): PixelSize | null => {
  if (bytes.word(12) !== 'IHDR') return null;
  const size = { width: bytes.big(16, 4), height: bytes.big(20, 4) };
  let at = 8;
  for (;;) {
    const name = bytes.word(at + 4);
    if (name === 'IDAT' || name === 'IEND') return { ...size, moves: false };
    if (name === 'acTL') return { ...size, moves: true };
    at += 12 + bytes.big(at, 4);
  }
};

/** Segment by segment as libjpeg walks them, which skips what stands between two of them. */
const ofJpeg = (bytes: Bytes): PixelSize | null => {
  let at = 2;
  for (;;) {
    while (bytes.at(at) !== 0xff) at += 1;
    while (bytes.at(at) === 0xff) at += 1;
    const marker = bytes.at(at);
    at += 1;
    // A stuffed zero, a restart or `TEM` has no length.
    if (marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd7)) continue;
    // The pixels, the end, or a second beginning before any size.
    if (marker === 0xda || marker === 0xd9 || marker === 0xd8) return null;
    const length = bytes.big(at, 2);
    if (length < 2) return null;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.big(at + 3, 2), width: bytes.big(at + 5, 2), moves: false };
    at += length;
  }
};

const afterSubBlocks = (bytes: Bytes, from: number): number => {
  let at = from;
  while (bytes.at(at) !== 0) at += 1 + bytes.at(at);
  return at + 1;
};

/** A first frame that is larger than the screen it names enlarges it. */
const ofGif = (bytes: Bytes): PixelSize | null => {
  const tableBytes = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1));
  let at = 13 + tableBytes(bytes.at(10));
  while (bytes.at(at) === 0x21) at = afterSubBlocks(bytes, at + 2);
  if (bytes.at(at) !== 0x2c) return null;
  return {
    width: Math.max(bytes.little(6, 2), bytes.little(at + 1, 2) + bytes.little(at + 5, 2)),
    height: Math.max(bytes.little(8, 2), bytes.little(at + 3, 2) + bytes.little(at + 7, 2)),
    moves: true,
  };
};

const ofWebp = (bytes: Bytes): PixelSize | null => {
  const kind = bytes.word(12);
  if (kind === 'VP8X') {
    const moves = (bytes.at(20) & 2) !== 0;
    return { width: bytes.little(24, 3) + 1, height: bytes.little(27, 3) + 1, moves };
  }
  if (kind === 'VP8L' && bytes.at(20) === 0x2f) {
    const bits = bytes.little(21, 4);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, moves: false };
  }
  if (kind !== 'VP8 ' || bytes.big(23, 3) !== 0x9d012a) return null;
  const [width, height] = [bytes.little(26, 2) & 0x3fff, bytes.little(28, 2) & 0x3fff];
  return { width, height, moves: false };
};

const READERS: Readonly<Record<ImageType, (bytes: Bytes) => PixelSize | null>> = {
  'image/png': ofPng,
  'image/jpeg': ofJpeg,
  'image/gif': ofGif,
  'image/webp': ofWebp,
};

/**
 * The size that a browser will decode, of the first bytes of a picture. Our own few lines: the kept libraries want the whole
 * file, take the first size they meet, and do not say whether it moves.
 */
export const readPixelSize = (type: ImageType, head: Uint8Array): Found => {
  try {
    const size = READERS[type](new Bytes(head));
    return size !== null && size.width > 0 && size.height > 0 ? size : null;
  } catch (error) {
    if (error instanceof OutOfBytes) return 'more';
    throw error;
  }
};
