import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Queues } from '#shared/model/diagnostics.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useGateway } from '../../state/replica.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './ConnectionPanel.module.css';

const ASK_EVERY_MS = 2_000;

/** Asked for while somebody looks; null until the first answer, and again while the program does not answer. */
const useQueues = (): Queues | null => {
  const bridge = useBridge();
  const [queues, setQueues] = useState<Queues | null>(null);
  useEffect(() => {
    let isWanted = true;
    let timer = 0;
    const ask = async (): Promise<void> => {
      const result = await bridge.call('diagnostics.loadQueues', {});
      if (!isWanted) return;
      setQueues(result.ok ? result.value : null);
      // The next question waits for the answer, so that a slow program is not asked more and more.
      timer = window.setTimeout(() => void ask(), ASK_EVERY_MS);
    };
    void ask();
    return () => {
      isWanted = false;
      window.clearTimeout(timer);
    };
  }, [bridge]);
  return queues;
};

const Length = ({
  label,
  hint,
  count,
  needsAgent = false,
}: {
  readonly label: string;
  readonly hint: string;
  readonly count: number | null;
  /** What is counted does not go away by itself. */
  readonly needsAgent?: boolean;
}) => (
  <div className={styles['queue']} title={hint}>
    <dt>{label}</dt>
    <dd
      className={classNames(
        'num',
        (count ?? 0) === 0 ? styles['quiet'] : needsAgent && styles['notFine'],
      )}
    >
      {count ?? '–'}
    </dd>
  </div>
);

/** What waits on its way, over all shops: to the back office, into the database, to the platforms. */
export const QueueLengths = () => {
  const { t } = useTranslation('status');
  const { pendingFrames } = useGateway();
  const queues = useQueues();
  return (
    <section>
      <h3 className={styles['title']}>{t('queues')}</h3>
      <dl className={styles['queues']}>
        <Length label={t('pendingRow')} hint={t('pendingHint')} count={pendingFrames} />
        <Length
          label={t('waitingWrites')}
          hint={t('waitingWritesHint')}
          count={queues?.waitingWrites ?? null}
        />
        <Length
          label={t('queuedSends')}
          hint={t('queuedSendsHint')}
          count={queues?.queuedSends ?? null}
        />
        <Length
          label={t('sendsInFlight')}
          hint={t('sendsInFlightHint')}
          count={queues?.sendsInFlight ?? null}
        />
        <Length
          label={t('unconfirmedSends')}
          hint={t('unconfirmedSendsHint')}
          count={queues?.unconfirmedSends ?? null}
          needsAgent
        />
      </dl>
    </section>
  );
};
