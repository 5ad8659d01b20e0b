import type { Readable, Writable } from 'node:stream';
import { OVERSIZED_EVENT } from '../../platforms/session/page-session.ts';
import type { CdpLine } from './cdp-connection.ts';

const NUL = 0;
/** The browser writes the command's number first. */
const ANSWER = /^\{"id":(\d+),/u;
const HEAD_BYTES = 128;
const EVENT = /^\{"method":"([\w.]+)"/u;
/** And the session that an event is for last. */
const SESSION = /,"sessionId":"(\w+)"\}$/u;
const TAIL_BYTES = 128;
/** JSON-RPC's first code for what a server defines itself. */
const TOO_LARGE = -32_000;

/**
 * DevTools messages over a pair of pipes (`--remote-debugging-pipe`): UTF-8 JSON, each ended by a NUL byte.
 * A message above `maxMessageBytes` is passed over, because one page must not cost all others their browser: the command
 * that it answers is refused, an event comes without what it tells.
 */
export class PipeLine implements CdpLine {
  readonly #toBrowser: Writable;
  readonly #fromBrowser: Readable;
  readonly #maxMessageBytes: number;
  #parts: Buffer[] = [];
  #tail: Buffer = Buffer.alloc(0);
  #partBytes = 0;
  #listen: (text: string) => void = () => {};
  #hearEnd: (why: string) => void = () => {};
  #ended = false;

  constructor(toBrowser: Writable, fromBrowser: Readable, maxMessageBytes = 12 * 1024 * 1024) {
    this.#toBrowser = toBrowser;
    this.#fromBrowser = fromBrowser;
    this.#maxMessageBytes = maxMessageBytes;
    toBrowser.on('error', () => this.#end('the browser does not listen any more'));
    fromBrowser.on('error', () => this.#end('the browser does not answer any more'));
    fromBrowser.on('close', () => this.#end('the browser ended'));
    fromBrowser.on('data', (bytes: Buffer) => this.#take(bytes));
  }

  send(text: string): void {
    if (!this.#ended) this.#toBrowser.write(`${text}\0`);
  }

  onMessage(listener: (text: string) => void): void {
    this.#listen = listener;
  }

  onEnd(listener: (why: string) => void): void {
    this.#hearEnd = listener;
  }

  close(): void {
    this.#end('closed');
  }

  #take(bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(NUL); end !== -1 && !this.#ended; end = bytes.indexOf(NUL, from)) {
      this.#add(bytes.subarray(from, end));
      from = end + 1;
      this.#finish();
    }
    this.#add(bytes.subarray(from));
  }

  /** Of a message that is too large only head and tail are kept. */
  #add(part: Buffer): void {
    if (part.length === 0) return;
    const wasTooLarge = this.#partBytes > this.#maxMessageBytes;
    this.#partBytes += part.length;
    if (!wasTooLarge) this.#parts.push(part);
    if (this.#partBytes <= this.#maxMessageBytes) return;
    this.#tail = Buffer.concat([this.#tail, part.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES);
    if (wasTooLarge) return;
    this.#parts = [Buffer.from(Buffer.concat(this.#parts).subarray(0, HEAD_BYTES))];
  }

  #finish(): void {
    const isTooLarge = this.#partBytes > this.#maxMessageBytes;
    const text = Buffer.concat(this.#parts).toString('utf8');
    const tail = this.#tail.toString('latin1');
    this.#parts = [];
    this.#tail = Buffer.alloc(0);
    this.#partBytes = 0;
    if (!isTooLarge) return this.#listen(text);
    const id = ANSWER.exec(text)?.[1];
    if (id === undefined)
      return this.#hearOversized(EVENT.exec(text)?.[1], SESSION.exec(tail)?.[1]);
    const error = { code: TOO_LARGE, message: 'the answer is too large' };
    this.#listen(JSON.stringify({ id: Number(id), error }));
  }

  #hearOversized(method: string | undefined, sessionId: string | undefined): void {
    if (method !== undefined)
      this.#listen(JSON.stringify({ method, params: OVERSIZED_EVENT, sessionId }));
  }

  #end(why: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#parts = [];
    this.#toBrowser.destroy();
    this.#fromBrowser.destroy();
    this.#hearEnd(why);
  }
}
