import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Message } from '#shared/model/message.ts';

/** Nearer to the end than this counts as being there, in pixels. */
export const END_THRESHOLD_PX = 48;

type List = Virtualizer<HTMLDivElement, HTMLDivElement>;

/**
 * Whether the agent reads further up. Only their own scrolling upwards leads away from the end; messages that
 * are added, and rows that turn out higher than estimated, do not.
 */
export const useStickToEnd = (
  messages: readonly Message[],
): {
  readonly isAway: boolean;
  /** Messages that came while away. */
  readonly missed: number;
  readonly onChange: (list: List) => void;
  readonly backToEnd: () => void;
  /** Scrolls to the end unless the agent reads further up. */
  readonly keepEnd: () => void;
  readonly attach: (list: List) => void;
} => {
  const [isAway, setIsAway] = useState(false);
  const away = useRef(false);
  const list = useRef<List | null>(null);
  const [leftAt, setLeftAt] = useState<number>(Number.POSITIVE_INFINITY);
  const newest = messages.at(-1);
  const newestArrival = newest?.arrival ?? 0;
  const latest = useRef(newestArrival);
  useLayoutEffect(() => {
    latest.current = newestArrival;
  }, [newestArrival]);

  const onChange = useCallback((instance: List) => {
    list.current = instance;
    if (instance.isAtEnd(END_THRESHOLD_PX)) {
      away.current = false;
      setIsAway(false);
    } else if (!away.current && instance.isScrolling && instance.scrollDirection === 'backward') {
      away.current = true;
      setIsAway(true);
      setLeftAt(latest.current);
    }
  }, []);

  const backToEnd = useCallback(() => {
    away.current = false;
    setIsAway(false);
    list.current?.scrollToEnd();
  }, []);

  // The agent's own message is always wanted in sight.
  const mineArrival = newest?.origin === 'agent' ? newest.arrival : null;
  useEffect(() => {
    if (mineArrival === null) return;
    away.current = false;
    list.current?.scrollToEnd();
  }, [mineArrival]);

  const keepEnd = useCallback(() => {
    if (!away.current) list.current?.scrollToEnd();
  }, []);

  const attach = useCallback((instance: List) => {
    list.current = instance;
  }, []);

  const missed = isAway ? countAfter(messages, leftAt) : 0;
  return { isAway, missed, onChange, backToEnd, keepEnd, attach };
};

const countAfter = (messages: readonly Message[], arrival: number): number => {
  let count = 0;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message === undefined || message.arrival <= arrival) break;
    if (message.origin !== 'agent') count += 1;
  }
  return count;
};
