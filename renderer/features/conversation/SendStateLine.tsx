import { CircleAlert } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import type { CallName } from '#shared/ipc/call-names.ts';
import {
  isLateSend,
  type Message,
  type SendReason,
  type SendStatus,
} from '#shared/model/message.ts';
import { assertNever } from '#shared/model/result.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useErrorText } from '../../i18n/error-text.ts';
import { useComposeFrom } from '../../state/compose/compose.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import type { RowWords } from './row-words.ts';
import styles from './SendStateLine.module.css';

type MessageCall = Extract<CallName, 'messages.resend' | 'messages.markSent' | 'messages.cancel'>;

/** Calls for one message; resolves to whether it was done. */
const useMessageCall = (message: Message): ((name: MessageCall) => Promise<boolean>) => {
  const command = useCommand();
  const { shopId, buyerPin, messageId } = message;
  return async (name) => (await command(name, { shopId, buyerPin, messageId })).ok;
};

const Act = ({
  children,
  onPress,
}: {
  readonly children: string;
  readonly onPress: () => void;
}) => (
  // A plain button: while sends wait there is one in every row.
  <button type="button" className={styles['act']} onClick={onPress}>
    {children}
  </button>
);

/** The state's own words as a button that says more. */
const Explained = ({ text, why }: { readonly text: string; readonly why: string }) => (
  <Popover
    label={text}
    placement="top end"
    trigger={
      <AriaButton className={styles['why'] ?? ''}>
        <CircleAlert aria-hidden="true" />
        {text}
      </AriaButton>
    }
  >
    <p className={styles['reason']}>{why}</p>
  </Popover>
);

type SendLine = { readonly message: Message; readonly send: SendStatus };

/** It waited too long for its shop: the agent says whether it still goes (CV12). */
const LateSend = ({ message }: { readonly message: Message }) => {
  const { t } = useTranslation('conversation');
  const call = useMessageCall(message);
  const composeFrom = useComposeFrom();
  return (
    <span className={styles['line']} data-tone="warn">
      <Explained text={t('send.late')} why={t('send.lateHint')} />
      <Act onPress={() => void call('messages.resend')}>{t('send.lateSend')}</Act>
      {message.type === 'text' && (
        <Act
          onPress={() => {
            void call('messages.cancel').then((isDone) => {
              if (isDone) composeFrom(message, message.content, null);
            });
          }}
        >
          {t('send.lateEdit')}
        </Act>
      )}
      <Act onPress={() => void call('messages.cancel')}>{t('send.lateDrop')}</Act>
    </span>
  );
};

/** The states that few messages are in. */
const RareState = ({ message, send }: SendLine) => {
  const { t } = useTranslation('conversation');
  const call = useMessageCall(message);
  const errorText = useErrorText();
  const why = (reason: SendReason | null): string => {
    if (reason?.code === 'impossible') return errorText({ kind: reason.error, detail: '' });
    const words = reason?.code === 'refused' ? (reason.words ?? reason.platformCode) : '';
    return words === '' ? t('send.rejectedNoReason') : words;
  };
  switch (send.state) {
    case 'sending':
      return (
        <span className={styles['line']}>
          <Spinner size={10} label={t('send.sending')} />
          {t('send.sending')}
        </span>
      );
    case 'unconfirmed':
      return (
        <span className={styles['line']} data-tone="warn">
          <Explained text={t('send.unconfirmed')} why={t('send.unconfirmedHint')} />
          <Act onPress={() => void call('messages.resend')}>{t('send.resend')}</Act>
          <Act onPress={() => void call('messages.markSent')}>{t('send.markSent')}</Act>
        </span>
      );
    case 'rejected':
      return (
        <span className={styles['line']} data-tone="bad">
          <Explained text={t('send.rejected')} why={why(send.reason)} />
          <Act onPress={() => void call('messages.resend')}>{t('send.retry')}</Act>
        </span>
      );
    case 'cancelled':
      return <span className={styles['line']}>{t('send.cancelled')}</span>;
    case 'queued':
    case 'sent':
      return null;
    default:
      return assertNever(send.state);
  }
};

const Queued = ({ message, words }: { readonly message: Message; readonly words: RowWords }) => {
  const call = useMessageCall(message);
  return (
    <span className={styles['line']}>
      {words.queued}
      <Act onPress={() => void call('messages.cancel')}>{words.withdraw}</Act>
    </span>
  );
};

/** How the send of one message stands (CV3) and what the agent can do about it (CV4). */
export const SendStateLine = ({
  message,
  send,
  words,
}: SendLine & { readonly words: RowWords }) => {
  switch (send.state) {
    case 'queued':
      if (isLateSend(send)) return <LateSend message={message} />;
      return <Queued message={message} words={words} />;
    case 'sent':
      return <span className={styles['line']}>{words.sent}</span>;
    case 'sending':
    case 'unconfirmed':
    case 'rejected':
    case 'cancelled':
      return <RareState message={message} send={send} />;
  }
};
