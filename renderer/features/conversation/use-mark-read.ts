import { useEffect, useRef, useState } from 'react';
import type { ConversationRef } from '#shared/model/ids.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';

/** Under a flood the core is told this often, not for every message. */
const MARK_EVERY_MS = 400;

const useHasFocus = (): boolean => {
  const [hasFocus, setHasFocus] = useState(() => document.hasFocus());
  useEffect(() => {
    const look = (): void => {
      setHasFocus(document.hasFocus());
    };
    addEventListener('focus', look);
    addEventListener('blur', look);
    return () => {
      removeEventListener('focus', look);
      removeEventListener('blur', look);
    };
  }, []);
  return hasFocus;
};

/** Marks the conversation read while its end is in sight of an agent who is at the window. */
export const useMarkRead = (
  { shopId, buyerPin }: ConversationRef,
  unread: number,
  isInSight: boolean,
): void => {
  const bridge = useBridge();
  const hasFocus = useHasFocus();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const isSeen = isInSight && hasFocus;
  useEffect(() => {
    if (!isSeen || unread === 0) {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
      return;
    }
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void bridge.call('conversations.markRead', { shopId, buyerPin });
    }, MARK_EVERY_MS);
  }, [isSeen, unread, bridge, shopId, buyerPin]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
};
