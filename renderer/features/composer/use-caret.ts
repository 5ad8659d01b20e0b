import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { useSelection } from '../../state/selection.ts';

/** Where a key that writes something has no reader of its own: nothing has the focus, or the list, which knows no letters. */
const isNobodys = (target: EventTarget | null): boolean =>
  target === document.body ||
  (target instanceof Element && target.getAttribute('role') === 'listbox');

const isWriting = (event: KeyboardEvent): boolean =>
  (event.key.length === 1 || event.keyCode === 229) &&
  event.key !== ' ' &&
  !event.ctrlKey &&
  !event.metaKey &&
  !event.altKey;

/**
 * Keeps the caret with the agent: at the end of the words whenever it is wished for (a conversation was opened, a dialog closed,
 * a suggestion put into the box), and when she writes while no field has the focus: no letter is lost.
 */
export const useCaret = (): RefObject<HTMLTextAreaElement | null> => {
  const box = useRef<HTMLTextAreaElement>(null);
  const wantsCaret = useSelection((state) => state.wantsCaret);
  const takeCaret = useSelection((state) => state.takeCaret);
  useLayoutEffect(() => {
    const element = box.current;
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (!wantsCaret || element === null) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
    element.scrollTop = element.scrollHeight;
    takeCaret();
  }, [wantsCaret, takeCaret]);
  useEffect(() => {
    const bringHome = (event: KeyboardEvent): void => {
      if (isNobodys(event.target) && isWriting(event)) box.current?.focus();
    };
    window.addEventListener('keydown', bringHome);
    return () => {
      window.removeEventListener('keydown', bringHome);
    };
  }, []);
  return box;
};
