import { useCallback, useState } from 'react';
import { v7 as uuidv7 } from 'uuid';
import {
  asMessageId,
  conversationKey,
  type ConversationKey,
  type ConversationRef,
} from '#shared/model/ids.ts';
import type { AppError } from '#shared/model/result.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useErrorText } from '../../i18n/error-text.ts';
import { useDraftBook } from '../../state/compose/compose.tsx';
import { EMPTY_DRAFT, type Draft } from '../../state/compose/draft-book.ts';
import { useSelectionStore } from '../../state/selection.ts';
import { useToast } from '../../ui/Toasts.tsx';

/** The draft after a refusal: the text returns, before whatever was written since. */
export const restoredDraft = (sent: Draft, present: Draft): Draft =>
  present.text.trim() === ''
    ? sent
    : { ...present, text: `${sent.text}\n${present.text}`, retryId: null };

/**
 * Sends what is written to one buyer. Target and text are those of the key press (CV1). The text leaves the box at
 * once and comes back when the core refuses it; the same text sent again is then the same send (CV4).
 */
export const useSend = (): {
  readonly errors: ReadonlyMap<ConversationKey, AppError>;
  readonly clearError: (key: ConversationKey) => void;
  readonly send: (ref: ConversationRef, buyerName: string, draft: Draft) => Promise<boolean>;
} => {
  const { t } = useTranslation('composer');
  const bridge = useBridge();
  const book = useDraftBook();
  const selection = useSelectionStore();
  const notify = useToast();
  const errorText = useErrorText();
  const [errors, setErrors] = useState<ReadonlyMap<ConversationKey, AppError>>(new Map());

  const clearError = useCallback((key: ConversationKey) => {
    setErrors((all) => (all.has(key) ? new Map([...all].filter(([other]) => other !== key)) : all));
  }, []);

  const send = useCallback(
    (ref: ConversationRef, buyerName: string, draft: Draft) => {
      const key = conversationKey(ref);
      const { shopId, buyerPin } = ref;
      const messageId = draft.retryId ?? asMessageId(uuidv7());
      const content = draft.text.trim();
      const typedUpon = book.baseOf(key);
      clearError(key);
      book.write(ref, EMPTY_DRAFT);
      return bridge
        .call('messages.send', {
          shopId,
          buyerPin,
          messageId,
          type: 'text',
          content,
          suggestionId: draft.suggestionId,
          typedUpon,
        })
        .then((answer) => {
          if (answer.ok) {
            book.flush(key);
            return true;
          }
          const isElsewhere = selection.getState().conversationKey !== key;
          // CV13: this very text is on its way, so it does not come back.
          if (answer.error.kind === 'draft.sentElsewhere') {
            book.flush(key);
            if (isElsewhere)
              notify({ tone: 'done', text: t('sentElsewhereTo', { buyer: buyerName }) });
            else book.setNews(key, { kind: 'sentElsewhere' });
            return false;
          }
          const sent = { ...draft, retryId: messageId };
          book.write(ref, restoredDraft(sent, book.read(key) ?? EMPTY_DRAFT));
          book.flush(key);
          setErrors((all) => new Map(all).set(key, answer.error));
          if (isElsewhere)
            notify({
              tone: 'error',
              text: t('failedElsewhere', { buyer: buyerName, error: errorText(answer.error) }),
            });
          return false;
        });
    },
    [book, bridge, clearError, errorText, notify, selection, t],
  );
  return { errors, clearError, send };
};
