import type { TFunction } from 'i18next';
import type { Message } from '#shared/model/message.ts';
import { clockText } from './time-text.ts';

/** The words that message after message says again, looked up once for a language instead of once for each row. */
export type RowWords = {
  readonly sender: Readonly<Record<'backoffice' | 'platform', string>>;
  readonly queued: string;
  readonly withdraw: string;
  readonly sent: string;
  readonly keepPhrase: string;
  /** The accessible name of a message: who and when. */
  readonly articleLabel: (message: Message) => string;
};

export const rowWords = (t: TFunction<'conversation'>): RowWords => {
  const labels = new Map<string, string>();
  return {
    sender: { backoffice: t('sender.backoffice'), platform: t('sender.platform') },
    queued: t('send.queued'),
    withdraw: t('send.withdraw'),
    sent: t('send.sent'),
    keepPhrase: t('keepPhrase'),
    articleLabel: ({ origin, sentAt }) => {
      const time = clockText(sentAt);
      const key = `${origin} ${time}`;
      const known = labels.get(key);
      if (known !== undefined) return known;
      const label = t('articleLabel', { sender: t(`sender.${origin}`), time });
      labels.set(key, label);
      return label;
    },
  };
};
