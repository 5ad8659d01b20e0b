import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, utimes, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { OutgoingMedia } from '../core/ports/connectors.ts';
import { OWNER_ONLY } from '../host/data/owner-only.ts';
import { inspectHead } from './inspect.ts';
import { KeptFiles } from './kept-files.ts';
import { endingOf, FIRST_BYTES, isVideo, MEDIA_TYPES, type MediaType } from './sniff.ts';
import { SenderTooSlow, steadyBody } from './steady-body.ts';
import {
  MAX_IMAGE_BYTES,
  MAX_VIDEO_BYTES,
  outgoingContent,
  outgoingName,
  type StagedFile,
} from '#shared/model/outgoing-media.ts';
import { type ErrorKind, ok, refuse, type Result } from '#shared/model/result.ts';

/** The rest wait, unread: what is half-written counts for nothing yet. */
const MAX_AT_ONCE = 4;
/** What is too large is read on, because a browser hears no answer while it still sends; not for ever. */
const MAX_READ_BYTES = 4 * MAX_VIDEO_BYTES;
const READ_BYTES = 64 * 1024;
/** So long a file may stand in a composer before it makes room for others. */
const STAGED_MS = 15 * 60_000;

/** A file that is shown: its body must be read or cancelled. */
export type OpenedFile = {
  readonly type: MediaType;
  readonly bytes: number;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
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
  MEDIA_TYPES.find((type) => name.endsWith(`.${endingOf(type)}`)) ?? null;

/** What an upload turned out to be, once its first bytes say so. */
class Head {
  #bytes = Buffer.alloc(0);
  #wanted = FIRST_BYTES;
  #found: ReturnType<typeof inspectHead> = 'more';

  add(chunk: Uint8Array): void {
    if (this.#found !== 'more') return;
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    if (this.#bytes.length < this.#wanted) return;
    this.#look(false);
    // Twice as many each time, so that little is looked at again.
    this.#wanted = this.#bytes.length * 2;
  }

  /** There is no more of it. */
  verdict(): { readonly type: MediaType } | { readonly refusal: ErrorKind } {
    if (this.#found === 'more') this.#look(true);
    if (this.#found === 'more') return { refusal: 'media.wrongType' };
    if ('type' in this.#found) return this.#found;
    return { refusal: this.#found.why === 'pixels' ? 'media.tooManyPixels' : 'media.wrongType' };
  }

  #look(isWhole: boolean): void {
    this.#found = inspectHead(this.#bytes, isWhole);
  }
}

/**
 * The images and videos that the agent sends, in `outgoing/` of the data directory: each named by its SHA-256, readable by
 * its owner only. The type is what the first bytes say, and time, pixels and room have limits (SE5).
 */
export class OutgoingFiles implements OutgoingMedia {
  readonly #directory: string;
  readonly #kept: KeptFiles;
  readonly #openContents: () => ReadonlySet<string> | null;
  /** When those came in that no send has taken up yet. */
  readonly #stagedAt = new Map<string, number>();
  #places = MAX_AT_ONCE;
  readonly #waiting: (() => void)[] = [];
  /** One file after the other comes in, so that two do not take the same room. */
  #taken: Promise<unknown> = Promise.resolve();

  /** `openContents`: the content of every send that is not at its end; null while nobody knows. */
  constructor(dataDirectory: string, openContents: () => ReadonlySet<string> | null) {
    this.#directory = path.join(dataDirectory, 'outgoing');
    this.#kept = new KeptFiles(this.#directory);
    this.#openContents = openContents;
  }

  /**
   * Takes the bytes as they come; what is refused is read to its end and thrown away, because a browser hears no answer
   * while it still sends. Rejects when the sender breaks off.
   */
  async keep(bytes: AsyncIterable<Uint8Array>): Promise<Result<StagedFile>> {
    await this.#takePlace();
    const part = path.join(this.#directory, `${randomUUID()}.part`);
    const file = await this.#create(part);
    try {
      return await this.#take(steadyBody(bytes), part, file);
    } catch (error) {
      if (error instanceof SenderTooSlow) return refuse('media.tooSlow');
      throw error;
    } finally {
      await file?.close().catch(() => {});
      await rm(part, { force: true }).catch(() => {});
      this.#freePlace();
    }
  }

  async #take(
    bytes: AsyncIterable<Uint8Array>,
    part: string,
    file: FileHandle | null,
  ): Promise<Result<StagedFile>> {
    const hash = createHash('sha256');
    const head = new Head();
    let size = 0;
    let isWritten = file !== null;
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > MAX_READ_BYTES) break;
      head.add(chunk);
      if (size > MAX_VIDEO_BYTES || !isWritten) continue;
      hash.update(chunk);
      isWritten = await succeeds(file?.writeFile(chunk));
    }
    if (size === 0) return refuse('media.empty');
    const verdict = head.verdict();
    if ('refusal' in verdict) return refuse(verdict.refusal);
    const { type } = verdict;
    if (size > (isVideo(type) ? MAX_VIDEO_BYTES : MAX_IMAGE_BYTES)) return refuse('media.tooLarge');
    const name = `${hash.digest('hex')}.${endingOf(type)}`;
    if (!isWritten || !(await succeeds(file?.sync()))) return refuse('media.notKept');
    const refusal = await this.#inTurn(() => this.#putIn(part, name));
    if (refusal !== null) return refuse(refusal);
    const kind = isVideo(type) ? 'video' : 'image';
    return ok({ content: outgoingContent(name), type: kind, bytes: size });
  }

  async #putIn(part: string, name: string): Promise<ErrorKind | null> {
    const hasRoom = await this.#kept.makeRoom(name, path.basename(part), this.#needed());
    if (!hasRoom) return 'media.full';
    if (!(await succeeds(rename(part, path.join(this.#directory, name))))) return 'media.notKept';
    this.#stagedAt.set(name, Date.now());
    return null;
  }

  /** The files of open sends, and those that may still stand in a composer. */
  #needed(): ReadonlySet<string> | null {
    const open = this.#openContents();
    if (open === null) return null;
    for (const [name, at] of this.#stagedAt) {
      if (Date.now() - at > STAGED_MS) this.#stagedAt.delete(name);
    }
    const sent = [...open].map(outgoingName).filter((name) => name !== null);
    return new Set([...sent, ...this.#stagedAt.keys()]);
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#taken.then(work);
    this.#taken = done.catch(() => {});
    return done;
  }

  async #takePlace(): Promise<void> {
    if (this.#places > 0) this.#places -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** To who waits longest; only without one is it free. */
  #freePlace(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#places += 1;
    else next();
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
    const type = name === null ? null : typeOf(name);
    if (name === null || type === null) return null;
    const file = path.join(this.#directory, name);
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return null;
    this.#stagedAt.delete(name);
    const now = new Date();
    await utimes(file, now, now).catch(() => {});
    return { name, mimeType: type, base64: bytes.toString('base64') };
  }

  /** The file of a name as `outgoingName` gives it; null for every other name and for a file that is gone. */
  async open(name: string): Promise<OpenedFile | null> {
    const type = typeOf(name);
    if (type === null || outgoingName(outgoingContent(name)) === null) return null;
    try {
      const file = await open(path.join(this.#directory, name));
      const { size } = await file.stat();
      const body = Readable.toWeb(file.createReadStream({ highWaterMark: READ_BYTES }));
      // Its chunks are Buffers.
      return { type, bytes: size, body: body as OpenedFile['body'] };
    } catch {
      return null;
    }
  }

  /** What is too old, or half-written, goes. Never rejects. */
  sweep(now: number): Promise<void> {
    return this.#kept.sweep(now);
  }
}
