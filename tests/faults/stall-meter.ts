const LOOK_EVERY_MS = 10;

/**
 * How long this thread's event loop was held up at most, by the processor's clock: what the thread used between two looks of a
 * timer. Waiting for a busy machine is no stall.
 */
export class StallMeter {
  #longestMs = 0;
  #last = process.threadCpuUsage();
  readonly #timer = setInterval(() => this.#look(), LOOK_EVERY_MS);

  /** The longest stall since this was called last, in milliseconds. */
  takeLongest(): number {
    this.#look();
    const longest = this.#longestMs;
    this.#longestMs = 0;
    return longest;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const { user, system } = process.threadCpuUsage(this.#last);
    this.#last = process.threadCpuUsage();
    this.#longestMs = Math.max(this.#longestMs, (user + system) / 1_000);
  }
}
