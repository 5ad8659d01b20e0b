import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import type { AppError } from '#shared/model/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useErrorText, useQuarantineText } from '../../i18n/error-text.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './ConnectionPanel.module.css';

type Loaded =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly entries: readonly QuarantineEntry[] }
  | { readonly phase: 'failed'; readonly error: AppError };

const Entries = () => {
  const { t, i18n } = useTranslation('status');
  const bridge = useBridge();
  const errorText = useErrorText();
  const quarantineText = useQuarantineText();
  const [loaded, setLoaded] = useState<Loaded>({ phase: 'loading' });
  useEffect(() => {
    let isWanted = true;
    void bridge.call('gateway.loadQuarantine', {}).then((result) => {
      if (!isWanted) return;
      setLoaded(
        result.ok
          ? { phase: 'ready', entries: result.value }
          : { phase: 'failed', error: result.error },
      );
    });
    return () => {
      isWanted = false;
    };
  }, [bridge]);
  if (loaded.phase === 'loading') return <Spinner />;
  if (loaded.phase === 'failed')
    return <p className={styles['warning']}>{errorText(loaded.error)}</p>;
  return (
    <ul className={styles['entries']}>
      {loaded.entries.map((entry, index) => (
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
