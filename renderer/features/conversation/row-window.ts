import { estimateHeight } from './row-height.ts';
import type { TimelineItem } from './timeline-items.ts';

/** What the agent looks at. `below`: how far the end of the list lies under the lower edge; both in pixels. */
export type View = { readonly below: number; readonly height: number };

/** The rows `[from, to)` are in the page; room of so many pixels stands for those above and below. */
export type RowRange = {
  readonly from: number;
  readonly to: number;
  readonly roomAbove: number;
  readonly roomBelow: number;
};

/** Rows are in the page this far beyond both edges. */
const BEYOND_EDGE_PX = 600;
/** Following the end nobody scrolls; the first turn of a wheel must find rows. */
const BEYOND_END_PX = 360;
/** At the end of the list this many rows more may pile up above before they are taken out in one go. */
const SPARE_ROWS = 12;

/**
 * Which rows of a list that is anchored at its end are in the page. Offsets are counted from the end: rows above
 * the view may turn out higher or lower than estimated without moving what is in sight.
 */
export class RowWindow {
  readonly #heights = new WeakMap<TimelineItem, number>();
  #items: readonly TimelineItem[] = [];
  #view: View | null = null;
  #range: RowRange = { from: 0, to: 0, roomAbove: 0, roomBelow: 0 };

  /** `isAtEnd`: the list follows its end, whatever `view.below` says. */
  rangeOf(items: readonly TimelineItem[], view: View, isAtEnd: boolean): RowRange {
    if (items === this.#items && view === this.#view) return this.#range;
    const [from, to] = isAtEnd
      ? this.#endRows(items, view)
      : view === this.#view
        ? this.#sameRows(items)
        : this.#rowsAround(items, view, BEYOND_EDGE_PX);
    this.#range = {
      from,
      to,
      roomAbove: this.#roomAbove(items, from),
      roomBelow: this.#sum(items, to, items.length),
    };
    this.#items = items;
    this.#view = view;
    return this.#range;
  }

  /** How far below the lower edge the end must lie for this row to stand in the middle of a view so high. */
  belowToCentre(items: readonly TimelineItem[], index: number, height: number): number {
    const item = items[index];
    if (item === undefined) return 0;
    const centre = this.#sum(items, index + 1, items.length) + this.#heightOf(item) / 2;
    return Math.max(0, centre - height / 2);
  }

  /** The real height of a row that is in the page. */
  measured(item: TimelineItem, height: number): void {
    this.#heights.set(item, height);
  }

  #heightOf(item: TimelineItem): number {
    const known = this.#heights.get(item);
    if (known !== undefined) return known;
    const estimate = estimateHeight(item);
    this.#heights.set(item, estimate);
    return estimate;
  }

  #sum(items: readonly TimelineItem[], from: number, to: number): number {
    let sum = 0;
    for (let index = from; index < to; index += 1) {
      const item = items[index];
      if (item !== undefined) sum += this.#heightOf(item);
    }
    return sum;
  }

  /** Summed only when other rows stand above: at the end that is once for many messages. */
  #roomAbove(items: readonly TimelineItem[], from: number): number {
    const isSame =
      from === this.#range.from &&
      items[0] === this.#items[0] &&
      items[from - 1] === this.#items[from - 1];
    return isSame ? this.#range.roomAbove : this.#sum(items, 0, from);
  }

  #rowsAround(
    items: readonly TimelineItem[],
    view: View,
    beyondPx: number,
  ): readonly [number, number] {
    const highest = view.below + view.height + beyondPx;
    const lowest = view.below - beyondPx;
    let from = items.length;
    let to = items.length;
    for (let reached = 0; from > 0 && reached < highest; from -= 1) {
      const item = items[from - 1];
      if (item !== undefined) reached += this.#heightOf(item);
      if (reached < lowest) to = from - 1;
    }
    return [from, to];
  }

  /** The newest rows. Old ones stay until enough have gathered, so that most changes only append. */
  #endRows(items: readonly TimelineItem[], view: View): readonly [number, number] {
    const [wanted] = this.#rowsAround(items, { below: 0, height: view.height }, BEYOND_END_PX);
    const kept = this.#indexOf(items, this.#items[this.#range.from]);
    const isKept = kept !== -1 && kept <= wanted && wanted - kept <= SPARE_ROWS;
    return [isKept ? kept : wanted, items.length];
  }

  /** The agent has not moved: the same rows, with what came between them. */
  #sameRows(items: readonly TimelineItem[]): readonly [number, number] {
    const first = this.#indexOf(items, this.#items[this.#range.from]);
    const last = this.#indexOf(items, this.#items[this.#range.to - 1]);
    const view = this.#view;
    if (first !== -1 && last !== -1) return [first, last + 1];
    return view === null ? [0, 0] : this.#rowsAround(items, view, BEYOND_EDGE_PX);
  }

  #indexOf(items: readonly TimelineItem[], row: TimelineItem | undefined): number {
    return row === undefined ? -1 : items.findLastIndex(({ key }) => key === row.key);
  }
}
