import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Log } from '../core/ports/log.ts';
import { isVideo, type MediaType, SNIFF_BYTES, sniffMediaType } from './sniff.ts';
import {
  type AllowedOrigin,
  MediaRefused,
  openUpstream,
  type Resolve,
  resolveBySystem,
} from './upstream.ts';

const MAX_ADDRESS_CHARACTERS = 4096;
const MAX_IMAGE_BYTES = 20 * 1024 * 1024;
const MAX_VIDEO_BYTES = 200 * 1024 * 1024;
/** Types of addresses seen from their first byte on, so that a later range of a video need not be sniffed again. */
const REMEMBERED_TYPES = 500;
/** The rest wait: a conversation full of pictures must not open a hundred connections. */
const MAX_OPEN = 12;
const RANGE = /^bytes=(\d{1,12})-(\d{0,12})$/u;

export type MediaAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where there is nothing to show. It ends with an error when the source breaks off or grows past the cap. */
  readonly body: Readable | null;
};

const capOf = (type: MediaType): number => (isVideo(type) ? MAX_VIDEO_BYTES : MAX_IMAGE_BYTES);

/** The whole size that an answer claims, of `Content-Range` for a part; null where it says nothing. */
const claimedBytes = (response: IncomingMessage): number | null => {
  const whole = /\/(\d+)$/u.exec(response.headers['content-range'] ?? '')?.[1];
  const text = whole ?? response.headers['content-length'];
  return text === undefined ? null : Number(text);
};

/** Bytes until at least `wanted` are there or the stream is at its end. The rest stays in the stream. */
const firstBytes = async (response: IncomingMessage, wanted: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length < wanted) {
    const chunk = response.read() as Buffer | null;
    if (chunk !== null) {
      chunks.push(chunk);
      length += chunk.length;
    } else if (response.readableEnded || response.destroyed) break;
    else {
      await new Promise<void>((resolve, reject) => {
        const settle = (done: () => void): void => {
          response.off('readable', onReadable).off('end', onReadable).off('error', onError);
          done();
        };
        const onReadable = (): void => settle(resolve);
        const onError = (): void => settle(() => reject(new MediaRefused('network')));
        response.once('readable', onReadable).once('end', onReadable).once('error', onError);
      });
    }
  }
  return Buffer.concat(chunks);
};

async function* capped(head: Buffer, rest: IncomingMessage, cap: number): AsyncGenerator<Buffer> {
  let total = head.length;
  if (head.length > 0) yield head;
  for await (const chunk of rest as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > cap) throw new MediaRefused('size');
    yield chunk;
  }
}

/**
 * SE5: the only way in which a picture or a video of a buyer reaches the screen. https only (http for the simulated
 * platforms), no cookies, no referrer, no private address after DNS, caps of 20 MB and 200 MB, sniffed types, no SVG.
 */
export class MediaFetcher {
  readonly #allowed: AllowedOrigin | null;
  readonly #resolve: Resolve;
  readonly #log: Log;
  readonly #types = new Map<string, MediaType>();
  readonly #queue: (() => void)[] = [];
  #open = 0;

  constructor(parts: {
    readonly allowed: AllowedOrigin | null;
    readonly log: Log;
    readonly resolve?: Resolve;
  }) {
    this.#allowed = parts.allowed;
    this.#resolve = parts.resolve ?? resolveBySystem;
    this.#log = parts.log;
  }

  /** Never rejects. `range` is the page's own header; only one plain range from a byte on is passed on. */
  async fetch(address: string, range: string | null, signal: AbortSignal): Promise<MediaAnswer> {
    if (address.length > MAX_ADDRESS_CHARACTERS) return this.#refused('address');
    await this.#takePlace();
    try {
      const answer = await this.#fetch(address, RANGE.test(range ?? '') ? range : null, signal);
      answer.body?.once('close', () => this.#freePlace());
      if (answer.body === null) this.#freePlace();
      return answer;
    } catch (error) {
      this.#freePlace();
      return this.#refused(error instanceof MediaRefused ? error.kind : 'network');
    }
  }

  async #fetch(address: string, range: string | null, signal: AbortSignal): Promise<MediaAnswer> {
    const startsLater = range !== null && !range.startsWith('bytes=0-');
    const known = this.#types.get(address) ?? null;
    const type = startsLater ? (known ?? (await this.#typeOf(address, signal))) : null;
    const response = await this.#openAt(address, range, signal);
    try {
      const head = await firstBytes(response, SNIFF_BYTES);
      // A server that ignores the range answers 200 from the first byte on: then the bytes speak.
      const isPart = response.statusCode === 206;
      const shown = isPart && startsLater ? type : sniffMediaType(head);
      if (shown === null) throw new MediaRefused('type');
      this.#remember(address, shown);
      const claimed = claimedBytes(response);
      if (claimed !== null && claimed > capOf(shown)) throw new MediaRefused('size');
      return {
        status: isPart ? 206 : 200,
        headers: this.#headers(response, shown, isPart),
        body: Readable.from(capped(head, response, capOf(shown)), { objectMode: false }).once(
          'close',
          () => response.destroy(),
        ),
      };
    } catch (error) {
      response.destroy();
      throw error;
    }
  }

  #headers(
    response: IncomingMessage,
    type: MediaType,
    isPart: boolean,
  ): Readonly<Record<string, string>> {
    const length = response.headers['content-length'];
    const part = response.headers['content-range'];
    return {
      'content-type': type,
      'cache-control': 'private, max-age=3600',
      'content-security-policy': "default-src 'none'; sandbox",
      'accept-ranges': response.headers['accept-ranges'] === 'bytes' || isPart ? 'bytes' : 'none',
      ...(length !== undefined && /^\d+$/u.test(length) ? { 'content-length': length } : {}),
      ...(isPart && part !== undefined && /^bytes \d+-\d+\/(\d+|\*)$/u.test(part)
        ? { 'content-range': part }
        : {}),
    };
  }

  /** The type of an address whose later part is asked for first. */
  async #typeOf(address: string, signal: AbortSignal): Promise<MediaType> {
    const response = await this.#openAt(address, `bytes=0-${SNIFF_BYTES - 1}`, signal);
    try {
      const type = sniffMediaType(await firstBytes(response, SNIFF_BYTES));
      if (type === null) throw new MediaRefused('type');
      return type;
    } finally {
      response.destroy();
    }
  }

  #openAt(address: string, range: string | null, signal: AbortSignal): Promise<IncomingMessage> {
    return openUpstream(address, {
      range,
      allowed: this.#allowed,
      resolve: this.#resolve,
      signal,
    });
  }

  #remember(address: string, type: MediaType): void {
    this.#types.delete(address);
    this.#types.set(address, type);
    if (this.#types.size <= REMEMBERED_TYPES) return;
    const [oldest] = this.#types.keys();
    if (oldest !== undefined) this.#types.delete(oldest);
  }

  async #takePlace(): Promise<void> {
    if (this.#open >= MAX_OPEN) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#open += 1;
  }

  /** The place goes to who waits longest; only without one is it free. */
  #freePlace(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#open -= 1;
    else next();
  }

  #refused(why: MediaRefused['kind']): MediaAnswer {
    this.#log.info('media.refused', { why });
    return { status: why === 'timeout' || why === 'network' ? 502 : 403, headers: {}, body: null };
  }
}
