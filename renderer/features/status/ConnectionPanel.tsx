import type { GatewayStatus } from '#shared/model/gateway-status.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { reasonKey } from '../../i18n/error-text.ts';
import { useNow } from '../../state/now.ts';
import { useGateway } from '../../state/replica/replica.ts';
import { Button } from '../../ui/Button.tsx';
import { durationText } from '../../ui/duration-text.ts';
import { CLOCK_TIME, dateFormat, SHORT_DATE } from '../../i18n/date-format.ts';
import styles from './ConnectionPanel.module.css';
import { OutageList } from './OutageList.tsx';
import { PlatformPages } from './PlatformPages.tsx';
import { QuarantineList } from './QuarantineList.tsx';
import { QueueLengths } from './QueueLengths.tsx';
import { SetAsideList } from './SetAsideList.tsx';
import { ShopHealth } from './ShopHealth.tsx';

const NextAttempt = ({ at }: { readonly at: number }) => {
  const { t } = useTranslation('status');
  const now = useNow(1_000);
  return at <= now ? t('now') : t('inTime', { time: durationText(at - now + 999) });
};

const DATE_AND_TIME = { ...SHORT_DATE, ...CLOCK_TIME } as const;

const Facts = ({ gateway }: { readonly gateway: GatewayStatus }) => {
  const { t, i18n } = useTranslation(['status', 'i18n']);
  const clock = dateFormat(i18n.language, DATE_AND_TIME);
  return (
    <dl className={styles['facts']}>
      <dt>{t('server')}</dt>
      <dd className={styles['address']}>{gateway.server ?? t('noServer')}</dd>
      {gateway.reason !== null && gateway.phase !== 'connected' && (
        <>
          <dt>{t('reason')}</dt>
          <dd>{t(reasonKey(gateway.reason), { ns: 'i18n' })}</dd>
        </>
      )}
      {gateway.connectedAt !== null && gateway.phase === 'connected' && (
        <>
          <dt>{t('connectedSince')}</dt>
          <dd className="num">{clock.format(gateway.connectedAt)}</dd>
        </>
      )}
      {gateway.nextAttemptAt !== null && (
        <>
          <dt>{t('nextAttempt')}</dt>
          <dd className="num">
            <NextAttempt at={gateway.nextAttemptAt} />
          </dd>
        </>
      )}
    </dl>
  );
};

/** All there is to know about the line to the back office and each shop, and what can be done. */
export const ConnectionPanel = ({
  onEditServer,
  onExport,
}: {
  readonly onEditServer: () => void;
  /** Shows what a diagnostics file would hold. */
  readonly onExport: () => void;
}) => {
  const { t } = useTranslation('status');
  const command = useCommand();
  const gateway = useGateway();
  return (
    <div className={styles['panel']}>
      <header className={styles['head']}>
        <h2>{t(`phase.${gateway.phase}`)}</h2>
        {gateway.phase === 'connected' && gateway.roundTripMs !== null && (
          <span
            className="num"
            aria-label={t('roundTrip', { ms: Math.round(gateway.roundTripMs) })}
          >
            {t('ms', { ms: Math.round(gateway.roundTripMs) })}
          </span>
        )}
        <span className={styles['grow']} />
        <Button variant="quiet" onPress={onEditServer}>
          {t('editServer')}
        </Button>
        <Button
          isDisabled={gateway.phase === 'unconfigured'}
          onPress={() => void command('gateway.reconnectNow', {})}
        >
          {t('reconnect')}
        </Button>
      </header>
      {gateway.isPlaintext && <p className={styles['warning']}>{t('plaintextHint')}</p>}
      <Facts gateway={gateway} />
      <QueueLengths />
      <ShopHealth />
      <PlatformPages />
      <OutageList outages={gateway.outages} />
      <SetAsideList count={gateway.setAsideFrames} />
      <QuarantineList count={gateway.quarantinedFrames} />
      <footer className={styles['foot']}>
        <span>{t('diagnostics.hint')}</span>
        <Button onPress={onExport}>{t('diagnostics.open')}</Button>
      </footer>
    </div>
  );
};
