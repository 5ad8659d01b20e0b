import {
  useEffect,
  useId,
  useRef,
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { assertNever } from '#shared/model/result.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useErrorText } from '../../i18n/error-text.ts';
import { canAttach } from '../../state/compose/attached.ts';
import {
  useAttached,
  useAttachmentBook,
  useDraft,
  useDraftBook,
} from '../../state/compose/compose.tsx';
import { useFollowUps } from '../../state/compose/use-follow-ups.ts';
import { useOfferComposer } from '../../state/compose/use-composer-handle.ts';
import { usePhraseWishes } from '../../state/phrases/use-phrase-wishes.ts';
import type { ShopFace } from '../../state/replica/faces.ts';
import { useSettings } from '../../state/replica/replica.ts';
import { insertText } from '../../ui/insert-text.ts';
import { useShopLabel } from '../../ui/shop-label.ts';
import { AttachmentBar } from './AttachmentBar.tsx';
import { meaningOfKey } from './composer-keys.ts';
import styles from './ComposerBox.module.css';
import { ComposerFoot } from './ComposerFoot.tsx';
import { ComposerHead } from './ComposerHead.tsx';
import { ConfirmTarget } from './ConfirmTarget.tsx';
import { FollowUpBar } from './FollowUpBar.tsx';
import { OtherWindowNote } from './OtherWindowNote.tsx';
import { judgeSend, judgeWithFile, judgeWithFollowUps } from './sendable.ts';
import { useCaret } from './use-caret.ts';
import { useFileDrop } from './use-file-drop.ts';
import { useSendKeys, type SendParts } from './use-send-keys.ts';

/** Types the slash that opens the list of phrases, as a word of its own. */
const callPhrase = (box: HTMLTextAreaElement | null): void => {
  const before = box?.value.slice(0, box.selectionStart) ?? '';
  insertText(box, /(?:^|\s)$/u.test(before) ? '/' : ' /');
};

/** What a paste brings as files. Office programs put a picture of the copied words beside them: then the words count. */
const pastedFiles = ({ clipboardData: { files, types } }: ClipboardEvent): readonly File[] =>
  types.includes('text/plain') && types.includes('text/html') ? [] : [...files];

/** What the keys of the box mean (UX, composer): send, a line break, or what the box itself does with them. */
const useKeys = (
  box: RefObject<HTMLTextAreaElement | null>,
  { asking, stopAsking, sendByKey }: ReturnType<typeof useSendKeys>,
) => {
  const { sendKey } = useSettings();
  const compositionEndedAt = useRef<number | null>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape' && asking !== null) {
      stopAsking();
      return;
    }
    const meaning = meaningOfKey(event.nativeEvent, sendKey, compositionEndedAt.current);
    if (meaning === 'none') return;
    event.preventDefault();
    switch (meaning) {
      case 'swallow':
        return;
      case 'break':
        insertText(box.current, '\n');
        return;
      case 'send':
      case 'sendAndNext':
        sendByKey(meaning, event.timeStamp);
        return;
      default:
        assertNever(meaning);
    }
  };
  const onCompositionEnd = (event: { readonly timeStamp: number }): void => {
    compositionEndedAt.current = event.timeStamp;
  };
  return { onKeyDown, onCompositionEnd };
};

/** Changes of the words and files of one conversation; each takes back what a send was asking. */
const useContent = (
  { conversation, shop, sending, typing }: SendParts,
  box: RefObject<HTMLTextAreaElement | null>,
  stopAsking: () => void,
) => {
  const { key } = conversation;
  const book = useDraftBook();
  const draft = useDraft(conversation);
  const attachments = useAttachmentBook();
  useEffect(
    () => () => {
      book.flush(key);
    },
    [book, key],
  );
  const write = (text: string): void => {
    stopAsking();
    sending.clearError(key);
    book.write(conversation, {
      text,
      suggestionId: text.trim() === '' ? null : draft.suggestionId,
      retryId: null,
    });
    typing.note(conversation, text.trim() !== '', performance.now());
  };
  const addFiles = (files: readonly File[], hasDirectory = false): void => {
    stopAsking();
    attachments.add(conversation, shop, files, hasDirectory);
    box.current?.focus();
  };
  const removeFile = (): void => {
    attachments.remove(key);
    box.current?.focus();
  };
  const flush = (): void => {
    book.flush(key);
  };
  return { draft, write, addFiles, removeFile, flush };
};

/** A file hangs over the window: where it would go, or why it cannot. */
const DropHint = ({ shop, buyerName }: { readonly shop: ShopFace; readonly buyerName: string }) => {
  const { t } = useTranslation('composer');
  const errorText = useErrorText();
  return (
    <div className={styles['drop']} data-refused={!canAttach(shop)}>
      {canAttach(shop)
        ? t('dropHere', { buyer: buyerName })
        : errorText({ kind: 'media.noUpload', detail: '' })}
    </div>
  );
};

/** What keeps a send: it asks because the target just changed, or it was refused and the words are back. */
const SendTrouble = ({
  parts: { conversation, shop, buyerName, sending },
  box,
  keys: { asking, stopAsking, sendNow },
}: {
  readonly parts: SendParts;
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly keys: ReturnType<typeof useSendKeys>;
}) => {
  const { t } = useTranslation('composer');
  const errorText = useErrorText();
  const shopLabel = useShopLabel();
  const error = sending.errors.get(conversation.key);
  return (
    <>
      {asking !== null && (
        <ConfirmTarget
          text={t('justSwitched', { buyer: buyerName, shop: shopLabel(shop) })}
          onConfirm={() => {
            sendNow(asking);
          }}
          onCancel={() => {
            stopAsking();
            box.current?.focus();
          }}
        />
      )}
      {error !== undefined && (
        <p className={styles['error']} role="alert">
          {t('restored', { error: errorText(error) })}
        </p>
      )}
      <OtherWindowNote conversation={conversation} />
    </>
  );
};

/** The box of one conversation. */
export const ComposerBox = (parts: SendParts) => {
  const { t } = useTranslation('composer');
  const { conversation, shop, buyerName } = parts;
  const box = useCaret();
  useOfferComposer(box, conversation, shop, parts.isSwitch);
  const hintId = useId();
  const keys = useSendKeys(parts, box);
  const { draft, write, addFiles, removeFile, flush } = useContent(parts, box, keys.stopAsking);
  const { keep } = usePhraseWishes();
  const boxKeys = useKeys(box, keys);
  const attached = useAttached(conversation.key);
  const isFileOver = useFileDrop(addFiles);
  const followUps = useFollowUps(conversation.key);
  const verdict = judgeWithFollowUps(
    judgeWithFile(judgeSend(draft.text, shop), attached),
    followUps,
    shop,
  );
  return (
    <div className={styles['composer']} style={{ '--shop': shop.color }}>
      <ComposerHead
        shop={shop}
        buyerName={buyerName}
        isFromSuggestion={draft.suggestionId !== null}
        onEmoji={(emoji) => {
          insertText(box.current, emoji);
        }}
        onFiles={addFiles}
        onCall={() => {
          callPhrase(box.current);
        }}
        onKeep={
          draft.text.trim() === ''
            ? null
            : () => {
                keep(draft.text.trim(), { kind: 'all' });
              }
        }
      />
      <AttachmentBar attached={attached} onRemove={removeFile} />
      <textarea
        ref={box}
        className={styles['box']}
        aria-label={t('label')}
        aria-describedby={hintId}
        aria-invalid={verdict.kind === 'tooLong' || verdict.kind === 'aboveLimit'}
        placeholder={t('placeholder')}
        rows={2}
        value={draft.text}
        onChange={(event) => {
          write(event.target.value);
        }}
        onPaste={(event) => {
          const files = pastedFiles(event);
          if (files.length === 0) return;
          event.preventDefault();
          addFiles(files);
        }}
        {...boxKeys}
        onBlur={flush}
      />
      <FollowUpBar
        conversation={conversation}
        onEdit={(text) => {
          insertText(box.current, text);
        }}
      />
      <SendTrouble parts={parts} box={box} keys={keys} />
      <ComposerFoot
        hintId={hintId}
        shop={shop}
        text={draft.text}
        verdict={verdict}
        onSend={() => {
          keys.sendNow('send');
        }}
      />
      {isFileOver && <DropHint shop={shop} buyerName={buyerName} />}
    </div>
  );
};
