/** As many first bytes as the signatures need. */
export const SNIFF_BYTES = 32;

export const MEDIA_TYPES = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'video/mp4',
  'video/webm',
] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

const latin = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/**
 * SE5: the type by the first bytes alone; a server's word and the address's ending count for nothing. Null for all
 * else, among it SVG and HTML, which could carry script.
 */
export const sniffMediaType = (bytes: Uint8Array): MediaType | null => {
  if (latin(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (latin(bytes, 0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (latin(bytes, 0, 6) === 'GIF87a' || latin(bytes, 0, 6) === 'GIF89a') return 'image/gif';
  if (latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP') return 'image/webp';
  // An ISO file: the brands of still images (AVIF, HEIC) are no videos.
  if (latin(bytes, 4, 8) === 'ftyp' && !/^(avif|avis|heic|heix|mif1)$/u.test(latin(bytes, 8, 12))) {
    return 'video/mp4';
  }
  if (latin(bytes, 0, 4) === '\x1aE\xdf\xa3') return 'video/webm';
  return null;
};

export const isVideo = (type: MediaType): boolean => type.startsWith('video/');
