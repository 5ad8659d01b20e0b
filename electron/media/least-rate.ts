const WINDOW_MS = 10_000;
const LEAST_BYTES = 10 * 1024;

/**
 * SE5: who gives fewer bytes in ten seconds of waiting for it is left. Only the time in which somebody waits counts: a page that
 * does not read on, as of a paused video, makes no source slow.
 */
export class LeastRate {
  #waitedMs = 0;
  #bytes = 0;

  /** So long may the next wait last before the rate is judged. */
  get leftMs(): number {
    return WINDOW_MS - this.#waitedMs;
  }

  noteBytes(count: number): void {
    this.#bytes += count;
  }

  /** After each wait; answers whether the rate is still enough. */
  noteWait(ms: number): boolean {
    this.#waitedMs += ms;
    if (this.#waitedMs < WINDOW_MS) return true;
    const isEnough = this.#bytes >= LEAST_BYTES;
    this.#waitedMs = 0;
    this.#bytes = 0;
    return isEnough;
  }
}
