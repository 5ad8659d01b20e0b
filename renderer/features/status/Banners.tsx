import { DatabaseBackup, DatabaseZap, KeyRound, Unplug } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { StorageStatus } from '#shared/model/storage-status.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useTransportState } from '../../bridge/bridge-context.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { reasonKey, storageKey } from '../../i18n/error-text.ts';
import { useGateway, useStorageStatus } from '../../state/replica/replica.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Banners.module.css';

/** A line that comes back within this time is not worth a banner: the page has only just begun to load. */
const GRACE_MS = 800;

/** One line across the window. */
export const Banner = ({
  tone,
  icon,
  title,
  hint,
  children,
}: {
  readonly tone: 'bad' | 'warn';
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
  readonly children?: ReactNode;
}) => (
  <div role="alert" aria-label={title} className={styles['banner']} data-tone={tone}>
    {icon}
    <span>
      <b>{title}</b> {hint}
    </span>
    {children}
  </div>
);

const ClosedCarrier = ({ onRetry }: { readonly onRetry: () => void }) => {
  const { t } = useTranslation('status');
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => {
      setIsShown(true);
    }, GRACE_MS);
    return () => {
      window.clearTimeout(timer);
    };
  }, []);
  if (!isShown) return null;
  return (
    <Banner
      tone="bad"
      icon={<Unplug aria-hidden="true" />}
      title={t('transport.title')}
      hint={t('transport.hint')}
    >
      <Button onPress={onRetry}>{t('transport.retry')}</Button>
    </Banner>
  );
};

const CarrierBanner = () => {
  const { state, retryNow } = useTransportState();
  return state === 'open' ? null : <ClosedCarrier onRetry={retryNow} />;
};

/** A slow disk, an upgrade and a newer database are nothing that goes wrong; all else may cost messages. */
const isCalm = ({ reason }: StorageStatus): boolean =>
  reason === 'storage.slow' || reason === 'storage.upgrading' || reason === 'storage.newer';

/** What stands in bold. */
const titleOf = (storage: StorageStatus) => {
  const { phase, reason } = storage;
  if (reason === 'storage.upgrading') return 'storage.upgrading';
  if (phase === 'opening' || phase === 'ok' || !isCalm(storage)) return `storage.${phase}` as const;
  return reason === 'storage.newer' ? 'storage.newer' : 'storage.slow';
};

const UpgradeBar = ({ done }: { readonly done: number }) => {
  const { t } = useTranslation('status');
  const percent = Math.min(99, Math.floor(done * 100));
  return (
    <progress
      className={styles['upgrade']}
      aria-label={t('storage.upgraded', { percent })}
      value={percent}
      max={100}
    />
  );
};

const StorageBanner = () => {
  const { t } = useTranslation(['status', 'i18n']);
  const storage = useStorageStatus();
  const { phase, reason, waitingWrites, upgraded } = storage;
  // Without a reason it is the opening of every start.
  if (phase === 'ok' || reason === null) return null;
  const isOpening = phase === 'opening';
  const hints = [
    t(storageKey(reason), { ns: 'i18n' }),
    ...(isOpening ? [t('storage.untilOpen')] : []),
    ...(waitingWrites > 0 ? [t('storage.waiting', { count: waitingWrites })] : []),
  ];
  return (
    <Banner
      tone={isCalm(storage) ? 'warn' : 'bad'}
      icon={<DatabaseZap aria-hidden="true" />}
      title={t(titleOf(storage))}
      hint={hints.join(' ')}
    >
      {upgraded !== null && <UpgradeBar done={upgraded} />}
    </Banner>
  );
};

/** What a damaged database cost, until the agent has read it. */
const RepairBanner = () => {
  const { t } = useTranslation('status');
  const run = useCommand();
  const { repair } = useStorageStatus();
  if (repair === null) return null;
  const { keptRows, lostRows, keptAs } = repair;
  const lost =
    lostRows === null
      ? t('repair.lostUnknown')
      : lostRows === 0
        ? t('repair.lostNone')
        : t('repair.lost', { count: lostRows });
  return (
    <Banner
      tone="warn"
      icon={<DatabaseBackup aria-hidden="true" />}
      title={t('repair.title')}
      hint={`${t('repair.kept', { count: keptRows })}${lost}${t('repair.file', { file: keptAs })}`}
    >
      <Button
        onPress={() => {
          void run('storage.acknowledgeRepair', {});
        }}
      >
        {t('repair.seen')}
      </Button>
    </Banner>
  );
};

/** A token that was good is refused (GW2): mostly a deploy or a proxy, so the work stays where it is. */
const RefusedBanner = ({ onEditServer }: { readonly onEditServer: () => void }) => {
  const { t } = useTranslation('status');
  const run = useCommand();
  const { phase, reason, refusedWith } = useGateway();
  if (reason !== 'tokenRefused' || phase === 'token_refused') return null;
  return (
    <Banner
      tone="bad"
      icon={<KeyRound aria-hidden="true" />}
      title={t('refused.title')}
      hint={
        refusedWith === null
          ? t('refused.hint')
          : t('refused.hintWithCode', { code: String(refusedWith) })
      }
    >
      <Button onPress={() => void run('gateway.reconnectNow', {})}>{t('refused.retry')}</Button>
      <Button onPress={onEditServer}>{t('refused.change')}</Button>
    </Banner>
  );
};

/** The token is kept, and cannot be read: the person unlocks the key store, or types the token again. */
const LockedBanner = ({ onEditServer }: { readonly onEditServer: () => void }) => {
  const { t } = useTranslation(['status', 'i18n']);
  const run = useCommand();
  const { reason } = useGateway();
  if (reason !== 'keychainLocked') return null;
  return (
    <Banner
      tone="bad"
      icon={<KeyRound aria-hidden="true" />}
      title={t('locked')}
      hint={t(reasonKey(reason), { ns: 'i18n' })}
    >
      <Button onPress={() => void run('gateway.reconnectNow', {})}>{t('refused.retry')}</Button>
      <Button onPress={onEditServer}>{t('refused.change')}</Button>
    </Banner>
  );
};

/** What concerns the whole program: the line to it, its database, its token. Shops have alerts of their own. */
export const Banners = ({ onEditServer }: { readonly onEditServer: () => void }) => (
  <>
    <CarrierBanner />
    <RefusedBanner onEditServer={onEditServer} />
    <LockedBanner onEditServer={onEditServer} />
    <StorageBanner />
    <RepairBanner />
  </>
);
