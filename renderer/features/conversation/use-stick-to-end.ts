import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { Message } from '#shared/model/message.ts';

/** Nearer to the end than this counts as being there, in pixels. */
const END_THRESHOLD_PX = 48;

/**
 * Whether the agent reads further up. The log is a reversed column: its end is scroll offset 0, and the browser keeps
 * it in sight by itself, without a scroll for every message. What is left to do is to close the last few pixels.
 */
export const useStickToEnd = (
  scroller: { readonly current: HTMLDivElement | null },
  messages: readonly Message[],
  /** What is loaded ends in the past: its end is no place to stick to. */
  isInPast: boolean,
): {
  readonly isAway: boolean;
  /** Messages that came while away. */
  readonly missed: number;
  /** `below`: how far the end lies under the lower edge, in pixels. */
  readonly onScroll: (below: number) => void;
  readonly backToEnd: () => void;
} => {
  const [leftAt, setLeftAt] = useState<number | null>(null);
  const below = useRef(0);
  const newest = messages.at(-1);
  const newestArrival = newest?.arrival ?? 0;
  const latest = useRef(newestArrival);

  const onScroll = useCallback((offset: number) => {
    below.current = offset;
    if (offset <= END_THRESHOLD_PX) setLeftAt(null);
    else setLeftAt((arrival) => arrival ?? latest.current);
  }, []);

  const backToEnd = useCallback(() => {
    below.current = 0;
    setLeftAt(null);
    scroller.current?.scrollTo({ top: 0 });
  }, [scroller]);

  const isAway = leftAt !== null;
  // The agent's own message is always wanted in sight.
  const mineArrival = newestOfMine(messages);
  const shownMine = useRef(mineArrival);
  const wasInPast = useRef(isInPast);
  useLayoutEffect(() => {
    latest.current = newestArrival;
    const isMine = mineArrival !== null && mineArrival > (shownMine.current ?? 0);
    if (isMine) shownMine.current = mineArrival;
    const hasJustLeftPast = wasInPast.current && !isInPast;
    wasInPast.current = isInPast;
    // What was loaded behind the past has not just been written.
    if (isInPast || hasJustLeftPast) return;
    // Reading the offset off the page would cost a layout for every message.
    if (isMine || (!isAway && below.current > 0)) backToEnd();
  }, [newestArrival, mineArrival, isAway, isInPast, backToEnd]);

  return { isAway, missed: isAway ? countAfter(messages, leftAt) : 0, onScroll, backToEnd };
};

/** A take-over line or an answer may come in the same change as the agent's own message. */
const LOOK_BACK = 10;

const newestOfMine = (messages: readonly Message[]): number | null =>
  messages.slice(-LOOK_BACK).findLast(({ origin }) => origin === 'agent')?.arrival ?? null;

const countAfter = (messages: readonly Message[], arrival: number): number => {
  let count = 0;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message === undefined || message.arrival <= arrival) break;
    if (message.origin !== 'agent') count += 1;
  }
  return count;
};
