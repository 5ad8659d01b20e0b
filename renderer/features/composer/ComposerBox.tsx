import {
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '#shared/model/result.ts';
import { useErrorText } from '../../i18n/error-text.ts';
import {
  useAttached,
  useAttachmentBook,
  useDraft,
  useDraftBook,
  useFocusWish,
} from '../../state/compose/compose.tsx';
import { EMPTY_DRAFT } from '../../state/compose/draft-book.ts';
import type { ConversationFace, ShopFace } from '../../state/replica/faces.ts';
import { useSettings } from '../../state/replica/replica.ts';
import { useShopLabel } from '../../ui/shop-label.ts';
import { meaningOfKey } from './composer-keys.ts';
import styles from './ComposerBox.module.css';
import { ComposerFoot } from './ComposerFoot.tsx';
import { ComposerHead } from './ComposerHead.tsx';
import { ConfirmTarget } from './ConfirmTarget.tsx';
import { judgeSend, judgeWithFile, type Sendable } from './sendable.ts';
import type { TypingReport } from './typing-report.ts';
import { canAttach } from '../../state/compose/attached.ts';
import { AttachmentBar } from './AttachmentBar.tsx';
import { useFileDrop } from './use-file-drop.ts';
import type { useSend } from './use-send.ts';
import type { useSendFile } from './use-send-file.ts';

/** Enter this soon after the target changed asks once (UX, composer). */
const FRESH_TARGET_MS = 1000;

/** Types into the box as a person would, so that undo knows it. */
const insertText = (box: HTMLTextAreaElement | null, text: string): void => {
  box?.focus();
  // oxlint-disable-next-line typescript/no-deprecated -- the only insertion that the undo history of a text box keeps
  document.execCommand('insertText', false, text);
};

/** The box of one conversation. */
export const ComposerBox = ({
  conversation,
  shop,
  buyerName,
  sending,
  sendFile,
  typing,
  isSwitch,
  hadFocus,
  onSentAndNext,
}: {
  readonly conversation: ConversationFace;
  readonly shop: ShopFace;
  readonly buyerName: string;
  readonly sending: ReturnType<typeof useSend>;
  readonly sendFile: ReturnType<typeof useSendFile>;
  readonly typing: TypingReport;
  /** Another conversation was open just before. */
  readonly isSwitch: boolean;
  /** Whether the box before this one had the cursor. */
  readonly hadFocus: RefObject<boolean>;
  readonly onSentAndNext: () => void;
}) => {
  const { t } = useTranslation('composer');
  const errorText = useErrorText();
  const shopLabel = useShopLabel();
  const { key } = conversation;
  const { sendKey } = useSettings();
  const book = useDraftBook();
  const draft = useDraft(conversation);
  const attachments = useAttachmentBook();
  const attached = useAttached(key);
  const box = useRef<HTMLTextAreaElement>(null);
  const compositionEndedAt = useRef<number | null>(null);
  const [openedAt] = useState(() => performance.now());
  const [asking, setAsking] = useState<'send' | 'sendAndNext' | null>(null);
  const hintId = useId();

  useLayoutEffect(() => {
    const element = box.current;
    if (hadFocus.current) element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
    return () => {
      hadFocus.current = document.activeElement === element;
    };
  }, [hadFocus]);
  useEffect(
    () => () => {
      book.flush(key);
    },
    [book, key],
  );
  const focusWish = useFocusWish();
  const [knownWish] = useState(focusWish);
  useEffect(() => {
    const element = box.current;
    if (focusWish === knownWish || element === null) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
    element.scrollTop = element.scrollHeight;
  }, [focusWish, knownWish]);

  const write = (text: string): void => {
    setAsking(null);
    sending.clearError(key);
    book.write(conversation, {
      text,
      suggestionId: text.trim() === '' ? null : draft.suggestionId,
      retryId: null,
    });
    typing.note(conversation, text.trim() !== '', performance.now());
  };
  const addFiles = (files: readonly File[], hasDirectory = false): void => {
    setAsking(null);
    attachments.add(conversation, shop, files, hasDirectory);
    box.current?.focus();
  };
  const isFileOver = useFileDrop(addFiles);
  /** A file that is ready goes, with or without words. */
  const judgeNow = (text: string): Sendable =>
    judgeWithFile(judgeSend(text, shop), attachments.read(key));
  // Reads the book, not the last render: what counts is the text at the key press (CV1).
  const present = () => book.read(key) ?? { ...EMPTY_DRAFT, text: conversation.draft };
  const sendNow = (how: 'send' | 'sendAndNext'): void => {
    const now = present();
    setAsking(null);
    if (judgeNow(now.text).kind !== 'ok') return;
    sendFile(conversation, buyerName);
    if (now.text.trim() !== '') sending.send(conversation, buyerName, now);
    typing.note(conversation, false, performance.now());
    if (how === 'sendAndNext') onSentAndNext();
    else box.current?.focus();
  };
  const sendByKey = (how: 'send' | 'sendAndNext', at: number): void => {
    if (judgeNow(present().text).kind !== 'ok') return;
    if (isSwitch && asking === null && at - openedAt < FRESH_TARGET_MS) setAsking(how);
    else sendNow(asking ?? how);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape' && asking !== null) {
      setAsking(null);
      return;
    }
    const meaning = meaningOfKey(event.nativeEvent, sendKey, compositionEndedAt.current);
    switch (meaning) {
      case 'none':
        return;
      case 'swallow':
        event.preventDefault();
        return;
      case 'break':
        event.preventDefault();
        insertText(box.current, '\n');
        return;
      case 'send':
      case 'sendAndNext':
        event.preventDefault();
        sendByKey(meaning, event.timeStamp);
        return;
      default:
        assertNever(meaning);
    }
  };

  const verdict = judgeWithFile(judgeSend(draft.text, shop), attached);
  const error = sending.errors.get(key);
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
      />
      <AttachmentBar
        attached={attached}
        onRemove={() => {
          attachments.remove(key);
          box.current?.focus();
        }}
      />
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
          const { files, types } = event.clipboardData;
          // Office programs put a picture of the copied words beside them.
          if (files.length === 0 || (types.includes('text/plain') && types.includes('text/html')))
            return;
          event.preventDefault();
          addFiles([...files]);
        }}
        onKeyDown={onKeyDown}
        onCompositionEnd={(event) => {
          compositionEndedAt.current = event.timeStamp;
        }}
        onBlur={() => {
          book.flush(key);
        }}
      />
      {asking !== null && (
        <ConfirmTarget
          text={t('justSwitched', { buyer: buyerName, shop: shopLabel(shop) })}
          onConfirm={() => {
            sendNow(asking);
          }}
          onCancel={() => {
            setAsking(null);
            box.current?.focus();
          }}
        />
      )}
      {error !== undefined && (
        <p className={styles['error']} role="alert">
          {t('restored', { error: errorText(error) })}
        </p>
      )}
      <ComposerFoot
        hintId={hintId}
        shop={shop}
        text={draft.text}
        verdict={verdict}
        sendKey={sendKey}
        onSend={() => {
          sendNow('send');
        }}
      />
      {isFileOver && (
        <div className={styles['drop']} data-refused={!canAttach(shop)}>
          {canAttach(shop)
            ? t('dropHere', { buyer: buyerName })
            : errorText({ kind: 'media.noUpload', detail: '' })}
        </div>
      )}
    </div>
  );
};
