import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import type { ConversationKey } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import type { InboxRest } from '../../state/replica/inbox-rest.ts';
import { useSelection } from '../../state/selection.ts';
import type { InboxView } from './inbox-view.ts';
import { ConversationMenu } from './ConversationMenu.tsx';
import { WaitingHead } from './WaitingHead.tsx';
import styles from './ConversationList.module.css';
import { ConversationRow } from './ConversationRow.tsx';

type Item =
  | { readonly kind: 'replied' }
  | { readonly kind: 'row'; readonly key: ConversationKey; readonly position: number }
  /** The place of the rows that are not here yet. */
  | { readonly kind: 'rest' };

/** The next page is asked for when the end of this one is so many rows away. */
const ROWS_AHEAD = 30;
const ROW_PX = 57;
const GROUP_PX = 30;
/** ARIA for a list of which only the top is known. */
const UNKNOWN_COUNT = -1;
/** From the left end of the row, as far as its text is. */
const MENU_INSET_PX = 56;

const itemsOf = (view: InboxView, hasRest: boolean): readonly Item[] => {
  const row = (key: ConversationKey, index: number): Item => ({
    kind: 'row',
    key,
    position: index + 1,
  });
  const rows = view.all.map(row);
  return [
    ...rows.slice(0, view.waiting.length),
    ...(view.replied.length > 0 ? [{ kind: 'replied' } as const] : []),
    ...rows.slice(view.waiting.length),
    ...(hasRest ? [{ kind: 'rest' } as const] : []),
  ];
};

const stepFor = (key: string, page: number, count: number): number | null => {
  switch (key) {
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'PageDown':
      return page;
    case 'PageUp':
      return -page;
    case 'Home':
      return -count;
    case 'End':
      return count;
    default:
      return null;
  }
};

/**
 * The rows in sight of a list of any length. The box has the focus; the open row is its active descendant. Arrows look at a
 * conversation, Enter goes to its 回复.
 */
export const ConversationList = ({
  view,
  rest,
  onMore,
}: {
  readonly view: InboxView;
  readonly rest: InboxRest;
  readonly onMore: () => void;
}) => {
  const { t } = useTranslation('inbox');
  const box = useRef<HTMLDivElement>(null);
  const idPrefix = useId();
  const openKey = useSelection((state) => state.conversationKey);
  const open = useSelection((state) => state.openConversation);
  const lookAt = useSelection((state) => state.lookAt);
  const [menu, setMenu] = useState<{ key: ConversationKey; x: number; y: number } | null>(null);
  const hasRest = rest !== 'nothing';
  const items = useMemo(() => itemsOf(view, hasRest), [view, hasRest]);
  // Both keep their identity with the items: a new one makes the virtualizer measure every row again.
  const estimateSize = useCallback(
    (index: number) => (items[index]?.kind === 'row' ? ROW_PX : GROUP_PX),
    [items],
  );
  const getItemKey = useCallback(
    (index: number) => {
      const item = items[index];
      if (item === undefined) return index;
      return item.kind === 'row' ? item.key : item.kind;
    },
    [items],
  );
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize,
    getItemKey,
    overscan: 6,
    paddingEnd: 12,
  });

  const indexOfOpen = items.findIndex((item) => item.kind === 'row' && item.key === openKey);
  useEffect(() => {
    if (indexOfOpen === -1) return;
    // A row that is wholly in sight stays: to scroll to where one is makes the browser lay the whole window out at once.
    const { startIndex, endIndex } = virtualizer.range ?? { startIndex: 0, endIndex: 0 };
    if (startIndex < indexOfOpen && indexOfOpen < endIndex) return;
    virtualizer.scrollToIndex(indexOfOpen, { align: 'auto' });
    // oxlint-disable-next-line react/exhaustive-deps -- a row that moves away by itself must not drag the list along
  }, [openKey]);

  const onMenu = useCallback((key: ConversationKey, x: number, y: number) => {
    setMenu({ key, x, y });
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' && openKey !== null) {
      event.preventDefault();
      open(openKey);
      return;
    }
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? ROW_PX) / ROW_PX) - 1);
    const step = stepFor(event.key, page, view.all.length);
    if (step === null || view.all.length === 0) return;
    event.preventDefault();
    const at = openKey === null ? -1 : view.all.indexOf(openKey);
    const next = Math.min(view.all.length - 1, Math.max(0, at + step));
    const key = view.all[next];
    if (key !== undefined) lookAt(key);
  };

  const rowId = (key: ConversationKey): string => `${idPrefix}${encodeURIComponent(key)}`;
  /** The menu key and Shift+F10 reach the box, which has the focus; they mean its open row. A right click is the row's own. */
  const onMenuKey = (event: MouseEvent): void => {
    if (event.target !== event.currentTarget || event.button === 2 || openKey === null) return;
    const row = document.getElementById(rowId(openKey))?.getBoundingClientRect();
    if (row === undefined) return;
    event.preventDefault();
    onMenu(openKey, row.left + MENU_INSET_PX, row.bottom);
  };
  const rendered = virtualizer.getVirtualItems();
  const isNearEnd = (rendered.at(-1)?.index ?? 0) >= items.length - ROWS_AHEAD;
  useEffect(() => {
    if (rest === 'more' && isNearEnd) onMore();
  }, [rest, isNearEnd, onMore]);
  const isOpenRendered = rendered.some((item) => item.index === indexOfOpen);
  return (
    <>
      <WaitingHead
        waiting={view.waiting.filter((key) => key !== view.staying)}
        onJump={() => {
          box.current?.scrollTo({ top: 0 });
        }}
      />
      <div
        ref={box}
        role="listbox"
        aria-label={t('list')}
        tabIndex={0}
        {...(openKey !== null && isOpenRendered ? { 'aria-activedescendant': rowId(openKey) } : {})}
        className={styles['box']}
        onKeyDown={onKeyDown}
        onContextMenu={onMenuKey}
      >
        <div
          role="presentation"
          className={styles['all']}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {rendered.map(({ index, key, start }) => {
            const item = items[index];
            const style = { transform: `translateY(${String(start)}px)` };
            if (item === undefined) return null;
            if (item.kind === 'replied') {
              return (
                <div key={key} role="presentation" className={styles['group']} style={style}>
                  <span>{t('group.replied')}</span>
                </div>
              );
            }
            if (item.kind === 'rest') {
              return (
                <div key={key} role="presentation" className={styles['group']} style={style}>
                  {rest === 'loading' && <span>{t('restLoading')}</span>}
                </div>
              );
            }
            return (
              <ConversationRow
                key={key}
                id={rowId(item.key)}
                rowKey={item.key}
                isOpen={item.key === openKey}
                position={item.position}
                count={hasRest ? UNKNOWN_COUNT : view.all.length}
                start={start}
                onOpen={open}
                onMenu={onMenu}
              />
            );
          })}
        </div>
      </div>
      {menu !== null && (
        <ConversationMenu
          rowKey={menu.key}
          at={menu}
          onClose={() => {
            setMenu(null);
          }}
        />
      )}
    </>
  );
};
