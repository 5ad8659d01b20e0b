import type { ShopFace } from '../../state/replica/faces.ts';
import { ShopAction } from '../../state/shops/ShopAction.tsx';
import { remedyOf } from '../../state/shops/shop-remedy.ts';
import { shopTone } from '../../state/shops/shop-tone.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { ShopStateText } from '../../ui/ShopStateText.tsx';
import styles from './ShopBanner.module.css';

/**
 * Why this conversation does not move: the state of its shop and the one thing to do (PL1). Nothing while online. The button
 * for the shop's page stands in the conversation's head, right above.
 */
export const ShopBanner = ({ shop }: { readonly shop: ShopFace }) => {
  const tone = shopTone(shop.state.kind);
  if (tone === 'good') return null;
  return (
    <div className={styles['banner']} data-tone={tone}>
      {tone === 'busy' && <Spinner size={12} />}
      <ShopStateText state={shop.state} />
      {remedyOf(shop.state) !== 'openPage' && <ShopAction shop={shop} todo={styles['todo']} />}
    </div>
  );
};
