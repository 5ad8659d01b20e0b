const HOUR_MS = 3_600_000;

/** How much happens in each hour of a day; the evening is the busiest, the night is not empty. */
// oxfmt-ignore
const BUSY = [
  0.15, 0.08, 0.05, 0.05, 0.05, 0.05, 0.1, 0.3, 0.7, 1, 1.1, 1,
  0.8, 0.9, 1, 1, 1, 0.9, 1, 1.3, 1.6, 1.5, 1, 0.4,
] as const;

type Hour = { readonly from: number; readonly busy: number; readonly busyAfter: number };

/**
 * The busy time of the days before a moment: a clock that runs fast by day and hardly at night. What is spread evenly over it
 * has the rhythm of a shop, and keeps its order whatever hour it is now.
 */
export class Rhythm {
  readonly #now: number;
  /** Backwards from now; the first is the hour that is not over yet. */
  readonly #hours: readonly Hour[];
  /** Busy milliseconds of all the days. */
  readonly spanMs: number;

  constructor(now: number, days: number) {
    this.#now = now;
    const hours: Hour[] = [];
    const begin = now - days * 24 * HOUR_MS;
    let to = now;
    let busyAfter = 0;
    while (to > begin) {
      const at = new Date(to - 1);
      const from = Math.max(begin, at.setMinutes(0, 0, 0));
      const busy = BUSY[at.getHours()] ?? 1;
      hours.push({ from, busy, busyAfter });
      busyAfter += (to - from) * busy;
      to = from;
    }
    this.#hours = hours;
    this.spanMs = busyAfter;
  }

  /** The moment (epoch ms) after which so much busy time has passed by now. */
  momentBefore(busyMs: number): number {
    let low = 0;
    let high = this.#hours.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#hours[middle]?.busyAfter ?? 0) <= busyMs) low = middle;
      else high = middle - 1;
    }
    const hour = this.#hours[low];
    if (hour === undefined) return this.#now;
    const to = this.#hours[low - 1]?.from ?? this.#now;
    return Math.max(hour.from, Math.floor(to - (busyMs - hour.busyAfter) / hour.busy));
  }
}
