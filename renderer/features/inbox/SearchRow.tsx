import { Fragment } from 'react';
import { buyerLabel } from '#shared/model/conversation.ts';
import type { MarkedText } from '#shared/model/search.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useNow } from '../../state/now.ts';
import { useShop } from '../../state/replica/replica.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { classNames } from '../../ui/class-names.ts';
import { plainName, visibleText } from '../../ui/plain-text.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { ShopChip } from '../../ui/ShopChip.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import { tailText } from './clock-text.ts';
import styles from './SearchRow.module.css';
import type { SearchRow as Row } from './search-groups.ts';

const MINUTE_MS = 60_000;

/** A text with the places that were found marked. */
const Marked = ({ text, marks }: MarkedText) => (
  <>
    {marks.map(([start, end], at) => (
      <Fragment key={start}>
        {visibleText(text.slice(marks[at - 1]?.[1] ?? 0, start))}
        <mark>{visibleText(text.slice(start, end))}</mark>
      </Fragment>
    ))}
    {visibleText(text.slice(marks.at(-1)?.[1] ?? 0))}
  </>
);

const useRowName = (row: Row): string => {
  const shopLabel = useShopLabel();
  const { t } = useTranslation('inbox');
  if (row.kind === 'shop') return shopLabel(row.shop);
  const buyer = plainName(buyerLabel(row.hit));
  switch (row.kind) {
    case 'buyer':
      return buyer;
    case 'message':
      return `${buyer}${t('colon')}${plainName(row.hit.excerpt.text)}`;
    case 'number':
      return `${buyer}${t('colon')}${plainName(row.hit.number.text)}`;
  }
};

/** Name, shop and time on the first line, what was found on the second. */
const HitRow = ({ row }: { readonly row: Exclude<Row, { kind: 'shop' }> }) => {
  const { t, i18n } = useTranslation('inbox');
  const now = useNow(MINUTE_MS);
  const shop = useShop(row.hit.shopId);
  const name = plainName(buyerLabel(row.hit));
  const at = row.kind === 'buyer' ? row.hit.at : row.hit.sentAt;
  return (
    <>
      <Avatar name={name} size={28} />
      <span className={styles['text']}>
        <span className={styles['first']}>
          <span className={styles['name']}>
            {row.kind === 'buyer' ? <Marked {...row.hit.label} /> : name}
          </span>
          {shop !== null && <ShopChip shop={shop} />}
          <time className={classNames(styles['time'], 'num')}>
            {tailText(at, now, i18n.language, t('yesterday'))}
          </time>
        </span>
        {row.kind === 'buyer' && row.hit.account !== null && (
          <span className={styles['second']}>
            {t('account')} <Marked {...row.hit.account} />
          </span>
        )}
        {row.kind === 'message' && (
          <span className={styles['second']}>
            {row.hit.origin !== 'buyer' && row.hit.origin !== 'system' && (
              <span className={styles['who']}>{t(`line.${row.hit.origin}`)}</span>
            )}
            <Marked {...row.hit.excerpt} />
          </span>
        )}
        {row.kind === 'number' && (
          <span className={classNames(styles['second'], 'num')}>
            <span className={styles['who']}>{t(`number.${row.hit.kind}`)} </span>
            <Marked {...row.hit.number} />
          </span>
        )}
      </span>
    </>
  );
};

/** One thing that was found. */
export const SearchRow = ({
  id,
  row,
  isActive,
  onChoose,
}: {
  readonly id: string;
  readonly row: Row;
  readonly isActive: boolean;
  readonly onChoose: (row: Row) => void;
}) => {
  const { t } = useTranslation('inbox');
  const name = useRowName(row);
  return (
    <div
      id={id}
      role="option"
      aria-label={name}
      aria-selected={isActive}
      className={classNames(styles['row'], isActive && styles['active'])}
      onClick={() => {
        onChoose(row);
      }}
    >
      {row.kind === 'shop' ? (
        <>
          <PlatformMark platform={row.shop.platform} />
          <span className={styles['name']}>{name}</span>
          <span className={styles['kind']}>{t('shop')}</span>
        </>
      ) : (
        <HitRow row={row} />
      )}
    </div>
  );
};
