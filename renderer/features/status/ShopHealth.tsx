import { useTranslation } from 'react-i18next';
import type { Shop } from '#shared/model/shop.ts';
import { useNow } from '../../state/now.ts';
import { useShops } from '../../state/replica.ts';
import { useShopRemedy } from '../../state/shop-remedy.ts';
import { Button } from '../../ui/Button.tsx';
import { durationText } from '../../ui/duration-text.ts';
import { plainName } from '../../ui/plain-text.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import styles from './ConnectionPanel.module.css';

const JUST_NOW_MS = 5_000;

const ShopRow = ({ shop }: { readonly shop: Shop }) => {
  const { t } = useTranslation(['status', 'i18n']);
  const shopLabel = useShopLabel();
  const { remedy, isBusy, run } = useShopRemedy(shop);
  const now = useNow(1_000);
  const isFine = shop.state.kind === 'online';
  return (
    <li>
      <PlatformMark platform={shop.platform} />
      <span className={styles['shopName']}>{plainName(shopLabel(shop))}</span>
      <span className={isFine ? styles['fine'] : styles['notFine']} title={shop.state.detail ?? ''}>
        {t(`state.${shop.state.kind}.short`, { ns: 'i18n' })}
      </span>
      <span
        className={`${styles['quiet'] ?? ''} ${styles['heard'] ?? ''} num`}
        title={shop.adapterVersion ?? ''}
      >
        {shop.lastHeardAt === null
          ? t('neverHeard')
          : now - shop.lastHeardAt < JUST_NOW_MS
            ? t('heardNow')
            : t('lastHeard', { time: durationText(now - shop.lastHeardAt) })}
      </span>
      <span className={styles['action']}>
        {remedy !== null && remedy !== 'signIn' && (
          <Button isDisabled={isBusy} onPress={run}>
            {t(`remedy.${remedy}`, { ns: 'i18n' })}
          </Button>
        )}
      </span>
    </li>
  );
};

/** Every shop with its state and when its page last gave a sign of life. */
export const ShopHealth = () => {
  const { t } = useTranslation('status');
  const shops = useShops();
  if (shops.length === 0) return null;
  return (
    <section>
      <h3 className={styles['title']}>{t('allShops')}</h3>
      <ul className={styles['shops']}>
        {shops.map((shop) => (
          <ShopRow key={shop.shopId} shop={shop} />
        ))}
      </ul>
    </section>
  );
};
