import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** As much as a parser is given at once: of the worst that can be written in it, half a millisecond's work. */
const SLICE_BYTES = 2_048;
const READ_AHEAD_BYTES = 64 * 1024;

/**
 * A connection that hands on what it receives in small pieces, one in each round of the event loop. A system hands over 64 KiB
 * at once, in which a server can write ten thousand chunks or headers; all other pictures would wait while they are parsed.
 */
export class PacedConnection extends Duplex {
  readonly #socket: Socket;
  readonly #onBytes: (count: number) => void;
  #rest: Buffer = Buffer.alloc(0);
  #isWanted = false;
  #isTurnAsked = false;
  /** Nothing more comes from the socket; null while it may. */
  #over: { readonly error: Error | null; readonly isEnd: boolean } | null = null;

  /** `onBytes` is called before bytes are handed on; it may destroy the connection. */
  constructor(socket: Socket, onBytes: (count: number) => void) {
    super({ readableHighWaterMark: READ_AHEAD_BYTES });
    this.#socket = socket;
    this.#onBytes = onBytes;
    socket.on('data', (bytes: Buffer) => {
      socket.pause();
      this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
      this.#askTurn();
    });
    // Late errors, after the request has let go of it.
    this.on('error', () => undefined);
    this.on('resume', () => this.#askTurn());
    socket.once('end', () => this.#finish(null, true));
    socket.on('error', (error) => this.#finish(error, false));
    socket.once('close', () => this.#finish(null, false));
  }

  override _read(): void {
    this.#isWanted = true;
    this.#askTurn();
  }

  override _write(
    bytes: Buffer,
    encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.#socket.write(bytes, encoding, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#rest = Buffer.alloc(0);
    this.#socket.destroy();
    done(error);
  }

  /** What is here is handed on before the end is. */
  #finish(error: Error | null, isEnd: boolean): void {
    this.#over ??= { error, isEnd };
    const { isEnd: hasEnded } = this.#over;
    if (this.#rest.length === 0 && !hasEnded) this.destroy(error ?? undefined);
    else this.#askTurn();
  }

  #askTurn(): void {
    if (this.#isTurnAsked || !this.#isWanted) return;
    this.#isTurnAsked = true;
    setImmediate(() => {
      this.#isTurnAsked = false;
      this.#handOn();
    });
  }

  #handOn(): void {
    // What is handed on while nobody reads would stay here, and be parsed in one piece later.
    if (this.destroyed || !this.#isWanted || this.isPaused()) return;
    if (this.#rest.length === 0) {
      if (this.#over?.isEnd === true) this.push(null);
      else if (this.#over !== null) this.destroy(this.#over.error ?? undefined);
      return;
    }
    const slice = this.#rest.subarray(0, SLICE_BYTES);
    this.#rest = this.#rest.subarray(SLICE_BYTES);
    if (this.#rest.length === 0) this.#socket.resume();
    this.#onBytes(slice.length);
    if (this.destroyed) return;
    this.#isWanted = false;
    // Whoever wants more calls `_read`, at once or later.
    this.push(slice);
  }
}
