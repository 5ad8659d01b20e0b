import { Archive } from 'lucide-react';
import { memo } from 'react';
import type { ShopId } from '#shared/model/ids.ts';
import { INBOX_FILTERS, type InboxFilter } from '#shared/model/inbox.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useWaitingCount } from '../../state/replica/waiting-counts.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './FilterBar.module.css';

const WaitingNumber = ({ shopId }: { readonly shopId: ShopId | null }) => {
  const waiting = useWaitingCount(shopId);
  if (waiting === 0) return null;
  return (
    <span className={classNames(styles['count'], 'num')}>{waiting > 99 ? '99+' : waiting}</span>
  );
};

/** Which conversations the list shows. 待回复 carries its number, the others would only be noise. */
export const FilterBar = memo(function FilterBar({
  filter,
  shopId,
  onChange,
}: {
  readonly filter: InboxFilter;
  readonly shopId: ShopId | null;
  readonly onChange: (filter: InboxFilter) => void;
}) {
  const { t } = useTranslation('inbox');
  return (
    <div role="group" aria-label={t('filters')} className={styles['bar']}>
      {INBOX_FILTERS.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={filter === name}
          className={classNames(styles['part'], name === 'closed' && styles['icon'])}
          {...(name === 'closed'
            ? { 'aria-label': t('filter.closed'), title: t('filter.closed') }
            : {})}
          onClick={() => {
            onChange(name);
          }}
        >
          {name === 'closed' ? <Archive aria-hidden="true" /> : t(`filter.${name}`)}
          {name === 'waiting' && <WaitingNumber shopId={shopId} />}
        </button>
      ))}
    </div>
  );
});
