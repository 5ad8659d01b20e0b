/** First bytes of pictures of any size, as a decoder would read them. */
const be = (value: number, bytes: number): Buffer => {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, 0, bytes);
  return out;
};
const le = (value: number, bytes: number): Buffer => {
  const out = Buffer.alloc(bytes);
  out.writeUIntLE(value, 0, bytes);
  return out;
};
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

const pngChunk = (name: string, data: Buffer): Buffer =>
  Buffer.concat([be(data.length, 4), latin(name), data, be(0, 4)]);

/** `before` stands between the header and the pixels. */
export const pngHead = (
  width: number,
  height: number,
  before: readonly (readonly [string, number])[] = [],
): Buffer =>
  Buffer.concat([
    latin('\x89PNG\r\n\x1a\n'),
    pngChunk('IHDR', Buffer.concat([be(width, 4), be(height, 4), Buffer.from([8, 2, 0, 0, 0])])),
    ...before.map(([name, bytes]) => pngChunk(name, Buffer.alloc(bytes))),
    pngChunk('IDAT', Buffer.alloc(40)),
  ]);

const segment = (marker: number, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker]), be(data.length + 2, 2), data]);

/** `before` is what a camera wrote in front of the size. */
export const jpegHead = (width: number, height: number, before: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    before,
    segment(0xc2, Buffer.concat([Buffer.from([8]), be(height, 2), be(width, 2), Buffer.alloc(10)])),
    segment(0xda, Buffer.alloc(10)),
  ]);

/** Of a thumbnail inside, whose own size is no matter. */
export const exif = (inside: Buffer): Buffer =>
  segment(0xe1, Buffer.concat([latin('Exif\0\0'), inside]));

export const gifHead = (
  screen: readonly [number, number],
  frame: readonly [left: number, top: number, width: number, height: number],
): Buffer =>
  Buffer.concat([
    latin('GIF89a'),
    ...screen.map((side) => le(side, 2)),
    Buffer.from([0x80, 0, 0]),
    Buffer.alloc(6),
    Buffer.from([0x21, 0xf9, 4, 0, 0, 0, 0, 0, 0x21, 0xfe, 3, 1, 2, 3, 0]),
    Buffer.from([0x2c]),
    ...frame.map((side) => le(side, 2)),
    Buffer.alloc(8),
  ]);

const webp = (kind: string, data: Buffer): Buffer =>
  Buffer.concat([latin('RIFF'), le(999, 4), latin(`WEBP${kind}`), le(data.length, 4), data]);

export const webpHead = {
  lossy: (width: number, height: number): Buffer =>
    webp(
      'VP8 ',
      Buffer.concat([Buffer.from([0, 0, 0, 0x9d, 1, 0x2a]), le(width, 2), le(height, 2)]),
    ),
  lossless: (width: number, height: number): Buffer =>
    webp('VP8L', Buffer.concat([Buffer.from([0x2f]), le(((height - 1) << 14) | (width - 1), 4)])),
  extended: (width: number, height: number, moves: boolean): Buffer =>
    webp(
      'VP8X',
      Buffer.concat([Buffer.from([moves ? 2 : 0, 0, 0, 0]), le(width - 1, 3), le(height - 1, 3)]),
    ),
};

/** An ISO file that names these brands. */
export const isoHead = (major: string, ...compatible: readonly string[]): Buffer =>
  Buffer.concat([
    be(16 + compatible.length * 4, 4),
    latin(`ftyp${major}`),
    Buffer.alloc(4),
    latin(compatible.join('')),
    Buffer.alloc(64),
  ]);
