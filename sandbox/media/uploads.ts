import { createHash } from 'node:crypto';

export type Upload = { readonly type: string; readonly bytes: Buffer };

/** What the simulated platforms take as an image or a video, by its first bytes. */
const typeOf = (bytes: Buffer): string | null => {
  const head = bytes.subarray(0, 12).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('GIF8')) return 'image/gif';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp';
  if (head.slice(4, 8) === 'ftyp') return 'video/mp4';
  return head.startsWith('\x1aE\xdf\xa3') ? 'video/webm' : null;
};

const MOST_FILES = 50;

/** The files that pages uploaded, served under `/media/`. The newest are kept. */
export class Uploads {
  readonly #files = new Map<string, Upload>();

  /** The name under `/media/`, the same for the same bytes; null for what no platform would take. */
  keep(bytes: Buffer): string | null {
    const type = typeOf(bytes);
    if (type === null) return null;
    const name = `upload-${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}`;
    this.#files.set(name, { type, bytes });
    const [oldest = ''] = this.#files.keys();
    if (this.#files.size > MOST_FILES) this.#files.delete(oldest);
    return name;
  }

  get(name: string): Upload | null {
    return this.#files.get(name) ?? null;
  }
}
