import { CircleAlert } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CallName } from '#shared/ipc/contract.ts';
import type { Message, SendStatus } from '#shared/model/message.ts';
import { assertNever } from '#shared/model/result.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Popover } from '../../ui/Popover.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './SendStateLine.module.css';

type MessageCall = Extract<CallName, 'messages.resend' | 'messages.markSent' | 'messages.cancel'>;

const useMessageCall = (message: Message): ((name: MessageCall) => void) => {
  const command = useCommand();
  const { shopId, buyerPin, messageId } = message;
  return (name) => void command(name, { shopId, buyerPin, messageId });
};

const Act = ({
  children,
  onPress,
}: {
  readonly children: string;
  readonly onPress: () => void;
}) => (
  <AriaButton className={styles['act'] ?? ''} onPress={onPress}>
    {children}
  </AriaButton>
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

/** How the send of one message stands (CV3) and what the agent can do about it (CV4). */
export const SendStateLine = ({
  message,
  send,
}: {
  readonly message: Message;
  readonly send: SendStatus;
}) => {
  const { t } = useTranslation('conversation');
  const call = useMessageCall(message);
  switch (send.state) {
    case 'queued':
      return (
        <span className={styles['line']}>
          {t('send.queued')}
          <Act
            onPress={() => {
              call('messages.cancel');
            }}
          >
            {t('send.withdraw')}
          </Act>
        </span>
      );
    case 'sending':
      return (
        <span className={styles['line']}>
          <Spinner size={10} label={t('send.sending')} />
          {t('send.sending')}
        </span>
      );
    case 'sent':
      return <span className={styles['line']}>{t('send.sent')}</span>;
    case 'unconfirmed':
      return (
        <span className={styles['line']} data-tone="warn">
          <Explained text={t('send.unconfirmed')} why={t('send.unconfirmedHint')} />
          <Act
            onPress={() => {
              call('messages.resend');
            }}
          >
            {t('send.resend')}
          </Act>
          <Act
            onPress={() => {
              call('messages.markSent');
            }}
          >
            {t('send.markSent')}
          </Act>
        </span>
      );
    case 'rejected':
      return (
        <span className={styles['line']} data-tone="bad">
          <Explained text={t('send.rejected')} why={send.reason ?? t('send.rejectedNoReason')} />
          <Act
            onPress={() => {
              call('messages.resend');
            }}
          >
            {t('send.retry')}
          </Act>
        </span>
      );
    case 'cancelled':
      return <span className={styles['line']}>{t('send.cancelled')}</span>;
    default:
      return assertNever(send.state);
  }
};
