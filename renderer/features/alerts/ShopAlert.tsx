import { ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Shop } from '#shared/model/shop.ts';
import { useErrorText } from '../../i18n/error-text.ts';
import { useNow } from '../../state/now.ts';
import { useShopRemedy } from '../../state/shop-remedy.ts';
import { Button } from '../../ui/Button.tsx';
import { durationText } from '../../ui/duration-text.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import styles from './ShopAlert.module.css';

const SECOND_MS = 1000;

/** Read out once when it appears, not with every second that passes. */
const Waited = ({ since }: { readonly since: number }) => {
  const { t } = useTranslation('alerts');
  const now = useNow(SECOND_MS);
  return (
    <span className={styles['waited']} aria-hidden="true">
      {t('waited', { time: durationText(Math.max(0, now - since)) })}
    </span>
  );
};

/** What is wrong with one shop, since when, and the one thing to do about it (PL1, PL7, PL8). */
export const ShopAlert = ({ shop }: { readonly shop: Shop }) => {
  const { t } = useTranslation('i18n');
  const shopLabel = useShopLabel();
  const errorText = useErrorText();
  const { remedy, isBusy, error, run } = useShopRemedy(shop);
  const name = shopLabel(shop);
  const { kind, detail, since } = shop.state;
  const isUrgent = kind === 'identity_mismatch' || kind === 'adapter_broken';
  return (
    <div
      className={styles['alert']}
      role="alert"
      aria-label={name}
      data-tone={isUrgent ? 'bad' : 'warn'}
    >
      <ShieldAlert className={styles['icon']} aria-hidden="true" />
      <PlatformMark platform={shop.platform} isSilent />
      <span className={styles['shop']} title={name}>
        {name}
      </span>
      <p className={styles['text']} title={detail ?? undefined}>
        {t(`state.${kind}.text`)}
        {detail !== null && <span className={styles['detail']}>{detail}</span>}
        {error !== null && <strong className={styles['error']}>{errorText(error)}</strong>}
      </p>
      <Waited since={since} />
      {remedy === 'signIn' && <span className={styles['todo']}>{t('remedy.signIn')}</span>}
      {remedy !== null && remedy !== 'signIn' && (
        <Button variant="primary" isDisabled={isBusy} onPress={run}>
          {t(`remedy.${remedy}`)}
        </Button>
      )}
    </div>
  );
};
