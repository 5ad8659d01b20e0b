import { Image, Link, MessagesSquare, Pin } from 'lucide-react';
import { memo } from 'react';
import { textOf, type Phrase } from '#shared/model/phrase.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { plainName, visibleText } from '../../ui/plain-text.ts';
import styles from './PhraseLine.module.css';

/** So much of a text is in the line; what is longer is cut by its end anyway. */
const SHOWN_CHARACTERS = 160;

/** What the text alone does not tell: images, links, several messages. */
const Marks = ({ phrase: { parts, place } }: { readonly phrase: Phrase }) => {
  const { t } = useTranslation('phrases');
  return (
    <>
      {place !== null && <Pin role="img" aria-label={t('pinned')} />}
      {parts.some(({ kind }) => kind === 'image') && (
        <Image role="img" aria-label={t('hasImage')} />
      )}
      {parts.some(({ kind }) => kind === 'link') && <Link role="img" aria-label={t('hasLink')} />}
      {parts.length > 1 && (
        <span className={styles['several']} title={t('messages', { count: parts.length })}>
          <MessagesSquare aria-hidden="true" />
          {parts.length}
        </span>
      )}
    </>
  );
};

/** A phrase on one line: its code as a name, the beginning of its words. `number` is that of its Alt key. */
export const PhraseLine = memo(
  ({ phrase, number }: { readonly phrase: Phrase; readonly number: number | null }) => {
    const { t } = useTranslation('phrases');
    const words = plainName(visibleText(textOf(phrase).slice(0, SHOWN_CHARACTERS)));
    return (
      <span className={styles['line']}>
        {phrase.code !== '' && <span className={styles['code']}>{plainName(phrase.code)}</span>}
        <span className={styles['words']}>{words === '' ? t('onlyImages') : words}</span>
        <span className={styles['marks']}>
          <Marks phrase={phrase} />
          {number !== null && <kbd className={styles['keys']}>Alt {number}</kbd>}
        </span>
      </span>
    );
  },
);
