import { LeastRate } from './least-rate.ts';
import { MediaRefused, type Upstream } from './upstream.ts';

/** What is handed on at once, or what came in so long: never a message for each byte. */
const GATHER_BYTES = 64 * 1024;
const GATHER_MS = 40;

/** The body of an answer in pieces of a sensible size, as long as its source keeps up. */
export class SourceReader {
  readonly #upstream: Upstream;
  readonly #onBytes: (count: number) => void;
  readonly #rate = new LeastRate();

  constructor(upstream: Upstream, onBytes: (count: number) => void) {
    this.#upstream = upstream;
    this.#onBytes = onBytes;
  }

  /** At least one byte, and null at the end. Rejects with `MediaRefused`. One call at a time. */
  async next(): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    let length = 0;
    let untilMs = 0;
    while (length < GATHER_BYTES) {
      const part = this.#read();
      if (part !== null) {
        if (length === 0) untilMs = performance.now() + GATHER_MS;
        parts.push(part);
        length += part.length;
        continue;
      }
      const leftMs = length === 0 ? Infinity : untilMs - performance.now();
      if (this.#isOver() || leftMs <= 0) break;
      await this.#wait(leftMs);
    }
    // What came before a break is handed on; the next call tells of the break.
    if (length === 0) this.#throwWhenBroken();
    return length === 0 ? null : Buffer.concat(parts);
  }

  /** Nothing more is wanted. */
  stop(): void {
    this.#upstream.response.destroy();
  }

  #read(): Buffer | null {
    const part = this.#upstream.response.read() as Buffer | null;
    if (part === null) return null;
    this.#rate.noteBytes(part.length);
    this.#upstream.noteRead(part.length);
    this.#onBytes(part.length);
    return part;
  }

  #isOver(): boolean {
    const { response } = this.#upstream;
    return response.readableEnded || response.errored !== null || response.destroyed;
  }

  #throwWhenBroken(): void {
    const { response } = this.#upstream;
    if (response.readableEnded) return;
    if (response.errored instanceof MediaRefused) throw response.errored;
    if (response.errored !== null || response.destroyed) throw new MediaRefused('network');
  }

  async #wait(atMostMs: number): Promise<void> {
    const from = performance.now();
    await this.#whenMore(Math.min(atMostMs, this.#rate.leftMs));
    if (!this.#rate.noteWait(performance.now() - from)) throw new MediaRefused('slow');
  }

  /** There is something to read, or there will be no more, or the time is over. */
  #whenMore(ms: number): Promise<void> {
    const { response } = this.#upstream;
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        for (const event of EVENTS) response.off(event, settle);
        resolve();
      };
      // A millisecond more, so that the time is over when the timer says so.
      const timer = setTimeout(settle, ms + 1);
      for (const event of EVENTS) response.on(event, settle);
    });
  }
}

const EVENTS = ['readable', 'end', 'error', 'close'] as const;
