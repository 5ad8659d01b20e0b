import { useTranslation } from '../../i18n/use-translation.tsx';
import { useGateway } from '../../state/replica/replica.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './ConnectionPanel.module.css';
import { useAsked } from './use-asked.ts';

const ASK_EVERY_MS = 2_000;

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

const ASKED = ['waitingWrites', 'queuedSends', 'sendsInFlight', 'unconfirmedSends'] as const;

/** What waits on its way, over all shops: to the back office, into the database, to the platforms. */
export const QueueLengths = () => {
  const { t } = useTranslation('status');
  const { pendingFrames } = useGateway();
  const { value: queues } = useAsked('diagnostics.loadQueues', ASK_EVERY_MS);
  return (
    <section>
      <h3 className={styles['title']}>{t('queues')}</h3>
      <dl className={styles['queues']}>
        <Length label={t('pendingRow')} hint={t('pendingHint')} count={pendingFrames} />
        {ASKED.map((name) => (
          <Length
            key={name}
            label={t(name)}
            hint={t(`${name}Hint`)}
            count={queues?.[name] ?? null}
            needsAgent={name === 'unconfirmedSends'}
          />
        ))}
      </dl>
    </section>
  );
};
