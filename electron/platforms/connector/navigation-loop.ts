const WINDOW_MS = 10_000;
/** A login that goes over several pages makes a handful. */
const MOST_IN_WINDOW = 20;

/** Whether a page goes from one document to the next without end. */
export class NavigationLoop {
  #recent: number[] = [];

  /** Notes one; true when there were too many of late. */
  note(nowMonotonicMs: number): boolean {
    this.#recent = [...this.#recent, nowMonotonicMs].filter(
      (at) => nowMonotonicMs - at < WINDOW_MS,
    );
    return this.#recent.length > MOST_IN_WINDOW;
  }
}
