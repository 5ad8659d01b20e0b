import type { Shop } from '#shared/model/shop.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useShopWords } from '../../i18n/shop-words.ts';
import { useNow } from '../../state/now.ts';
import { useShops } from '../../state/replica/replica.ts';
import { ShopAction } from '../../state/shops/ShopAction.tsx';
import { shopTone } from '../../state/shops/shop-tone.ts';
import { durationText } from '../../ui/duration-text.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import styles from './ConnectionPanel.module.css';

const JUST_NOW_MS = 5_000;

const Heard = ({ shop }: { readonly shop: Shop }) => {
  const { t } = useTranslation('status');
  const now = useNow(1_000);
  if (shop.lastHeardAt === null) return t('neverHeard');
  const age = now - shop.lastHeardAt;
  return age < JUST_NOW_MS ? t('heardNow') : t('lastHeard', { time: durationText(age) });
};

const ShopRow = ({ shop }: { readonly shop: Shop }) => {
  const shopLabel = useShopLabel();
  const words = useShopWords()(shop.state);
  const tone = shopTone(shop.state.kind);
  const isFine = tone === 'good';
  const why = [words.text, words.about].filter(Boolean).join(' · ');
  return (
    <li>
      <PlatformMark platform={shop.platform} />
      <span className={styles['shopName']}>{shopLabel(shop)}</span>
      <span className={styles['shopState']} data-tone={tone}>
        {words.short}
      </span>
      <span
        className={`${styles['quiet'] ?? ''} ${styles['heard'] ?? ''} num`}
        title={shop.adapterVersion ?? ''}
      >
        <Heard shop={shop} />
      </span>
      {!isFine && (
        <>
          <p className={styles['shopWhy']} title={words.technical ?? why}>
            {why}
          </p>
          <span className={styles['action']}>
            <ShopAction shop={shop} />
          </span>
        </>
      )}
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
      <p className={styles['quiet']}>{t('unverified')}</p>
    </section>
  );
};
