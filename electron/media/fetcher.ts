import type { IncomingMessage } from 'node:http';
import { MEDIA_REFUSAL_HEADER } from '#shared/ipc/media.ts';
import type { Log } from '../core/ports/log.ts';
import type { Routes } from '../network/route.ts';
import { Fetching } from './fetching.ts';
import { inspectHead } from './inspect.ts';
import { openNameLookup, type Resolve } from './name-lookup.ts';
import { Places } from './places.ts';
import { FIRST_BYTES, isVideo, type MediaType, SNIFF_BYTES } from './sniff.ts';
import { SourceReader } from './source-reader.ts';
import {
  type AllowedOrigin,
  type MediaRefusal,
  MediaRefused,
  openUpstream,
  type Upstream,
} from './upstream.ts';

const MAX_ADDRESS_CHARACTERS = 4096;
const MAX_IMAGE_BYTES = 20 * 1024 * 1024;
const MAX_VIDEO_BYTES = 200 * 1024 * 1024;
/** SE5, total deadlines: until it is known what it is, and until its end. A video that is paused asks again. */
const HEAD_MS = 20_000;
const IMAGE_MS = 60_000;
const VIDEO_MS = 600_000;
/** Videos that were seen from their first byte on, so that a later range of one need not be sniffed again. */
const REMEMBERED_TYPES = 500;
const EMPTY = Buffer.alloc(0);
const RANGE = /^bytes=(\d{1,12})-(\d{0,12})$/u;
/** A part that says by itself what it is. */
const FROM_START = /^bytes=0-(?:\d{4,12})?$/u;

export type FetchedMedia = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where there is nothing to show. */
  readonly body: MediaBody | null;
};

/** Pieces of up to 128 KiB, null at the end; rejects when the source breaks off or breaks a limit. */
export type MediaBody = {
  readonly next: () => Promise<Uint8Array | null>;
  readonly cancel: () => void;
};

const capOf = (type: MediaType): number => (isVideo(type) ? MAX_VIDEO_BYTES : MAX_IMAGE_BYTES);

/** The whole size that an answer claims, of `Content-Range` for a part; null where it says nothing. */
const claimedBytes = (response: IncomingMessage): number | null => {
  const whole = /\/(\d+)$/u.exec(response.headers['content-range'] ?? '')?.[1];
  const text = whole ?? response.headers['content-length'];
  return text === undefined ? null : Number(text);
};

/** The first bytes, as many as say what it is. Rejects with `MediaRefused` when it is nothing that is shown. */
const inspected = async (
  reader: SourceReader,
): Promise<{ readonly head: Buffer; readonly type: MediaType }> => {
  let head = Buffer.alloc(0);
  let wanted = FIRST_BYTES;
  for (;;) {
    const piece = await reader.next();
    head = Buffer.concat([head, piece ?? EMPTY]);
    // Twice as many each time: what is looked at again and again is never more than twice the whole.
    if (piece !== null && head.length < wanted) continue;
    const found = inspectHead(head, piece === null);
    if (found === 'more') wanted = head.length * 2;
    else if ('why' in found) throw new MediaRefused(found.why);
    else return { head, type: found.type };
  }
};

const headersOf = (
  response: IncomingMessage,
  type: MediaType,
  isPart: boolean,
): Readonly<Record<string, string>> => {
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
};

/** What was looked at, then the rest as it comes; the fetch ends with it. */
const bodyOf = (
  head: Buffer | null,
  reader: SourceReader,
  cap: number,
  fetching: Fetching,
): MediaBody => {
  let first = head;
  let total = 0;
  const next = async (): Promise<Buffer | null> => {
    const piece = first ?? (await fetching.until(reader.next()));
    first = null;
    total += piece?.length ?? 0;
    if (total > cap) throw new MediaRefused('size');
    if (piece === null) fetching.end('network');
    return piece;
  };
  return {
    next: async () => {
      try {
        return await next();
      } catch (error) {
        fetching.end('network');
        throw error;
      }
    },
    cancel: () => fetching.end('network'),
  };
};

/**
 * SE5: the only way in which a picture or a video of a buyer reaches the screen. https only (http for the simulated
 * platforms), no cookies, no referrer, no private address after DNS, caps of 20 MB and 200 MB, deadlines, a least rate, sniffed types, counted
 * pixels, no SVG. It runs in a thread of its own (`worker.ts`).
 */
export class MediaFetcher {
  readonly #allowed: AllowedOrigin | null;
  readonly #resolve: Resolve;
  readonly #routes: Routes;
  readonly #log: Log;
  readonly #types = new Map<string, MediaType>();
  readonly #places = new Places();

  constructor(parts: {
    readonly allowed: AllowedOrigin | null;
    readonly routes: Routes;
    readonly log: Log;
    readonly resolve?: Resolve;
  }) {
    this.#allowed = parts.allowed;
    this.#resolve = parts.resolve ?? openNameLookup();
    this.#routes = parts.routes;
    this.#log = parts.log;
  }

  /** Never rejects. `range` is the page's own header; only one plain range from a byte on is passed on. */
  async fetch(address: string, range: string | null, away: AbortSignal): Promise<FetchedMedia> {
    if (address.length > MAX_ADDRESS_CHARACTERS) return this.#refused('address');
    const fetching = new Fetching(away);
    try {
      const host = URL.parse(address)?.host ?? '';
      const end = (): void => fetching.end('slow');
      fetching.place = await this.#places.take(host, end, fetching.signal);
      fetching.mustEndWithin(HEAD_MS);
      return await this.#fetch(address, RANGE.test(range ?? '') ? range : null, fetching);
    } catch (error) {
      const why = error instanceof MediaRefused ? error.kind : 'network';
      fetching.end(why);
      return this.#refused(why);
    }
  }

  async #fetch(address: string, range: string | null, fetching: Fetching): Promise<FetchedMedia> {
    const isLater = range !== null && !FROM_START.test(range);
    const known = isLater ? await this.#typeOf(address, fetching) : null;
    // Only videos are asked for in parts: a part of a picture says nothing of its size.
    const asked = isLater && known === null ? null : range;
    const upstream = await fetching.until(this.#openAt(address, asked, fetching.signal));
    const { response } = upstream;
    const isPart = response.statusCode === 206 && asked !== null;
    const reader = new SourceReader(upstream, (count) => fetching.place?.noteBytes(count));
    // A server that ignores the range answers 200 from the first byte on: then the bytes speak.
    const { head, type } =
      isPart && known !== null
        ? { head: null, type: known }
        : await fetching.until(inspected(reader));
    const claimed = claimedBytes(response);
    if (claimed !== null && claimed > capOf(type)) throw new MediaRefused('size');
    if (isVideo(type)) this.#remember(address, type);
    fetching.mustEndWithin(isVideo(type) ? VIDEO_MS : IMAGE_MS);
    return {
      status: isPart ? 206 : 200,
      headers: headersOf(response, type, isPart),
      body: bodyOf(head, reader, capOf(type), fetching),
    };
  }

  /** The type of a video whose later part is asked for first; null for a picture. */
  async #typeOf(address: string, fetching: Fetching): Promise<MediaType | null> {
    const known = this.#types.get(address);
    if (known !== undefined) return known;
    const range = `bytes=0-${SNIFF_BYTES - 1}`;
    const upstream = await fetching.until(this.#openAt(address, range, fetching.signal));
    const reader = new SourceReader(upstream, (count) => fetching.place?.noteBytes(count));
    try {
      const { type } = await fetching.until(inspected(reader));
      return isVideo(type) ? type : null;
    } finally {
      reader.stop();
    }
  }

  #openAt(address: string, range: string | null, signal: AbortSignal): Promise<Upstream> {
    return openUpstream(address, {
      range,
      allowed: this.#allowed,
      resolve: this.#resolve,
      routes: this.#routes,
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

  #refused(why: MediaRefusal): FetchedMedia {
    this.#log.info('media.refused', { why });
    return {
      status: why === 'slow' || why === 'network' ? 502 : 403,
      headers: { [MEDIA_REFUSAL_HEADER]: why },
      body: null,
    };
  }
}
