/** As many first bytes as any signature needs, the whole `ftyp` box of a video among them. */
export const SNIFF_BYTES = 256;
/** As many as it takes to know that no more is needed, or how many. */
export const FIRST_BYTES = 16;

const ENDINGS = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
} as const;
export type MediaType = keyof typeof ENDINGS;
export type ImageType = Extract<MediaType, `image/${string}`>;

export const MEDIA_TYPES = Object.keys(ENDINGS) as readonly MediaType[];

/** What a file of this type is called by at its end, on every system (SE9). */
export const endingOf = (type: MediaType): (typeof ENDINGS)[MediaType] => ENDINGS[type];

const latin = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/** AVIF, HEIF and their kin, still and moving, and what JPEG made of the same box. */
const PICTURE_BRAND =
  /^(?:avi[fos]|mif[12]|msf1|miaf|MA1[AB]|hei[cmsx]|hev[cx]|jpeg|jpgs|j2ki|j2is|jxl )$/u;

/** The length of the first box of an ISO file, null where it is none that we take. */
const boxBytesOf = (bytes: Uint8Array): number | null => {
  if (latin(bytes, 4, 8) !== 'ftyp') return null;
  const boxBytes = Buffer.from(bytes.subarray(0, 4)).readUInt32BE(0);
  return boxBytes < FIRST_BYTES || boxBytes >= SNIFF_BYTES ? null : boxBytes;
};

/** Whether more bytes may still make it a type. */
export const needsMore = (bytes: Uint8Array): boolean =>
  bytes.length < FIRST_BYTES || bytes.length < (boxBytesOf(bytes) ?? 0);

/**
 * An ISO file whose first box names the brands that it is compatible with. One of still pictures (AVIF, HEIC) among them, in
 * whatever place, makes a browser decode a picture, whose pixels nobody has counted. A box of 256 bytes or more could also be read as an icon.
 */
const isVideoBox = (bytes: Uint8Array): boolean => {
  const boxBytes = boxBytesOf(bytes);
  if (boxBytes === null || boxBytes > bytes.length) return false;
  for (let at = 8; at + 4 <= boxBytes; at += 4) {
    if (PICTURE_BRAND.test(latin(bytes, at, at + 4))) return false;
  }
  return true;
};

/**
 * SE5: the type by the first bytes alone; a server's word and the address's ending count for nothing. Null for all
 * else, among it SVG and HTML, which could carry script.
 */
export const sniffMediaType = (bytes: Uint8Array): MediaType | null => {
  if (latin(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (latin(bytes, 0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (latin(bytes, 0, 6) === 'GIF87a' || latin(bytes, 0, 6) === 'GIF89a') return 'image/gif';
  if (latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP') return 'image/webp';
  if (isVideoBox(bytes)) return 'video/mp4';
  if (latin(bytes, 0, 4) === '\x1aE\xdf\xa3') return 'video/webm';
  return null;
};

export const isVideo = (type: MediaType): type is Exclude<MediaType, ImageType> =>
  type.startsWith('video/');
