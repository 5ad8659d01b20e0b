import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { MessageId } from '#shared/model/ids.ts';
import type { SoughtMessage } from '../../state/selection-store.ts';
import type { RowRange } from './row-window.ts';
import type { TimelineItem } from './timeline-items.ts';

/** So long after the wish the row may be marked: its page is loaded first, then the mark fades. */
const MARKED_MS = 4_000;

/**
 * Brings the message that a search led to into the middle of the log, once for each wish. First its rows are brought into
 * the page, where they turn out higher or lower than estimated; then it is put where it belongs, all before the next paint.
 */
export const useShowSought = (
  sought: SoughtMessage | null,
  log: {
    readonly items: readonly TimelineItem[];
    readonly range: RowRange;
    readonly scroller: { readonly current: HTMLDivElement | null };
    readonly rows: { readonly current: HTMLDivElement | null };
    /** Chooses the rows around the one with this index. */
    readonly goNear: (index: number) => void;
    /** The offset was changed from here. */
    readonly lookAgain: () => void;
  },
): {
  /** Null while no message is marked. */
  readonly markedId: MessageId | null;
  /** The message is in the window and not in sight yet. */
  readonly isOnTheWay: boolean;
} => {
  const { items, range, scroller, rows, goNear, lookAgain } = log;
  const [shown, setShown] = useState<SoughtMessage | null>(null);
  const near = useRef<SoughtMessage | null>(null);
  useLayoutEffect(() => {
    if (sought === null || shown === sought) return;
    const index = items.findIndex(
      (item) => item.kind === 'message' && item.key === sought.messageId,
    );
    if (index === -1) return;
    if (near.current !== sought) {
      near.current = sought;
      goNear(index);
      return;
    }
    const row = rows.current?.children[index - range.from];
    const place = scroller.current;
    if (row === undefined || place === null) return;
    const box = row.getBoundingClientRect();
    const view = place.getBoundingClientRect();
    place.scrollBy({ top: box.top + box.height / 2 - (view.top + view.height / 2) });
    lookAgain();
    // oxlint-disable-next-line react/set-state-in-effect -- known only once the row is laid out
    setShown(sought);
  }, [sought, shown, items, range, scroller, rows, goNear, lookAgain]);
  const [seen, setSeen] = useState<SoughtMessage | null>(null);
  useEffect(() => {
    if (sought === null) return undefined;
    const timer = setTimeout(() => {
      setSeen(sought);
    }, MARKED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [sought]);
  return {
    markedId: sought === null || sought === seen ? null : sought.messageId,
    isOnTheWay:
      sought !== null && sought !== shown && items.some(({ key }) => key === sought.messageId),
  };
};
