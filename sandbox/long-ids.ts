/**
 * Decimal ids above 2^53, as the platforms have them: whoever keeps one in a JavaScript number loses its last digits.
 * They start from the time, so that a sandbox that is started again never uses an id twice.
 */
export class LongIds {
  #next: bigint;

  constructor(now: number) {
    this.#next = 7_000_000_000_000_000_001n + BigInt(now) * 100_000n;
  }

  next(): string {
    const id = this.#next;
    this.#next += 2n;
    return id.toString();
  }
}
