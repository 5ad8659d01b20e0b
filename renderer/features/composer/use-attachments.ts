import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import {
  asMessageId,
  conversationKey,
  type ConversationKey,
  type ConversationRef,
} from '#shared/model/ids.ts';
import type { Shop } from '#shared/model/shop.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { stageFile } from '../../bridge/stage-file.ts';
import { useErrorText } from '../../i18n/error-text.ts';
import { useSelectionStore } from '../../state/selection.ts';
import { useNotify } from '../../ui/Notices.tsx';
import { troubleOf, type Attached } from './attached.ts';

/** The file of each conversation's composer, for as long as this window lives; it goes only to its own buyer (CV1). */
export const useAttachments = () => {
  const { t } = useTranslation('composer');
  const bridge = useBridge();
  const errorText = useErrorText();
  const notify = useNotify();
  const selection = useSelectionStore();
  // Read at the key press, so it must not wait for a render.
  const files = useRef(new Map<ConversationKey, Attached>());
  const [, redraw] = useState(0);

  const put = (key: ConversationKey, attached: Attached | null): void => {
    if (attached === null) files.current.delete(key);
    else files.current.set(key, attached);
    redraw((count) => count + 1);
  };
  const of = (key: ConversationKey): Attached | null => files.current.get(key) ?? null;
  const remove = (key: ConversationKey): void => {
    const attached = of(key);
    if (attached !== null && attached.kind !== 'failed' && attached.preview !== null)
      URL.revokeObjectURL(attached.preview);
    put(key, null);
  };

  const add = (
    ref: ConversationRef,
    shop: Pick<Shop, 'adapterVersion' | 'capabilities'>,
    given: readonly File[],
    hasDirectory: boolean,
  ): void => {
    const key = conversationKey(ref);
    const trouble = troubleOf(given, hasDirectory, shop);
    const [file] = given;
    remove(key);
    if (trouble !== null || file === undefined) {
      if (trouble !== null) put(key, { kind: 'failed', trouble });
      return;
    }
    const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
    const staging = { kind: 'staging', name: file.name, bytes: file.size, preview } as const;
    put(key, staging);
    void stageFile(file).then((answer) => {
      // Taken back, or another one was put in its place.
      if (of(key) !== staging) return;
      if (answer.ok) {
        // The bytes have the last word: a video may come under another name.
        const late = troubleOf(
          [{ type: `${answer.value.type}/`, size: answer.value.bytes }],
          false,
          shop,
        );
        if (late === null)
          put(key, { ...staging, kind: 'ready', staged: answer.value, trouble: null });
        else put(key, { kind: 'failed', trouble: late });
      } else {
        const kind = 'error';
        put(key, { kind: 'failed', trouble: { kind, error: answer.error, isRestored: false } });
      }
    });
  };

  /** Sends the file that is ready to the buyer of the key press (CV1); refused, it comes back. */
  const send = (ref: ConversationRef, buyerName: string): void => {
    const key = conversationKey(ref);
    const attached = of(key);
    if (attached?.kind !== 'ready') return;
    put(key, null);
    const { shopId, buyerPin } = ref;
    const { type, content } = attached.staged;
    const messageId = asMessageId(uuidv7());
    void bridge
      .call('messages.send', { shopId, buyerPin, messageId, type, content, suggestionId: null })
      .then((answer) => {
        if (answer.ok) {
          if (attached.preview !== null) URL.revokeObjectURL(attached.preview);
          return;
        }
        const { error } = answer;
        if (of(key) === null)
          put(key, { ...attached, trouble: { kind: 'error', error, isRestored: true } });
        if (selection.getState().conversationKey !== key)
          notify({
            tone: 'error',
            text: t('failedElsewhere', { buyer: buyerName, error: errorText(error) }),
          });
      });
  };
  return { of, add, remove, send };
};
