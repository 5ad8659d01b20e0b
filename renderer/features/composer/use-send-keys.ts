import { useState, type RefObject } from 'react';
import { useAttachmentBook, useDraftBook } from '../../state/compose/compose.tsx';
import { useSendFollowUps } from '../../state/compose/use-follow-ups.ts';
import { EMPTY_DRAFT, type Draft } from '../../state/compose/draft-book.ts';
import type { ConversationFace, ShopFace } from '../../state/replica/faces.ts';
import { judgeSend, judgeWithFile, judgeWithFollowUps } from './sendable.ts';
import type { TypingReport } from './typing-report.ts';
import type { useSend } from './use-send.ts';
import type { useSendFile } from './use-send-file.ts';

/** Enter this soon after the target changed asks once (UX, composer). */
const FRESH_TARGET_MS = 1000;

type HowToSend = 'send' | 'sendAndNext';

export type SendParts = {
  readonly conversation: ConversationFace;
  readonly shop: ShopFace;
  readonly buyerName: string;
  readonly sending: ReturnType<typeof useSend>;
  readonly sendFile: ReturnType<typeof useSendFile>;
  readonly typing: TypingReport;
  /** Another conversation was open just before. */
  readonly isSwitch: boolean;
  readonly onSentAndNext: () => void;
};

/** From a key press or the button to the send. `asking` is a send that asks first, because the target just changed. */
export const useSendKeys = (parts: SendParts, box: RefObject<HTMLTextAreaElement | null>) => {
  const { conversation, shop, buyerName, sending, sendFile, typing, isSwitch } = parts;
  const book = useDraftBook();
  const attachments = useAttachmentBook();
  const { followUps, sendBehind } = useSendFollowUps();
  const [openedAt] = useState(() => performance.now());
  const [asking, setAsking] = useState<HowToSend | null>(null);
  const { key } = conversation;
  // Reads the book, not the last render: what counts is the text at the key press (CV1).
  const present = (): Draft => book.read(key) ?? { ...EMPTY_DRAFT, text: conversation.draft };
  /** A file that is ready goes, with or without words. */
  const canSend = (text: string): boolean =>
    judgeWithFollowUps(
      judgeWithFile(judgeSend(text, shop), attachments.read(key)),
      followUps.read(key),
      shop,
    ).kind === 'ok';
  const sendNow = (how: HowToSend): void => {
    const now = present();
    setAsking(null);
    if (!canSend(now.text)) return;
    sendFile(conversation, buyerName);
    const isSent = now.text.trim() === '' || sending.send(conversation, buyerName, now);
    sendBehind(conversation, isSent);
    typing.note(conversation, false, performance.now());
    if (how === 'sendAndNext') parts.onSentAndNext();
    else box.current?.focus();
  };
  const sendByKey = (how: HowToSend, at: number): void => {
    if (!canSend(present().text)) return;
    if (isSwitch && asking === null && at - openedAt < FRESH_TARGET_MS) setAsking(how);
    else sendNow(asking ?? how);
  };
  const stopAsking = (): void => {
    setAsking(null);
  };
  return { asking, stopAsking, sendNow, sendByKey };
};
