import type { Clock } from '../../core/ports/clock.ts';
import type { ShopId } from '#shared/model/ids.ts';

/**
 * Pages that load at the same time. A loading workbench keeps about one core busy, and the smallest machine that this
 * program is for has two; a second place lets the others go on while the page in the first waits for its server.
 */
export const LOADING_AT_ONCE = 2;
/** What has not come up by then waits for a server or a person, not for this machine: its place is free again. */
export const LONGEST_TURN_MS = 8_000;

export type Opening = {
  readonly shopId: ShopId;
  /** A person has just logged the shop in, or asked for its page. */
  readonly isUrgent: boolean;
  /** Called at once when the page has to wait in line. */
  readonly onWaiting: () => void;
};

type Waiting = { readonly opening: Opening; readonly start: () => void };

/**
 * The line in which shops wait to have their page opened: the shop that the agent looks at first, then those that a person
 * waits for, then the others as they came. After the browser has ended it is what keeps all pages from loading at once.
 */
export class OpeningQueue {
  readonly #clock: Clock;
  readonly #waiting: Waiting[] = [];
  #watched: ReadonlySet<ShopId> = new Set();
  #loading = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The agent looks at these now. */
  watch(shopIds: readonly ShopId[]): void {
    this.#watched = new Set(shopIds);
  }

  /** Runs `load` when a place is free. The place is taken until it has settled, or for `LONGEST_TURN_MS`. */
  run<Value>(opening: Opening, load: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        const leave = this.#takePlace();
        load().then(resolve, reject).finally(leave);
      };
      if (this.#loading < LOADING_AT_ONCE) return start();
      this.#waiting.push({ opening, start });
      opening.onWaiting();
    });
  }

  #takePlace(): () => void {
    this.#loading += 1;
    let isTaken = true;
    const leave = (): void => {
      if (!isTaken) return;
      isTaken = false;
      cancel();
      this.#loading -= 1;
      this.#startNext();
    };
    const cancel = this.#clock.setTimer(LONGEST_TURN_MS, leave);
    return leave;
  }

  #startNext(): void {
    const [first] = this.#waiting.toSorted((a, b) => this.#rank(a.opening) - this.#rank(b.opening));
    if (!first) return;
    this.#waiting.splice(this.#waiting.indexOf(first), 1);
    first.start();
  }

  #rank({ shopId, isUrgent }: Opening): number {
    if (this.#watched.has(shopId)) return 0;
    return isUrgent ? 1 : 2;
  }
}
