import type { Clock } from './ports/clock.ts';
import type { ShopId } from '#shared/model/ids.ts';

const TELL_EVERY_MS = 5_000;

/** When each shop's page was last heard. Pages are heard many times a second: told at most every 5 s, never written. */
export class SignsOfLife {
  readonly #clock: Clock;
  readonly #notify: (heard: ReadonlyMap<ShopId, number>) => void;
  #heard = new Map<ShopId, number>();
  #cancelTimer: (() => void) | null = null;

  constructor(clock: Clock, notify: (heard: ReadonlyMap<ShopId, number>) => void) {
    this.#clock = clock;
    this.#notify = notify;
  }

  note(shopId: ShopId, at: number): void {
    this.#heard.set(shopId, at);
    this.#cancelTimer ??= this.#clock.setTimer(TELL_EVERY_MS, () => {
      this.#cancelTimer = null;
      const heard = this.#heard;
      this.#heard = new Map();
      this.#notify(heard);
    });
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
