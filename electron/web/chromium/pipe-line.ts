import type { Readable, Writable } from 'node:stream';
import type { CdpLine } from './cdp-connection.ts';

const NUL = 0;

/**
 * DevTools messages over a pair of pipes (`--remote-debugging-pipe`): UTF-8 JSON, each ended by a NUL byte.
 * A message above `maxMessageBytes` ends the line: nothing that we ask for is that large.
 */
export class PipeLine implements CdpLine {
  readonly #toBrowser: Writable;
  readonly #fromBrowser: Readable;
  readonly #maxMessageBytes: number;
  #parts: Buffer[] = [];
  #partBytes = 0;
  #hear: (text: string) => void = () => {};
  #hearEnd: (why: string) => void = () => {};
  #ended = false;

  constructor(toBrowser: Writable, fromBrowser: Readable, maxMessageBytes = 64 * 1024 * 1024) {
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

  onMessage(hear: (text: string) => void): void {
    this.#hear = hear;
  }

  onEnd(hear: (why: string) => void): void {
    this.#hearEnd = hear;
  }

  close(): void {
    this.#end('closed');
  }

  #take(bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(NUL); end !== -1 && !this.#ended; end = bytes.indexOf(NUL, from)) {
      const text = Buffer.concat([...this.#parts, bytes.subarray(from, end)]).toString('utf8');
      this.#parts = [];
      this.#partBytes = 0;
      from = end + 1;
      this.#hear(text);
    }
    if (from < bytes.length) this.#parts.push(bytes.subarray(from));
    this.#partBytes += bytes.length - from;
    if (this.#partBytes > this.#maxMessageBytes) this.#end('the browser sent too large a message');
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
