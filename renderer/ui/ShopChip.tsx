import { memo } from 'react';
import type { Shop } from '#shared/model/shop.ts';
import { PlatformMark } from './PlatformMark.tsx';
import { useShopLabel } from './shop-label.ts';
import styles from './ShopChip.module.css';

/** Platform mark, alias and the shop's own colour: wherever a shop is named. */
export const ShopChip = memo(
  ({ shop }: { readonly shop: Pick<Shop, 'platform' | 'alias' | 'name' | 'shopId' | 'color'> }) => {
    const shopLabel = useShopLabel();
    return (
      <span className={styles['shop']}>
        <PlatformMark platform={shop.platform} />
        <span className={styles['chip']} style={{ borderLeftColor: shop.color }}>
          {shopLabel(shop)}
        </span>
      </span>
    );
  },
);
