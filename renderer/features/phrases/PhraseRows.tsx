import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Pin, PinOff, Trash2 } from 'lucide-react';
import { memo, useCallback, useRef } from 'react';
import type { FindablePhrase } from '#shared/model/phrase-match.ts';
import { textOf, type Phrase } from '#shared/model/phrase.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { plainName } from '../../ui/plain-text.ts';
import { PhraseLine } from './PhraseLine.tsx';
import styles from './PhrasesDialog.module.css';
import { ScopeChip } from './ScopeChip.tsx';

const ROW_PX = 40;
const NAME_CHARACTERS = 20;

/** What can be done with a phrase of the page. */
export type RowActs = {
  readonly edit: (phrase: Phrase) => void;
  readonly pin: (phrase: Phrase) => void;
  readonly move: (phrase: Phrase, step: 1 | -1) => void;
  readonly remove: (phrase: Phrase) => void;
};

const PhraseRow = memo(({ phrase, acts }: { readonly phrase: Phrase; readonly acts: RowActs }) => {
  const { t } = useTranslation('phrases');
  const name = plainName(phrase.code) || plainName(textOf(phrase)).slice(0, NAME_CHARACTERS);
  const isPinned = phrase.place !== null;
  return (
    <>
      <button
        type="button"
        className={styles['open']}
        aria-label={t('editOne', { name })}
        onClick={() => {
          acts.edit(phrase);
        }}
      >
        <PhraseLine phrase={phrase} number={null} />
      </button>
      <span className={styles['scope']}>
        <ScopeChip scope={phrase.scope} />
      </span>
      <span className={styles['used']}>{t('used', { count: phrase.usedCount })}</span>
      <span className={styles['acts']}>
        {isPinned && (
          <>
            <IconButton
              label={t('moveOneUp', { name })}
              onPress={() => {
                acts.move(phrase, -1);
              }}
            >
              <ArrowUp aria-hidden="true" />
            </IconButton>
            <IconButton
              label={t('moveOneDown', { name })}
              onPress={() => {
                acts.move(phrase, 1);
              }}
            >
              <ArrowDown aria-hidden="true" />
            </IconButton>
          </>
        )}
        <IconButton
          label={t(isPinned ? 'unpinOne' : 'pinOne', { name })}
          onPress={() => {
            acts.pin(phrase);
          }}
        >
          {isPinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
        </IconButton>
        <IconButton
          label={t('removeOne', { name })}
          onPress={() => {
            acts.remove(phrase);
          }}
        >
          <Trash2 aria-hidden="true" />
        </IconButton>
      </span>
    </>
  );
});

/** The phrases of the page, those in sight only. */
export const PhraseRows = ({
  rows,
  acts,
}: {
  readonly rows: readonly FindablePhrase[];
  readonly acts: RowActs;
}) => {
  const { t } = useTranslation('phrases');
  const box = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the rows are memoized by themselves
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: useCallback((at: number) => rows[at]?.phrase.phraseId ?? at, [rows]),
    overscan: 6,
  });
  return (
    <div ref={box} className={styles['rows']}>
      <ul
        className={styles['all']}
        aria-label={t('title')}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <li
              key={key}
              className={styles['row']}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              style={{ height: ROW_PX, transform: `translateY(${String(start)}px)` }}
            >
              <PhraseRow phrase={row.phrase} acts={acts} />
            </li>
          );
        })}
      </ul>
    </div>
  );
};
