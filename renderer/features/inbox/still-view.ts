import { useEffect, useRef, useState } from 'react';
import type { ConversationKey } from '#shared/model/ids.ts';
import { useSelection } from '../../state/selection.ts';
import type { InboxView } from './inbox-view.ts';

/** So long after its last movement a pointer in the list is taken for one that was left there. */
const POINTER_RESTS_AFTER_MS = 1_500;
/** The rows that waited take 120 ms to their places. */
const MOVING_MS = 150;

/** The open row at the place where it stood, when what was done to it made the filter drop it. Pure. */
export const withOpenRow = (
  next: InboxView,
  before: InboxView,
  openKey: ConversationKey | null,
): InboxView => {
  if (openKey === null || next.all.includes(openKey)) return next;
  const group = before.waiting.includes(openKey) ? 'waiting' : 'replied';
  const at = before[group].indexOf(openKey);
  if (at === -1) return next;
  const kept = { ...next, [group]: next[group].toSpliced(at, 0, openKey), staying: openKey };
  return { ...kept, all: [...kept.waiting, ...kept.replied] };
};

type Shown = {
  readonly view: InboxView;
  /** What it was made of; null when it is to be made anew as soon as the pointer allows. */
  readonly of: InboxView | null;
  readonly choice: string;
  readonly openKey: ConversationKey | null;
};

/**
 * The view as it is shown: nothing moves under the pointer (UX, Focus). While it moves about the list, the rows keep their places;
 * when it has left, or rests, they go to where they belong. A row that the filter drops stays until another is opened.
 */
export const useStillView = (
  view: InboxView,
  /** Another one is shown at once. */
  choice: string,
): {
  readonly view: InboxView;
  /** The rows that waited are on their way. */
  readonly isMoving: boolean;
  readonly pointer: { readonly onPointerMove: () => void; readonly onPointerLeave: () => void };
} => {
  const openKey = useSelection((state) => state.conversationKey);
  const [isHeld, setIsHeld] = useState(false);
  const [isMoving, setIsMoving] = useState(false);
  const [shown, setShown] = useState<Shown>({ view, of: view, choice, openKey });
  const timer = useRef<number | undefined>(undefined);
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
    },
    [],
  );
  const isOtherChoice = shown.choice !== choice;
  const isOtherRow = shown.openKey !== openKey;
  let now = shown;
  if (isOtherChoice) now = { view, of: view, choice, openKey };
  else if (isOtherRow && !isHeld) now = { view, of: view, choice, openKey };
  else if (isOtherRow) now = { ...shown, of: null, openKey };
  else if (shown.of !== view && !isHeld)
    now = { view: withOpenRow(view, shown.view, openKey), of: view, choice, openKey };
  if (now !== shown) setShown(now);
  const release = (): void => {
    window.clearTimeout(timer.current);
    setIsHeld(false);
    setIsMoving(true);
    timer.current = window.setTimeout(() => {
      setIsMoving(false);
    }, MOVING_MS);
  };
  return {
    view: now.view,
    isMoving,
    pointer: {
      onPointerMove: () => {
        window.clearTimeout(timer.current);
        timer.current = window.setTimeout(release, POINTER_RESTS_AFTER_MS);
        setIsHeld(true);
      },
      onPointerLeave: release,
    },
  };
};
