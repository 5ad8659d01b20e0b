import { useCallback } from 'react';
import { conversationKey, type ConversationRef } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useErrorText } from '../../i18n/error-text.ts';
import { useAttachmentBook } from '../../state/compose/compose.tsx';
import { useSelectionStore } from '../../state/selection.ts';
import { useToast } from '../../ui/Toasts.tsx';

/** Sends the file of a conversation to the buyer of the key press (CV1); what the agent would not see is told. */
export const useSendFile = (): ((ref: ConversationRef, buyerName: string) => void) => {
  const { t } = useTranslation('composer');
  const book = useAttachmentBook();
  const errorText = useErrorText();
  const notify = useToast();
  const selection = useSelectionStore();
  return useCallback(
    (ref, buyerName) => {
      void book.send(ref).then((refused) => {
        if (refused === null) return;
        const isSeen = selection.getState().conversationKey === conversationKey(ref);
        if (isSeen && refused.isBack) return;
        const error = errorText(refused.error);
        const key = refused.isBack ? 'fileFailedElsewhere' : 'fileReplaced';
        notify({ tone: 'error', text: t(key, { buyer: buyerName, error }) });
      });
    },
    [book, errorText, notify, selection, t],
  );
};
