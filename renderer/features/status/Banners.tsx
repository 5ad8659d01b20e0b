import { DatabaseZap, Unplug } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCarrierState } from '../../bridge/bridge-context.tsx';
import { storageKey } from '../../i18n/error-text.ts';
import { useStorageStatus } from '../../state/replica.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
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
  readonly tone: 'red' | 'amber';
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
  readonly children?: ReactNode;
}) => (
  <div role="alert" aria-label={title} className={classNames(styles['banner'], styles[tone])}>
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
      tone="red"
      icon={<Unplug aria-hidden="true" />}
      title={t('carrier.title')}
      hint={t('carrier.hint')}
    >
      <Button onPress={onRetry}>{t('carrier.retry')}</Button>
    </Banner>
  );
};

const CarrierBanner = () => {
  const { state, retryNow } = useCarrierState();
  return state === 'open' ? null : <ClosedCarrier onRetry={retryNow} />;
};

const StorageBanner = () => {
  const { t } = useTranslation(['status', 'i18n']);
  const storage = useStorageStatus();
  if (storage.phase === 'ok') return null;
  const waiting =
    storage.waitingWrites === 0 ? '' : ` ${t('storage.waiting', { count: storage.waitingWrites })}`;
  return (
    <Banner
      tone={storage.phase === 'failing' ? 'red' : 'amber'}
      icon={<DatabaseZap aria-hidden="true" />}
      title={t(`storage.${storage.phase}`)}
      hint={`${t(storageKey(storage.reason), { ns: 'i18n' })}${waiting}`}
    />
  );
};

/** What concerns the whole program: the line to it, and its database. Shops have alerts of their own. */
export const Banners = () => (
  <>
    <CarrierBanner />
    <StorageBanner />
  </>
);
