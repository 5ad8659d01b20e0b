import { createHash, randomUUID } from 'node:crypto';
import {
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  type FileHandle,
} from 'node:fs/promises';
import path from 'node:path';
import type { OutgoingMedia } from '../core/ports/connectors.ts';
import { OWNER_ONLY } from '../host/data/owner-only.ts';
import { isVideo, SNIFF_BYTES, sniffMediaType, type MediaType } from './sniff.ts';
import {
  MAX_IMAGE_BYTES,
  MAX_VIDEO_BYTES,
  outgoingContent,
  outgoingName,
  type StagedFile,
} from '#shared/model/outgoing-media.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';

/** A file that nobody took up again for this long is removed at the next start. */
const KEPT_MS = 30 * 24 * 3_600_000;

const ENDINGS: Readonly<Record<MediaType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};

const succeeds = async (work: Promise<unknown> | undefined): Promise<boolean> => {
  try {
    await work;
    return true;
  } catch {
    return false;
  }
};

const typeOf = (name: string): MediaType | null =>
  (Object.keys(ENDINGS) as MediaType[]).find((type) => name.endsWith(`.${ENDINGS[type]}`)) ?? null;

/**
 * The images and videos that the agent sends, in `outgoing/` of the data directory: each named by its SHA-256, readable by
 * its owner only. The type is what the first bytes say (SE5).
 */
export class OutgoingFiles implements OutgoingMedia {
  readonly #directory: string;

  constructor(dataDirectory: string) {
    this.#directory = path.join(dataDirectory, 'outgoing');
  }

  /**
   * Takes the bytes as they come; what is refused is read to its end and thrown away, because a browser hears no answer
   * while it still sends. Rejects when the sender breaks off.
   */
  async keep(bytes: AsyncIterable<Uint8Array>): Promise<Result<StagedFile>> {
    const part = path.join(this.#directory, `${randomUUID()}.part`);
    const file = await this.#create(part);
    try {
      return await this.#take(bytes, part, file);
    } finally {
      await file?.close().catch(() => {});
      await rm(part, { force: true }).catch(() => {});
    }
  }

  async #take(
    bytes: AsyncIterable<Uint8Array>,
    part: string,
    file: FileHandle | null,
  ): Promise<Result<StagedFile>> {
    const hash = createHash('sha256');
    let head = Buffer.alloc(0);
    let size = 0;
    let isWritten = file !== null;
    for await (const chunk of bytes) {
      size += chunk.length;
      if (head.length < SNIFF_BYTES) head = Buffer.concat([head, chunk]).subarray(0, SNIFF_BYTES);
      if (size > MAX_VIDEO_BYTES || !isWritten) continue;
      hash.update(chunk);
      isWritten = await succeeds(file?.writeFile(chunk));
    }
    if (size === 0) return refuse('media.empty');
    const type = sniffMediaType(head);
    if (type === null) return refuse('media.wrongType');
    if (size > (isVideo(type) ? MAX_VIDEO_BYTES : MAX_IMAGE_BYTES)) return refuse('media.tooLarge');
    const name = `${hash.digest('hex')}.${ENDINGS[type]}`;
    const isKept =
      isWritten &&
      (await succeeds(file?.sync())) &&
      (await succeeds(rename(part, path.join(this.#directory, name))));
    if (!isKept) return refuse('media.notKept');
    const kind = isVideo(type) ? 'video' : 'image';
    return ok({ content: outgoingContent(name), type: kind, bytes: size });
  }

  /** Null where no file can be made. */
  async #create(part: string): Promise<FileHandle | null> {
    try {
      await mkdir(this.#directory, { recursive: true, mode: OWNER_ONLY.folder });
      return await open(part, 'wx', OWNER_ONLY.file);
    } catch {
      return null;
    }
  }

  async read(content: string): Promise<Awaited<ReturnType<OutgoingMedia['read']>>> {
    const name = outgoingName(content);
    const found = name === null ? null : await this.find(name);
    if (name === null || found === null) return null;
    const now = new Date();
    await utimes(path.join(this.#directory, name), now, now).catch(() => {});
    return { name, mimeType: found.mimeType, base64: found.bytes.toString('base64') };
  }

  /** The file of a name as `outgoingName` gives it; null for every other name and for a file that is gone. */
  async find(
    name: string,
  ): Promise<{ readonly mimeType: string; readonly bytes: Buffer<ArrayBuffer> } | null> {
    const mimeType = typeOf(name);
    if (mimeType === null || outgoingName(outgoingContent(name)) === null) return null;
    try {
      return { mimeType, bytes: await readFile(path.join(this.#directory, name)) };
    } catch {
      return null;
    }
  }

  /** Removes what is older than `KEPT_MS`, and what a crash left half-written. Never rejects. */
  async sweep(now: number): Promise<void> {
    const names = await readdir(this.#directory).catch(() => []);
    for (const name of names) {
      const file = path.join(this.#directory, name);
      const known = await stat(file).catch(() => null);
      if (known === null) continue;
      if (name.endsWith('.part') || now - known.mtimeMs > KEPT_MS) {
        await rm(file, { force: true }).catch(() => {});
      }
    }
  }
}
