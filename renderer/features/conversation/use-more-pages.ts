import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import type { useTimeline } from '../../state/timeline/timelines.ts';
import type { RowRange } from './row-window.ts';

/** Asks for the next page when this close to the oldest or the newest row. */
const WITHIN_ROWS = 6;

/** Loads pages at both ends of what is loaded as the agent comes near, without moving what is in sight. */
export const useMorePages = (
  timeline: ReturnType<typeof useTimeline>,
  parts: {
    readonly range: RowRange;
    readonly rowCount: number;
    readonly scroller: RefObject<HTMLDivElement | null>;
    /** How far the end lay below the lower edge when the agent last scrolled, in pixels. */
    readonly below: RefObject<number>;
    /** Not yet: the offset is about to change. */
    readonly mustWait: boolean;
  },
): { readonly isNearStart: boolean; readonly isNearEnd: boolean } => {
  const { range, rowCount, scroller, below, mustWait } = parts;
  const { messages, hasOlder, hasNewer, phase, loadOlder, loadNewer } = timeline;
  const isNearStart = range.from < WITHIN_ROWS;
  const isNearEnd = range.to > rowCount - WITHIN_ROWS;
  const oldest = messages[0]?.messageId;
  const newest = messages.at(-1)?.messageId;
  // Once for each new end; the other end's page may have kept this one from being asked for.
  useEffect(() => {
    if (isNearStart && hasOlder && phase === 'ready' && !mustWait) void loadOlder();
  }, [isNearStart, mustWait, hasOlder, phase, oldest, newest, loadOlder]);
  useEffect(() => {
    if (isNearEnd && hasNewer && phase === 'ready' && !mustWait) void loadNewer();
  }, [isNearEnd, mustWait, hasNewer, phase, oldest, newest, loadNewer]);

  // The browser holds the rows in sight where they are while rows are added at the end, but not at offset 0, and not before
  // it has painted once: then it is done here. What is added stands below as room of its height.
  const before = useRef({ hasNewer: false, roomBelow: 0 });
  useLayoutEffect(() => {
    const added = range.roomBelow - before.current.roomBelow;
    const place = scroller.current;
    if (before.current.hasNewer && place !== null && added > 0) {
      const moved = -place.scrollTop - below.current;
      if (moved < added / 2) place.scrollBy({ top: -added });
    }
    // oxlint-disable-next-line react/exhaustive-deps -- when rows are added at the end
  }, [newest]);
  useLayoutEffect(() => {
    before.current = { hasNewer, roomBelow: range.roomBelow };
  });
  return { isNearStart, isNearEnd };
};
