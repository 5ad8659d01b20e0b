import { AppWindow, X } from 'lucide-react';
import type { ShopId } from '#shared/model/ids.ts';
import { DOCK_BAR_PX, DOCK_SHARE } from '#shared/model/shop-page.ts';
import { useTranslation } from '../i18n/use-translation.tsx';
import { useShop } from '../state/replica/replica.ts';
import { useShopPage } from '../state/shops/shop-page.ts';
import { Button } from '../ui/Button.tsx';
import { PlatformMark } from '../ui/PlatformMark.tsx';
import { useShopLabel } from '../ui/shop-label.ts';
import styles from './PageBeside.module.css';
import { useCoverPage } from './use-cover-page.ts';

/** The part of the window that the host fills with a shop's real page, under the bar that names it and closes it. */
export const PageBeside = ({ shopId }: { readonly shopId: ShopId }) => {
  const { t } = useTranslation('i18n');
  const shop = useShop(shopId);
  const shopLabel = useShopLabel();
  const { toggle } = useShopPage(shopId);
  useCoverPage();
  if (shop === null) return null;
  const name = shopLabel(shop);
  return (
    <aside
      className={styles['beside']}
      aria-label={`${name} · ${t('page.isOpen')}`}
      style={{ width: `${String(DOCK_SHARE * 100)}vw`, '--shop': shop.color }}
    >
      <header className={styles['bar']} style={{ height: DOCK_BAR_PX }}>
        <PlatformMark platform={shop.platform} />
        <strong className={styles['name']} title={name}>
          {name}
        </strong>
        <span className={styles['mark']}>
          <AppWindow aria-hidden="true" />
          {t('page.isOpen')}
        </span>
        <Button variant="quiet" className={styles['close']} onPress={toggle}>
          <X aria-hidden="true" />
          {t('page.close')}
        </Button>
      </header>
    </aside>
  );
};
