const WINDOW_MS = 10_000;
/** A login that goes over several pages makes a handful. */
const MOST_IN_WINDOW = 20;

/** Whether a page goes from one document to the next without end. Times are monotonic ms. */
export class NavigationLoop {
  #recent: number[] = [];

  /** Notes one; true when there were too many of late. */
  note(now: number): boolean {
    this.#recent = [...this.#recent, now].filter((at) => now - at < WINDOW_MS);
    return this.#recent.length > MOST_IN_WINDOW;
  }
}
