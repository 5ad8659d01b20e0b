import { Search as SearchIcon, X } from 'lucide-react';
import {
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useReplica } from '../../state/replica/replica.ts';
import { useSelection } from '../../state/selection.ts';
import { useHotkeys } from '../../ui/use-hotkey.ts';
import styles from './Search.module.css';
import { SearchResult } from './SearchResult.tsx';
import { matchesOf, type Match } from './search-matches.ts';

const keyOf = (match: Match): string =>
  match.kind === 'shop' ? `shop:${match.shop.shopId}` : match.conversation.key;

/** What is typed, what it finds, and which of the found is marked. */
const useSearch = (id: string) => {
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const asked = useDeferredValue(query);
  const shops = useReplica((state) => state.overview.shops);
  // While the box is closed no message re-renders the search.
  const table = useReplica((state) => state.conversations);
  const change = useReplica((state) => (isOpen ? state.cursor : null));
  const matches = useMemo(
    () => (change === null ? [] : matchesOf({ shops, conversations: table.rows() }, asked)),
    [shops, table, change, asked],
  );
  const open = useSelection((state) => state.openConversation);
  const selectShop = useSelection((state) => state.selectShop);
  const activeIndex = Math.min(active, matches.length - 1);
  useEffect(() => {
    document.getElementById(`${id}${String(activeIndex)}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, activeIndex]);
  const choose = (match: Match): void => {
    if (match.kind === 'shop') selectShop(match.shop.shopId);
    else open(match.conversation.key);
    setQuery('');
    setIsOpen(false);
    input.current?.blur();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const match = matches[activeIndex];
    if (event.key === 'ArrowDown') setActive(Math.min(matches.length - 1, activeIndex + 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(0, activeIndex - 1));
    else if (event.key === 'Enter' && match !== undefined) choose(match);
    else if (event.key === 'Escape') {
      setQuery('');
      input.current?.blur();
    } else return;
    event.preventDefault();
  };
  const type = (text: string): void => {
    setQuery(text);
    setActive(0);
  };
  return {
    input,
    query,
    asked: asked.trim(),
    isListed: isOpen && asked.trim() !== '',
    matches,
    activeIndex,
    type,
    setIsOpen,
    choose,
    onKeyDown,
  };
};

/** A press in here must not take the focus from the field: the list would close before the click. */
const keepFocus = (event: MouseEvent): void => {
  event.preventDefault();
};

const Results = ({
  id,
  search: { asked, matches, activeIndex, choose },
}: {
  readonly id: string;
  readonly search: ReturnType<typeof useSearch>;
}) => {
  const { t } = useTranslation('inbox');
  return (
    // What scrolls can be scrolled by keyboard; the arrow keys of the field do it before.
    <div className={styles['pop']} tabIndex={0} onMouseDown={keepFocus}>
      {matches.length === 0 && (
        <p className={styles['none']} role="status">
          <SearchIcon aria-hidden="true" />
          <span>
            <b>{t('noResults', { query: asked })}</b>
            {t('noResultsHint')}
          </span>
        </p>
      )}
      <div id={`${id}list`} role="listbox" aria-label={t('results')}>
        {matches.map((match, index) => (
          <SearchResult
            key={keyOf(match)}
            id={`${id}${String(index)}`}
            match={match}
            isActive={index === activeIndex}
            onChoose={choose}
          />
        ))}
      </div>
    </div>
  );
};

/** At the end of the field: how to get here, or the way to empty it. */
const FieldEnd = ({
  isEmpty,
  onClear,
}: {
  readonly isEmpty: boolean;
  readonly onClear: () => void;
}) => {
  const { t } = useTranslation('inbox');
  if (isEmpty)
    return (
      <kbd className={styles['keys']} aria-hidden="true">
        Ctrl K
      </kbd>
    );
  return (
    <button
      type="button"
      aria-label={t('clear')}
      className={styles['clear']}
      onMouseDown={keepFocus}
      onClick={onClear}
    >
      <X aria-hidden="true" />
    </button>
  );
};

/** Finds buyers, shops and last lines as one types. Ctrl+K puts the cursor here, Enter opens, Esc leaves. */
export const Search = () => {
  const { t } = useTranslation('inbox');
  const id = useId();
  const search = useSearch(id);
  const { input, query, isListed, matches, activeIndex, type, setIsOpen, onKeyDown } = search;
  useHotkeys([
    {
      key: 'k',
      ctrl: true,
      press: () => {
        input.current?.focus();
        input.current?.select();
      },
    },
  ]);
  return (
    <div className={styles['search']}>
      <SearchIcon className={styles['glass']} aria-hidden="true" />
      <input
        ref={input}
        type="search"
        role="searchbox"
        aria-label={t('search')}
        aria-keyshortcuts="Control+K"
        {...(isListed ? { 'aria-controls': `${id}list` } : {})}
        {...(isListed && matches.length > 0
          ? { 'aria-activedescendant': `${id}${String(activeIndex)}` }
          : {})}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('searchPlaceholder')}
        className={styles['input']}
        value={query}
        onChange={(event) => {
          type(event.target.value);
        }}
        onFocus={() => {
          setIsOpen(true);
        }}
        onBlur={() => {
          setIsOpen(false);
        }}
        onKeyDown={onKeyDown}
      />
      <FieldEnd
        isEmpty={query === ''}
        onClear={() => {
          type('');
        }}
      />
      {isListed && <Results id={id} search={search} />}
    </div>
  );
};
