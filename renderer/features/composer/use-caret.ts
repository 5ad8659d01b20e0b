import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useFocusWish } from '../../state/compose/compose.tsx';

/**
 * Keeps the cursor with the agent: at the end of the words, in this box when she had it in the one before it, and here when
 * another part of the screen puts words into the box.
 */
export const useCaret = (
  /** Whether the box before this one had the cursor. */
  hadFocus: RefObject<boolean>,
): RefObject<HTMLTextAreaElement | null> => {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (hadFocus.current) element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
    return () => {
      hadFocus.current = document.activeElement === element;
    };
  }, [hadFocus]);
  const focusWish = useFocusWish();
  const [knownWish] = useState(focusWish);
  useEffect(() => {
    const element = box.current;
    if (focusWish === knownWish || element === null) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
    element.scrollTop = element.scrollHeight;
  }, [focusWish, knownWish]);
  return box;
};
