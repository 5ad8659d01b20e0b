import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { RowWindow, type RowRange, type View } from './row-window.ts';
import type { TimelineItem } from './timeline-items.ts';

/** The rows are chosen anew each time the agent has scrolled this far. */
const STEP_PX = 200;
/** Before the first layout: more than a screen, so that nothing is missing. */
const FIRST_VIEW: View = { below: 0, height: 1200 };

/** Which rows of the log are in the page. `rows` goes to their parent, whose children are the rows and nothing else. */
export const useRowWindow = (
  items: readonly TimelineItem[],
  isAway: boolean,
): {
  readonly range: RowRange;
  readonly rows: { current: HTMLDivElement | null };
  readonly look: (view: View) => void;
  readonly belowToCentre: (index: number, height: number) => number;
} => {
  const [list] = useState(() => new RowWindow());
  const [view, setView] = useState(FIRST_VIEW);
  const range = list.rangeOf(items, view, !isAway);
  const rows = useRef<HTMLDivElement>(null);
  const shown = useRef({ items, range });
  useLayoutEffect(() => {
    shown.current = { items, range };
  });

  const look = useCallback(
    ({ below, height }: View) => {
      const { items: inPage, range: at } = shown.current;
      // Rows that leave are later stood for by room of exactly their height.
      for (const [index, row] of [...(rows.current?.children ?? [])].entries()) {
        const item = inPage[at.from + index];
        if (item !== undefined) list.measured(item, row.getBoundingClientRect().height);
      }
      const step = Math.round(below / STEP_PX) * STEP_PX;
      setView((last) =>
        last.below === step && last.height === height ? last : { below: step, height },
      );
    },
    [list],
  );
  const belowToCentre = useCallback(
    (index: number, height: number) => list.belowToCentre(shown.current.items, index, height),
    [list],
  );
  return { range, rows, look, belowToCentre };
};
