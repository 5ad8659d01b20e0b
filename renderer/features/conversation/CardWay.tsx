import type { ShopId } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useShopFace } from '../../state/replica/faces.ts';
import { webUrl } from '../../ui/content/web-links.ts';
import styles from './CardWay.module.css';

/** PL9: a card of ours that this shop's adapter cannot send as one goes as the link or the text that it is. */
export const CardWay = ({
  shopId,
  type,
  content,
}: {
  readonly shopId: ShopId;
  readonly type: 'product_card' | 'order_card';
  readonly content: string;
}) => {
  const { t } = useTranslation('conversation');
  const shop = useShopFace(shopId);
  if (shop === null || shop.adapterVersion === null || shop.capabilities.includes(type))
    return null;
  return (
    <span className={styles['way']}>
      {t(webUrl(content) === null ? 'send.asText' : 'send.asLink')}
    </span>
  );
};
