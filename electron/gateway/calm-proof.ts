import type { Clock } from '../core/ports/clock.ts';

/**
 * Proves that a line lives while nothing but pings is sent: after `calmMs` it asks for one more pong, and resolves when that
 * arrived. It never resolves on a line that ends before.
 */
export class CalmProof {
  readonly passed: Promise<void>;
  readonly #cancel: () => void;
  #isAsking = false;
  #uuid: string | null = null;
  #resolve: () => void = () => undefined;

  constructor(clock: Clock, ping: () => void, calmMs: number) {
    this.passed = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#cancel = clock.setTimer(calmMs, () => {
      this.#isAsking = true;
      ping();
      this.#isAsking = false;
    });
  }

  pinged(uuid: string): void {
    if (this.#isAsking) this.#uuid = uuid;
  }

  ponged(uuid: string): void {
    if (uuid === this.#uuid) this.#resolve();
  }

  stop(): void {
    this.#cancel();
  }
}
