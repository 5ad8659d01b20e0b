import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useErrorText, useQuarantineText } from '../../i18n/error-text.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './ConnectionPanel.module.css';

const Entries = () => {
  const { t, i18n } = useTranslation('status');
  const errorText = useErrorText();
  const quarantineText = useQuarantineText();
  const answer = useAnswer('gateway.loadQuarantine', {});
  if (answer === null) return <Spinner />;
  if (!answer.ok) return <p className={styles['warning']}>{errorText(answer.error)}</p>;
  return (
    <ul className={styles['entries']}>
      {answer.value.map((entry, index) => (
        <li key={`${String(entry.at)}-${String(index)}`}>
          <p className={styles['why']}>
            <span>{quarantineText(entry.reason)}</span>
            <span className={`${styles['quiet'] ?? ''} num`}>
              {new Date(entry.at).toLocaleTimeString(i18n.language, { hourCycle: 'h23' })} ·{' '}
              {t('bytes', { count: entry.bytes })}
            </span>
          </p>
          <code className={styles['preview']}>{entry.preview}</code>
        </li>
      ))}
    </ul>
  );
};

/** What the back office sent and could not be understood, with the reason (GW6). */
export const QuarantineList = ({ count }: { readonly count: number }) => {
  const { t } = useTranslation('status');
  const [isShown, setIsShown] = useState(false);
  return (
    <section>
      <h3 className={styles['title']}>
        {t('quarantine_title')} <span className="num">{t('items', { count })}</span>
        {count > 0 && (
          <Button
            variant="quiet"
            onPress={() => {
              setIsShown(!isShown);
            }}
          >
            {isShown ? t('fold') : t('unfold')}
          </Button>
        )}
      </h3>
      {count > 0 && <p className={styles['none']}>{t('quarantineHint')}</p>}
      {isShown && count > 0 && <Entries key={count} />}
    </section>
  );
};
