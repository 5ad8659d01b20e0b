import { lookup } from 'node:dns';
import type { createConnection, LookupFunction, Socket } from 'node:net';
import { WebSocket, type ClientOptions } from 'ws';
import type { Dial } from '../network/dial.ts';
import type { SocketEnd } from './close-codes.ts';

/** What one socket tells. After `ended` nothing more comes, and after `terminate` nothing at all. */
export type SocketEvents = {
  /** The host's name leads to these; told before anything is sent there. Not told of a host that is an address itself. */
  resolved(addresses: readonly string[]): void;
  /** The server answered the upgrade and says that it is `at`, in epoch milliseconds. */
  serverTime(at: number): void;
  opened(): void;
  received(data: Buffer, isBinary: boolean): void;
  /** A WebSocket-level ping or pong: a sign of life without content. */
  stirred(): void;
  ended(end: SocketEnd): void;
};

/** GW6: `lenient` meets a frame that closed the socket three times. */
export type FrameTolerance = 'strict' | 'lenient';

export const MAX_FRAME_BYTES = 16 * 1024 * 1024;
const LENIENT_MAX_FRAME_BYTES = 128 * 1024 * 1024;
/**
 * A message may come in so many pieces, and so many chunks of bytes may wait for the rest of a frame: without a bound, a flood
 * of empty fragments grows in memory and never reaches `maxPayload`. One of 256 KiB may still come byte by byte.
 */
const MAX_FRAGMENTS = 16 * 1024;
const LENIENT_MAX_FRAGMENTS = 128 * 1024;
const MAX_BUFFERED_CHUNKS = 512 * 1024;
const OPEN_WITHIN_MS = 10_000;
const CLOSE_WITHIN_MS = 2_000;

/** GW5. */
const optionsFor = (tolerance: FrameTolerance): ClientOptions => {
  // The types of ws 8.18 do not know closeTimeout, which ws has since 8.19.
  const options: ClientOptions & { readonly closeTimeout: number } = {
    perMessageDeflate: false,
    maxPayload: tolerance === 'strict' ? MAX_FRAME_BYTES : LENIENT_MAX_FRAME_BYTES,
    maxFragments: tolerance === 'strict' ? MAX_FRAGMENTS : LENIENT_MAX_FRAGMENTS,
    maxBufferedChunks: MAX_BUFFERED_CHUNKS,
    skipUTF8Validation: tolerance === 'lenient',
    handshakeTimeout: OPEN_WITHIN_MS,
    closeTimeout: CLOSE_WITHIN_MS,
    followRedirects: false,
  };
  return options;
};

const watchedLookup =
  (resolved: SocketEvents['resolved']): LookupFunction =>
  (host, options, answer) =>
    lookup(host, options, (error, found, family) => {
      if (error === null)
        resolved(typeof found === 'string' ? [found] : found.map(({ address }) => address));
      answer(error, found, family);
    });

/** Node takes a connection that comes later by a callback, which the types of ws do not know. */
const connectionBy = (open: () => Promise<Socket>): typeof createConnection =>
  ((_options: unknown, hand: (error: Error | null, socket?: Socket) => void): undefined => {
    open().then(
      (socket) => hand(null, socket),
      (error: unknown) => hand(error instanceof Error ? error : new Error('not connected')),
    );
  }) as unknown as typeof createConnection;

const errorCode = (error: Error): string => {
  if ('code' in error && typeof error.code === 'string') return error.code;
  // ws gives its handshake errors no code, and their texts may quote the URL with the token: only the kind goes on.
  if (error.message.includes('timed out')) return 'HANDSHAKE_TIMEOUT';
  return /Invalid (?:Upgrade|Sec-WebSocket)|^Server sent/u.test(error.message)
    ? 'BAD_HANDSHAKE'
    : '';
};

/** One WebSocket, one life. A socket that was terminated is dead at once: none of its late events comes through. */
export class GatewaySocket {
  readonly #ws: WebSocket;
  readonly #events: SocketEvents;
  #isLive = true;

  constructor(url: string, tolerance: FrameTolerance, dial: Dial, events: SocketEvents) {
    this.#events = events;
    const resolved = (addresses: readonly string[]): void => {
      if (this.#isLive) events.resolved(addresses);
    };
    this.#ws = new WebSocket(url, {
      ...optionsFor(tolerance),
      createConnection: connectionBy(() => dial(new URL(url), watchedLookup(resolved))),
    });
    this.#ws.on('upgrade', ({ headers }) => {
      const at = Date.parse(headers.date ?? '');
      if (this.#isLive && Number.isFinite(at)) events.serverTime(at);
    });
    this.#ws.on('open', () => {
      if (this.#isLive) events.opened();
    });
    this.#ws.on('message', (data, isBinary) => {
      // With the default binaryType ws hands over one Buffer; the other members of RawData need an option.
      if (this.#isLive) events.received(data as Buffer, isBinary);
    });
    const stirred = (): void => {
      if (this.#isLive) events.stirred();
    };
    this.#ws.on('ping', stirred);
    this.#ws.on('pong', stirred);
    this.#ws.on('unexpected-response', (request, response) => {
      const retryAfter = response.headers['retry-after'] ?? null;
      request.destroy();
      this.#end({ kind: 'http', status: response.statusCode ?? 0, retryAfter });
    });
    this.#ws.on('error', (error) => this.#end({ kind: 'failed', code: errorCode(error) }));
    this.#ws.on('close', (code) => this.#end({ kind: 'closed', code }));
  }

  get bufferedBytes(): number {
    return this.#ws.bufferedAmount;
  }

  /** `written` is called when the frame left for the kernel or never will; that is not delivery (GW9). */
  send(text: string, written?: () => void): void {
    this.#ws.send(text, written);
  }

  /** GW10. A few frames that were read already may still come. */
  pause(): void {
    this.#ws.pause();
  }

  resume(): void {
    this.#ws.resume();
  }

  /** The polite end: `ended` follows, within 2 s even from a gateway that does not answer. */
  close(): void {
    this.#ws.close(1000);
  }

  /** Gone at once, without `ended` (GW4). */
  terminate(): void {
    this.#isLive = false;
    this.#ws.terminate();
  }

  #end(end: SocketEnd): void {
    if (!this.#isLive) return;
    this.terminate();
    this.#events.ended(end);
  }
}
