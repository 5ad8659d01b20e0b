import { Bot, BookmarkPlus, Smartphone } from 'lucide-react';
import { memo } from 'react';
import { directionOf, type Message } from '#shared/model/message.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { usePhraseWishes } from '../../state/phrases/use-phrase-wishes.ts';
import { classNames } from '../../ui/class-names.ts';
import { CardWay } from './CardWay.tsx';
import { MessageBody } from './MessageBody.tsx';
import styles from './MessageRow.module.css';
import { useSystemLineText } from './system-line-text.ts';
import type { RowWords } from './row-words.ts';
import { SendStateLine } from './SendStateLine.tsx';
import { clockText } from './time-text.ts';

/** What a program that drives the page reads off a message. */
const dataOf = (message: Message, isSought: boolean) => ({
  'data-sought': isSought ? 'true' : undefined,
  'data-direction': directionOf(message.origin),
  'data-origin': message.origin,
  'data-status': message.send?.state ?? '',
  'data-type': message.type,
});

const SystemLine = ({
  message,
  words,
  isSought,
}: {
  readonly message: Message;
  readonly words: RowWords;
  readonly isSought: boolean;
}) => {
  const { t } = useTranslation('conversation');
  const systemLineText = useSystemLineText();
  const text = message.systemLine === null ? message.content : systemLineText(message.systemLine);
  return (
    <article
      className={styles['system']}
      aria-label={words.articleLabel(message)}
      {...dataOf(message, isSought)}
    >
      <p>
        <time className={styles['systemTime']}>{clockText(message.sentAt)}</time>
        {text === '' ? t('systemLine.unknown') : text}
      </p>
    </article>
  );
};

/** Who of our side wrote a run of messages, in words and with a mark: never colour alone. */
const OriginMark = ({
  origin,
  words,
}: {
  readonly origin: 'backoffice' | 'platform';
  readonly words: RowWords;
}) => {
  const Icon = origin === 'backoffice' ? Bot : Smartphone;
  return (
    <span className={styles['mark']}>
      <Icon aria-hidden="true" />
      {words.sender[origin]}
    </span>
  );
};

/** 存为快捷语, where the words of a message are worth keeping. A plain button: there is one in every row. */
const KeepButton = ({ text, words }: { readonly text: string; readonly words: RowWords }) => {
  const { keep } = usePhraseWishes();
  return (
    <button
      type="button"
      className={styles['keep']}
      aria-label={words.keepPhrase}
      title={words.keepPhrase}
      onClick={() => {
        keep(text, { kind: 'all' });
      }}
    >
      <BookmarkPlus aria-hidden="true" />
    </button>
  );
};

/** One message: left the buyer, right our side in one of three colours (CV2). Re-renders only when the message does. */
export const MessageRow = memo(
  ({
    message,
    startsGroup,
    words,
    isSought,
  }: {
    readonly message: Message;
    readonly startsGroup: boolean;
    readonly words: RowWords;
    readonly isSought: boolean;
  }) => {
    const { origin } = message;
    if (origin === 'system' || message.type === 'systemLine')
      return <SystemLine message={message} words={words} isSought={isSought} />;
    const time = clockText(message.sentAt);
    const { type, shopId, content } = message;
    const isCard = type === 'product_card' || type === 'order_card';
    return (
      <article
        className={classNames(styles['row'], styles[origin], startsGroup && styles['start'])}
        aria-label={words.articleLabel(message)}
        {...dataOf(message, isSought)}
      >
        <MessageBody message={message} />
        <div className={styles['meta']}>
          <time className={styles['time']}>{time}</time>
          {type === 'text' && content.trim() !== '' && (
            <KeepButton text={content.trim()} words={words} />
          )}
          {startsGroup && (origin === 'backoffice' || origin === 'platform') && (
            <OriginMark origin={origin} words={words} />
          )}
          {message.send !== null && isCard && (
            <CardWay shopId={shopId} type={type} content={content} />
          )}
          {message.send !== null && (
            <SendStateLine message={message} send={message.send} words={words} />
          )}
        </div>
      </article>
    );
  },
);
