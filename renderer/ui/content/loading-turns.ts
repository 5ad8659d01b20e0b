/** A browser opens six connections to one host: two are left for a file that is sent and for the page itself. */
const AT_ONCE = 4;
/** So long a picture may keep others waiting at first; each further turn is twice as long. */
const FIRST_TURN_MS = 400;
/** After a turn of this length it is left. */
const LAST_TURN_MS = 6_400;

type Load = {
  readonly onTurn: (has: boolean) => void;
  readonly onGivenUp: () => void;
  turnMs: number;
  sinceMs: number;
};

/**
 * Which pictures load. In the browser host all of them share the few connections of one host, so one whose source is slow gives way
 * to whoever had less time than it had, and comes back for a longer turn.
 */
export class LoadingTurns {
  #loading: readonly Load[] = [];
  #waiting: readonly Load[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** `onTurn` says when to load and when to stop; `onGivenUp` that it had its turns. Returns what ends it: loaded, failed or gone. */
  ask(onTurn: (has: boolean) => void, onGivenUp: () => void): () => void {
    const load: Load = { onTurn, onGivenUp, turnMs: FIRST_TURN_MS, sinceMs: 0 };
    this.#wait(load);
    this.#serve();
    return () => {
      this.#loading = this.#loading.filter((one) => one !== load);
      this.#waiting = this.#waiting.filter((one) => one !== load);
      this.#serve();
    };
  }

  #serve(): void {
    while (this.#loading.length < AT_ONCE && this.#begin());
    let slow = this.#mustGiveWay();
    while (slow !== undefined) {
      this.#giveWay(slow);
      slow = this.#mustGiveWay();
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    const [next] = this.#waiting;
    this.#timer =
      next === undefined
        ? null
        : setTimeout(
            () => this.#serve(),
            Math.min(...this.#loading.map((load) => leftMs(load, next))),
          );
  }

  /** Those that had the shortest turns so far are first, and of those who waits longest. */
  #wait(load: Load): void {
    const place = this.#waiting.findIndex(({ turnMs }) => turnMs > load.turnMs);
    this.#waiting = this.#waiting.toSpliced(place === -1 ? this.#waiting.length : place, 0, load);
  }

  /** False where none waits. */
  #begin(): boolean {
    const [load, ...rest] = this.#waiting;
    if (load === undefined) return false;
    this.#waiting = rest;
    load.sinceMs = performance.now();
    this.#loading = [...this.#loading, load];
    load.onTurn(true);
    return true;
  }

  /** Of those whose time is over for the one that waits, the slowest. */
  #mustGiveWay(): Load | undefined {
    const [next] = this.#waiting;
    if (next === undefined) return undefined;
    return this.#loading
      .filter((load) => leftMs(load, next) <= 0)
      .toSorted((one, other) => other.turnMs - one.turnMs)[0];
  }

  #giveWay(load: Load): void {
    this.#loading = this.#loading.filter((one) => one !== load);
    this.#begin();
    load.onTurn(false);
    const isOver = performance.now() - load.sinceMs >= load.turnMs;
    if (isOver && load.turnMs >= LAST_TURN_MS) return load.onGivenUp();
    if (isOver) load.turnMs *= 2;
    this.#wait(load);
  }
}

/** How long one that loads may go on before it must give way to one that waits. */
const leftMs = (load: Load, waiting: Load): number =>
  load.sinceMs + Math.min(load.turnMs, waiting.turnMs) - performance.now();
