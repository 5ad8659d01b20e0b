import { Archive } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import styles from './FilterBar.module.css';
import { FILTERS, type Filter } from './filters.ts';

/** Which conversations the list shows. 待回复 carries its number, the others would only be noise. */
export const FilterBar = ({
  filter,
  waiting,
  onChange,
}: {
  readonly filter: Filter;
  readonly waiting: number;
  readonly onChange: (filter: Filter) => void;
}) => {
  const { t } = useTranslation('inbox');
  return (
    <div role="group" aria-label={t('filters')} className={styles['bar']}>
      {FILTERS.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={filter === name}
          className={classNames(
            styles['part'],
            filter === name && styles['on'],
            name === 'closed' && styles['icon'],
          )}
          {...(name === 'closed'
            ? { 'aria-label': t('filter.closed'), title: t('filter.closed') }
            : {})}
          onClick={() => {
            onChange(name);
          }}
        >
          {name === 'closed' ? <Archive aria-hidden="true" /> : t(`filter.${name}`)}
          {name === 'waiting' && waiting > 0 && (
            <span className={classNames(styles['count'], 'num')}>
              {waiting > 99 ? '99+' : waiting}
            </span>
          )}
        </button>
      ))}
    </div>
  );
};
