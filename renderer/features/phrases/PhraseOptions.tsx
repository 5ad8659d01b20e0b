import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import type { FindablePhrase } from '#shared/model/phrase-match.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './PhraseOptions.module.css';

/**
 * Phrases in a list of any length, of which only those in sight are drawn. The one at `active` is chosen by the keys of whatever has
 * the focus: this list or the search box above it.
 */
export const PhraseOptions = ({
  id,
  label,
  rows,
  active,
  rowPx,
  isTabStop = true,
  onActive,
  onChoose,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly rows: readonly FindablePhrase[];
  readonly active: number;
  readonly rowPx: number;
  readonly isTabStop?: boolean;
  readonly onActive: (at: number) => void;
  readonly onChoose: (at: number, isSend: boolean) => void;
  readonly children: (row: FindablePhrase, at: number) => ReactNode;
}) => {
  const box = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: useCallback(() => rowPx, [rowPx]),
    getItemKey: useCallback((at: number) => rows[at]?.phrase.phraseId ?? at, [rows]),
    overscan: 6,
  });
  useEffect(() => {
    if (rows.length > 0) virtualizer.scrollToIndex(active, { align: 'auto' });
    // oxlint-disable-next-line react/exhaustive-deps -- what the keys move to is brought in sight, not what moves by itself
  }, [active]);
  const rendered = virtualizer.getVirtualItems();
  const isActiveRendered = rendered.some(({ index }) => index === active);
  return (
    <div
      ref={box}
      id={id}
      role="listbox"
      aria-label={label}
      tabIndex={isTabStop ? 0 : -1}
      {...(isActiveRendered ? { 'aria-activedescendant': `${id}-${String(active)}` } : {})}
      className={styles['box']}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (step !== 0) {
          event.preventDefault();
          onActive(Math.min(rows.length - 1, Math.max(0, active + step)));
        } else if (event.key === 'Enter') {
          event.preventDefault();
          onChoose(active, event.ctrlKey || event.metaKey);
        }
      }}
    >
      <div
        role="presentation"
        className={styles['all']}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {rendered.map(({ index, key, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div
              key={key}
              id={`${id}-${String(index)}`}
              role="option"
              aria-selected={index === active}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className={classNames(styles['option'])}
              style={{ height: rowPx, transform: `translateY(${String(start)}px)` }}
              onClick={(event) => {
                onChoose(index, event.ctrlKey || event.metaKey);
              }}
            >
              {children(row, index)}
            </div>
          );
        })}
      </div>
    </div>
  );
};
