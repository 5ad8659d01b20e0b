import { Search as SearchIcon } from 'lucide-react';
import { type MouseEvent, useId } from 'react';
import { SEARCH_LIMITS } from '#shared/model/search.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './Search.module.css';
import type { SearchGroup, SearchRow as Row } from './search-groups.ts';
import { SearchRow } from './SearchRow.tsx';
import type { Searched } from './use-search-answer.ts';

/** A press in here must not take the focus from the field: the list would close before the click. */
export const keepFocus = (event: MouseEvent): void => {
  event.preventDefault();
};

const Group = ({
  group: { kind, rows, more },
  idOf,
  active,
  onChoose,
}: {
  readonly group: SearchGroup;
  readonly idOf: (row: Row) => string;
  readonly active: Row | null;
  readonly onChoose: (row: Row) => void;
}) => {
  const { t } = useTranslation('inbox');
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={styles['group']}>
      <div id={id} role="presentation" className={styles['head']}>
        {t(`found.${kind}`)}
      </div>
      {rows.map((row) => (
        <SearchRow
          key={row.key}
          id={idOf(row)}
          row={row}
          isActive={row.key === active?.key}
          onChoose={onChoose}
        />
      ))}
      {more > 0 && (
        <div role="presentation" className={styles['more']}>
          {t(more >= SEARCH_LIMITS.more ? 'found.moreThan' : 'found.more', { count: more })}
        </div>
      )}
    </div>
  );
};

/** Nothing was found, the question was refused, or its first answer is not here yet. */
const Instead = ({
  searched: { phase, query },
  onRetry,
}: {
  readonly searched: Searched;
  readonly onRetry: () => void;
}) => {
  const { t } = useTranslation('inbox');
  if (phase === 'none') {
    return (
      <p className={classNames(styles['none'], styles['soon'])}>
        <Spinner size={14} label={t('searching')} />
        {t('searching')}
      </p>
    );
  }
  if (phase === 'failed') {
    return (
      <div className={styles['none']} role="alert">
        <span>
          <b>{t('searchFailed')}</b>
          {t('searchFailedHint')}
        </span>
        {/* Not the kit's button, which takes the focus: the list would close. */}
        <button type="button" className={styles['retry']} onClick={onRetry}>
          {t('retry')}
        </button>
      </div>
    );
  }
  return (
    <p className={styles['none']} role="status">
      <SearchIcon aria-hidden="true" />
      <span>
        <b>{t('noResults', { query })}</b>
        {t('noResultsHint')}
      </span>
    </p>
  );
};

/** The list under the search box. */
export const SearchResults = ({
  listId,
  groups,
  searched,
  idOf,
  active,
  onChoose,
  onRetry,
}: {
  readonly listId: string;
  readonly groups: readonly SearchGroup[];
  readonly searched: Searched;
  readonly idOf: (row: Row) => string;
  readonly active: Row | null;
  readonly onChoose: (row: Row) => void;
  readonly onRetry: () => void;
}) => {
  const { t } = useTranslation('inbox');
  const { progress } = searched.answer;
  return (
    // What scrolls can be scrolled by keyboard; the arrow keys of the field do it before.
    <div className={styles['pop']} tabIndex={0} onMouseDown={keepFocus}>
      {progress !== null && (
        <p className={styles['progress']} role="status">
          <Spinner size={12} label={t('indexing', { percent: percentOf(progress) })} />
          {t('indexing', { percent: percentOf(progress) })}
        </p>
      )}
      {groups.length === 0 && <Instead searched={searched} onRetry={onRetry} />}
      <div id={listId} role="listbox" aria-label={t('results')}>
        {groups.map((group) => (
          <Group key={group.kind} group={group} idOf={idOf} active={active} onChoose={onChoose} />
        ))}
      </div>
    </div>
  );
};

/** Not 100 while something is left. */
const percentOf = (progress: number): number => Math.min(99, Math.floor(progress * 100));
