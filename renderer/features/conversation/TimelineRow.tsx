import { Unplug } from 'lucide-react';
import { memo } from 'react';
import { assertNever } from '#shared/model/result.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { MessageRow } from './MessageRow.tsx';
import type { RowWords } from './row-words.ts';
import { clockText, dayOf } from './time-text.ts';
import type { TimelineItem } from './timeline-items.ts';
import styles from './TimelineRow.module.css';

/** `now` is midnight's reference: it changes once a day, not once a second. */
const TimeSeparator = memo(({ at, now }: { readonly at: number; readonly now: number }) => {
  const { t, i18n } = useTranslation('conversation');
  const day = dayOf(at, now, i18n.language);
  const words = day.kind === 'date' ? day.text : t(`day.${day.kind}`);
  return (
    <div className={styles['time']}>
      <time>
        {words} {clockText(at)}
      </time>
    </div>
  );
});

const OutageLine = memo(
  ({
    from,
    to,
    count,
  }: {
    readonly from: number;
    readonly to: number | null;
    readonly count: number;
  }) => {
    const { t } = useTranslation('conversation');
    const key = to === null ? 'outage.open' : count > 1 ? 'outage.spanMany' : 'outage.span';
    return (
      <div className={styles['outage']}>
        <span>
          <Unplug aria-hidden="true" />
          {t(key, { from: clockText(from), to: clockText(to ?? from), count })}
        </span>
      </div>
    );
  },
);

const UnreadLine = memo(() => {
  const { t } = useTranslation('conversation');
  return (
    <div className={styles['unread']} role="separator" aria-label={t('unread')}>
      <span>{t('unread')}</span>
    </div>
  );
});

/**
 * One row of the message list. The item of an unchanged message stays the same object; the others are made anew with
 * every change, so what is below compares plain values.
 */
export const TimelineRow = memo(function TimelineRow({
  item,
  now,
  words,
  isSought = false,
}: {
  readonly item: TimelineItem;
  readonly now: number;
  readonly words: RowWords;
  /** A search led here: it is seen at once. */
  readonly isSought?: boolean;
}) {
  switch (item.kind) {
    case 'message':
      return (
        <MessageRow
          message={item.message}
          startsGroup={item.startsGroup}
          words={words}
          isSought={isSought}
        />
      );
    case 'time':
      return <TimeSeparator at={item.at} now={now} />;
    case 'outage':
      return <OutageLine from={item.from} to={item.to} count={item.count} />;
    case 'unread':
      return <UnreadLine />;
    default:
      return assertNever(item);
  }
});
