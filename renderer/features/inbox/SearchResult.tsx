import { useTranslation } from 'react-i18next';
import { buyerLabel } from '#shared/model/conversation.ts';
import { useShop } from '../../state/replica/replica.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { classNames } from '../../ui/class-names.ts';
import { plainName } from '../../ui/plain-text.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { ShopChip } from '../../ui/ShopChip.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import { LastLineText } from './LastLineText.tsx';
import styles from './Search.module.css';
import type { Match } from './search-matches.ts';

/** One thing found. */
export const SearchResult = ({
  id,
  match,
  isActive,
  onChoose,
}: {
  readonly id: string;
  readonly match: Match;
  readonly isActive: boolean;
  readonly onChoose: (match: Match) => void;
}) => {
  const { t } = useTranslation('inbox');
  const shopLabel = useShopLabel();
  const shop = useShop(match.kind === 'shop' ? match.shop.shopId : match.conversation.shopId);
  const name = plainName(
    match.kind === 'shop' ? shopLabel(match.shop) : buyerLabel(match.conversation),
  );
  return (
    <div
      id={id}
      role="option"
      aria-label={name}
      aria-selected={isActive}
      className={classNames(styles['result'], isActive && styles['active'])}
      onClick={() => {
        onChoose(match);
      }}
    >
      {match.kind === 'shop' ? (
        <>
          <PlatformMark platform={match.shop.platform} />
          <span className={styles['name']}>{name}</span>
          <span className={styles['kind']}>{t('shop')}</span>
        </>
      ) : (
        <>
          <Avatar name={name} size={28} />
          <span className={styles['text']}>
            <span className={styles['first']}>
              <span className={styles['name']}>{name}</span>
              {shop !== null && <ShopChip shop={shop} />}
            </span>
            <span className={styles['second']}>
              <LastLineText conversation={match.conversation} isOpen={false} />
            </span>
          </span>
        </>
      )}
    </div>
  );
};
