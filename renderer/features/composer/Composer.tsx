import { useLayoutEffect, useRef, useState } from 'react';
import { buyerLabel } from '#shared/model/conversation.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useConversationFace, useShopFace } from '../../state/replica/faces.ts';
import { useSelection } from '../../state/selection.ts';
import { plainName } from '../../ui/plain-text.ts';
import { ComposerBox } from './ComposerBox.tsx';
import { TypingReport } from './typing-report.ts';
import { useSend } from './use-send.ts';
import { useSendFile } from './use-send-file.ts';

/**
 * The composer of the selected conversation; nothing when none is selected. Each conversation gets a box of its own
 * (own undo history, own input method state), so that texts never mix.
 */
export const Composer = ({
  onSentAndNext,
}: {
  /** Ctrl+Shift+Enter: the reply is on its way, go to whoever else waits longest. */
  readonly onSentAndNext: () => void;
}) => {
  const bridge = useBridge();
  const key = useSelection((state) => state.conversationKey);
  const conversation = useConversationFace(key);
  const shop = useShopFace(conversation?.shopId ?? null);
  const sending = useSend();
  const sendFile = useSendFile();
  const [typing] = useState(
    () =>
      new TypingReport(
        ({ shopId, buyerPin }, hasText) =>
          void bridge.call('conversations.noteTyping', { shopId, buyerPin, hasText }),
      ),
  );
  const previousKey = useRef(key);
  const [isSwitch, setIsSwitch] = useState(false);
  useLayoutEffect(() => {
    setIsSwitch(previousKey.current !== null && previousKey.current !== key);
    previousKey.current = key;
  }, [key]);
  if (conversation === null || shop === null) return null;
  return (
    <ComposerBox
      key={conversation.key}
      conversation={conversation}
      shop={shop}
      buyerName={plainName(buyerLabel(conversation))}
      sending={sending}
      sendFile={sendFile}
      typing={typing}
      isSwitch={isSwitch}
      onSentAndNext={onSentAndNext}
    />
  );
};
