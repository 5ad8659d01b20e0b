import { useMemo } from 'react';
import { fillPhrase, firstHole, holeIn, type FilledPart } from '#shared/model/phrase-fill.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useTranslation } from '../../i18n/use-translation.tsx';
import type { ComposerHandle } from '../../state/compose/composer-handle.ts';
import { useSendParts } from '../../state/compose/use-follow-ups.ts';
import { useSelectionStore } from '../../state/selection.ts';
import { useAppState } from '../../state/state-context.tsx';
import { insertText } from '../../ui/insert-text.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { factsOf } from './phrase-facts.ts';

/** A part of the box's text. */
type Range = { readonly from: number; readonly to: number };

/** Enter this soon after the target changed puts a phrase into the box instead of sending it (UX, composer). */
const FRESH_TARGET_MS = 1_000;

/** Types the words where the caret is, in the place of the call; the first hole of them is selected, to be typed over. */
const typeInto = (box: HTMLTextAreaElement, words: string, call: Range | null): void => {
  box.focus();
  if (call !== null) box.setSelectionRange(call.from, call.to);
  const from = box.selectionStart;
  insertText(box, words);
  const hole = firstHole(words);
  if (hole !== null) box.setSelectionRange(from + hole.from, from + hole.to);
};

export type PhraseActs = {
  /** Into the box: its first text, and the other messages behind it. */
  readonly put: (handle: ComposerHandle, phrase: Phrase, call: Range | null) => void;
  /** To the buyer at once, one message after the other; into the box where something is still missing. */
  readonly send: (handle: ComposerHandle, phrase: Phrase, call: Range | null) => void;
};

/** What is done with a phrase that was chosen. */
export const usePhraseActs = (): PhraseActs => {
  const { t } = useTranslation('phrases');
  const bridge = useBridge();
  const notify = useToast();
  const selection = useSelectionStore();
  const { followUps } = useAppState();
  const sendParts = useSendParts();
  return useMemo(() => {
    const noteUse = ({ phraseId }: Phrase): void => {
      void bridge.call('phrases.noteUse', { phraseId });
    };
    const put = (handle: ComposerHandle, phrase: Phrase, call: Range | null): void => {
      const [first, ...others] = fillPhrase(phrase, factsOf(handle));
      if (first === undefined) return;
      const { key } = handle.conversation;
      // Words in the box go first: a phrase that begins with an image goes behind them as a whole.
      const isFirstText = first.type === 'text';
      typeInto(handle.box, isFirstText ? first.content : '', call);
      followUps.add(key, isFirstText ? others : [first, ...others]);
      noteUse(phrase);
    };
    const whatIsWrong = (handle: ComposerHandle, parts: readonly FilledPart[]): string | null => {
      const hole = holeIn(parts);
      if (hole !== null) return t('holeStops', { name: hole });
      const { textLimit } = handle.shop;
      const isLong = parts.some(
        ({ type, content }) => type === 'text' && content.length > textLimit,
      );
      if (isLong) return t('longStops', { limit: textLimit });
      const openForMs = Date.now() - selection.getState().openedAt;
      return handle.isSwitch && openForMs < FRESH_TARGET_MS ? t('freshStops') : null;
    };
    const send = (handle: ComposerHandle, phrase: Phrase, call: Range | null): void => {
      const parts = fillPhrase(phrase, factsOf(handle));
      const wrong = whatIsWrong(handle, parts);
      if (wrong !== null) {
        put(handle, phrase, call);
        notify({ tone: 'error', text: wrong });
        return;
      }
      if (call !== null) typeInto(handle.box, '', call);
      handle.box.focus();
      noteUse(phrase);
      void sendParts(handle.conversation, parts).then((unsent) => {
        followUps.giveBack(handle.conversation.key, unsent?.parts ?? []);
      });
    };
    return { put, send };
  }, [bridge, followUps, notify, selection, sendParts, t]);
};
