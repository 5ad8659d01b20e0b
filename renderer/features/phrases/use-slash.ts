import { useEffect, useEffectEvent, useState } from 'react';
import { slashTokenAt, type SlashToken } from './slash-token.ts';

/** The Enter that ends a composition can arrive just after it with nothing left that marks it; the same key stroke, the same instant. */
const COMPOSITION_TAIL_MS = 30;

/** What a key means while the list is open. */
export type SlashKey = 'up' | 'down' | 'put' | 'send';

const meaningOf = (event: KeyboardEvent): SlashKey | 'close' | null => {
  switch (event.key) {
    case 'ArrowUp':
      return 'up';
    case 'ArrowDown':
      return 'down';
    case 'Tab':
      return event.shiftKey ? null : 'put';
    case 'Enter':
      if (event.shiftKey || event.altKey) return null;
      return event.ctrlKey || event.metaKey ? 'send' : 'put';
    case 'Escape':
      return 'close';
    default:
      return null;
  }
};

/**
 * Follows a box: the call for a phrase at its caret, null while there is none or after it was closed. While there is one, its keys are
 * heard before the box's own. An input method keeps its keys, and what it is composing narrows the list.
 */
export const useSlash = (
  box: HTMLTextAreaElement | null,
  onKey: (key: SlashKey, token: SlashToken) => 'stay' | 'close',
): SlashToken | null => {
  const [token, setToken] = useState<SlashToken | null>(null);
  /** Where the call begins that Esc has closed. */
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [compositionEndedAt, setCompositionEndedAt] = useState(Number.NEGATIVE_INFINITY);

  const look = useEffectEvent((): void => {
    if (box === null || document.activeElement !== box) {
      setToken(null);
      return;
    }
    const { selectionStart: from, selectionEnd: to } = box;
    const next = slashTokenAt(box.value, { from, to });
    if (next?.from !== closedAt) setClosedAt(null);
    setToken((old) =>
      old?.from === next?.from && old?.to === next?.to && old?.query === next?.query ? old : next,
    );
  });
  const isOpen = token !== null && token.from !== closedAt;
  const press = useEffectEvent((event: KeyboardEvent): void => {
    if (!isOpen || token === null || event.isComposing || event.keyCode === 229) return;
    const key = meaningOf(event);
    if (key === null) return;
    event.preventDefault();
    // Before the box's own keys, and before those of the window.
    event.stopPropagation();
    if (event.key === 'Enter' && event.timeStamp - compositionEndedAt < COMPOSITION_TAIL_MS) return;
    if (key === 'close' || onKey(key, token) === 'close') setClosedAt(token.from);
  });

  useEffect(() => {
    if (box === null) return undefined;
    const onLook = (): void => {
      look();
    };
    const onPress = (event: KeyboardEvent): void => {
      press(event);
    };
    const onCompositionEnd = (event: CompositionEvent): void => {
      setCompositionEndedAt(event.timeStamp);
    };
    box.addEventListener('keydown', onPress);
    box.addEventListener('compositionend', onCompositionEnd);
    for (const name of ['input', 'focus', 'blur']) box.addEventListener(name, onLook);
    document.addEventListener('selectionchange', onLook);
    return () => {
      box.removeEventListener('keydown', onPress);
      box.removeEventListener('compositionend', onCompositionEnd);
      for (const name of ['input', 'focus', 'blur']) box.removeEventListener(name, onLook);
      document.removeEventListener('selectionchange', onLook);
      setToken(null);
      setClosedAt(null);
    };
  }, [box]);
  return isOpen ? token : null;
};
