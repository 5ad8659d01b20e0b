import { ShieldAlert } from 'lucide-react';
import type { Shop } from '#shared/model/shop.ts';
import { ShopAction } from '../../state/shops/ShopAction.tsx';
import { shopTone } from '../../state/shops/shop-tone.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import { ShopStateText } from '../../ui/ShopStateText.tsx';
import styles from './ShopAlert.module.css';
import { Waited } from './Waited.tsx';

/** What is wrong with one shop, since when, and the one thing to do about it (PL1, PL7, PL8). */
export const ShopAlert = ({ shop }: { readonly shop: Shop }) => {
  const shopLabel = useShopLabel();
  const name = shopLabel(shop);
  return (
    <div
      className={styles['alert']}
      role="alert"
      aria-label={name}
      data-tone={shopTone(shop.state.kind)}
    >
      <ShieldAlert className={styles['icon']} aria-hidden="true" />
      <PlatformMark platform={shop.platform} isSilent />
      <span className={styles['shop']} title={name}>
        {name}
      </span>
      <ShopStateText state={shop.state} />
      <span className={styles['waited']}>
        <Waited since={shop.state.since} as="waited" />
      </span>
      <ShopAction shop={shop} variant="primary" todo={styles['todo']} />
    </div>
  );
};
