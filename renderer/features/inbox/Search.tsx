import { Search as SearchIcon, X } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useKeyHint, useOfferCommands } from '../../state/commands/use-commands.ts';
import { useReplica } from '../../state/replica/replica.ts';
import { useSelection } from '../../state/selection.ts';
import styles from './Search.module.css';
import { searchGroups, type SearchRow } from './search-groups.ts';
import { keepFocus, SearchResults } from './SearchResults.tsx';
import { useSearchAnswer } from './use-search-answer.ts';

/** Opens what a row stands for: a conversation, at the message that was found, or a shop. */
const useOpenRow = (): ((row: SearchRow) => void) => {
  const openSought = useSelection((state) => state.openSought);
  const selectShop = useSelection((state) => state.selectShop);
  return (row) => {
    if (row.kind === 'shop') selectShop(row.shop.shopId);
    else if (row.kind === 'buyer') openSought(row.hit, null);
    else {
      const { messageId, orderAt, arrival } = row.hit;
      openSought(row.hit, { messageId, orderAt, arrival });
    }
  };
};

/** What is typed, what it finds, and which of the found is marked. */
const useSearch = (id: string) => {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  /** The letters of an input method are no text yet. */
  const [isComposing, setIsComposing] = useState(false);
  const [composed, setComposed] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const { searched, retry } = useSearchAnswer(isComposing ? composed : text, isOpen);
  const shops = useReplica((state) => state.overview.shops);
  const groups = useMemo(
    () => searchGroups(searched.answer, shops, searched.phase === 'failed' ? '' : searched.query),
    [searched, shops],
  );
  const rows = groups.flatMap((group) => group.rows);
  // The chosen row stays chosen while more is found around it.
  const activeAt = Math.max(
    0,
    rows.findIndex(({ key }) => key === activeKey),
  );
  const active = rows[activeAt] ?? null;
  const activeId = active === null ? null : `${id}${active.key}`;
  useEffect(() => {
    if (activeId !== null) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);
  const openRow = useOpenRow();
  const leave = (): void => {
    setText('');
    setActiveKey(null);
    setIsOpen(false);
    input.current?.blur();
  };
  const choose = (row: SearchRow): void => {
    leave();
    openRow(row);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown') setActiveKey(rows[activeAt + 1]?.key ?? active?.key ?? null);
    else if (event.key === 'ArrowUp') setActiveKey(rows[Math.max(0, activeAt - 1)]?.key ?? null);
    else if (event.key === 'Enter') {
      // What is shown belongs to an older text: the agent has not seen what this one finds.
      if (active !== null && searched.query === text.trim()) choose(active);
    } else if (event.key === 'Escape') leave();
    else return;
    event.preventDefault();
  };
  return {
    input,
    text,
    searched,
    groups,
    active,
    activeId,
    isListed: isOpen && text.trim() !== '',
    choose,
    retry,
    setIsOpen,
    onKeyDown,
    type: (typed: string): void => {
      setText(typed);
      setActiveKey(null);
    },
    compose: (is: boolean): void => {
      setComposed(text);
      setIsComposing(is);
    },
  };
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
  const keys = useKeyHint()('inbox.search');
  if (isEmpty) {
    return keys === undefined ? null : (
      <kbd className={styles['keys']} aria-hidden="true">
        {keys.replaceAll('+', ' ')}
      </kbd>
    );
  }
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

/**
 * Finds buyers, messages, order and goods numbers of this computer, and shops, as one types. A key puts the cursor here,
 * Enter opens, Esc leaves.
 */
export const Search = () => {
  const { t } = useTranslation('inbox');
  const id = useId();
  const search = useSearch(id);
  const keys = useKeyHint()('inbox.search');
  const { input, text, isListed, activeId, type, compose, setIsOpen } = search;
  useOfferCommands([
    {
      id: 'inbox.search',
      run: () => {
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
        {...(keys === undefined ? {} : { 'aria-keyshortcuts': keys.replace('Ctrl', 'Control') })}
        {...(isListed ? { 'aria-controls': `${id}list` } : {})}
        {...(isListed && activeId !== null ? { 'aria-activedescendant': activeId } : {})}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('searchPlaceholder')}
        className={styles['input']}
        value={text}
        onChange={(event) => {
          type(event.target.value);
        }}
        onCompositionStart={() => {
          compose(true);
        }}
        onCompositionEnd={() => {
          compose(false);
        }}
        onFocus={() => {
          setIsOpen(true);
        }}
        onBlur={() => {
          setIsOpen(false);
        }}
        onKeyDown={search.onKeyDown}
      />
      <FieldEnd
        isEmpty={text === ''}
        onClear={() => {
          type('');
        }}
      />
      {isListed && (
        <SearchResults
          listId={`${id}list`}
          groups={search.groups}
          searched={search.searched}
          idOf={(row) => `${id}${row.key}`}
          active={search.active}
          onChoose={search.choose}
          onRetry={search.retry}
        />
      )}
    </div>
  );
};
