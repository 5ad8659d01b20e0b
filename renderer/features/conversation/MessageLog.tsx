import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { MessageId } from '#shared/model/ids.ts';
import type { ConversationFace } from '../../state/faces.ts';
import { useNow } from '../../state/now.ts';
import { useConversation, useGateway } from '../../state/replica.ts';
import { useTimeline } from '../../state/timelines.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { LatestMessage } from './LatestMessage.tsx';
import styles from './MessageLog.module.css';
import {
  buildTimelineItems,
  firstUnread,
  startOfDay,
  type KnownItems,
  type TimelineItem,
} from './timeline-items.ts';
import { TimelineRow } from './TimelineRow.tsx';
import { useMarkRead } from './use-mark-read.ts';
import { END_THRESHOLD_PX, useStickToEnd } from './use-stick-to-end.ts';

/** Asks for the next page when this close to the oldest row. */
const LOAD_OLDER_WITHIN_ROWS = 6;
const MINUTE_MS = 60_000;

/** A bubble of one line, and what each further line adds. A right guess saves the second rendering of every message. */
const ONE_LINE_PX = 42;
const NEXT_LINE_PX = 21;
const CHARACTERS_PER_LINE = 34;

const linesBelowFirst = (text: string): number =>
  text
    .split('\n', 40)
    .reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / CHARACTERS_PER_LINE)), -1);

/** Heights before measuring, in pixels; near enough that the scroll bar does not swing. */
const estimate = (item: TimelineItem | undefined): number => {
  if (item?.kind !== 'message') return 34;
  switch (item.message.type) {
    case 'image':
    case 'video':
      return 172;
    case 'product_card':
    case 'order_card':
      return 108;
    case 'text':
    case 'notice':
    case 'unknown':
      return ONE_LINE_PX + NEXT_LINE_PX * linesBelowFirst(item.message.content);
  }
};

/**
 * The height of a row that was just put in is taken from the ResizeObserver, which reports it after the layout that
 * happens anyway. Reading it at once would force a layout of its own for every message.
 */
const measureLater = (
  element: HTMLDivElement,
  entry: ResizeObserverEntry | undefined,
  list: Virtualizer<HTMLDivElement, HTMLDivElement>,
): number => {
  const [size] = entry?.borderBoxSize ?? [];
  if (size !== undefined) return Math.round(size.blockSize);
  const index = list.indexFromElement(element);
  return list.measurementsCache[index]?.size ?? list.options.estimateSize(index);
};

/** One placed row. Renders when its item or its place changed, not when rows are added after it. */
const Row = memo(
  ({
    item,
    index,
    start,
    now,
    measure,
  }: {
    readonly item: TimelineItem;
    readonly index: number;
    readonly start: number;
    readonly now: number;
    readonly measure: (element: HTMLDivElement | null) => void;
  }) => (
    <div ref={measure} data-index={index} className={styles['row']} style={{ top: start }}>
      <TimelineRow item={item} now={now} />
    </div>
  ),
);

/** The messages of one conversation. Mounted anew for each conversation. */
export const MessageLog = ({ conversation }: { readonly conversation: ConversationFace }) => {
  const { t } = useTranslation('conversation');
  const timeline = useTimeline(conversation);
  const { messages, hasOlder, phase } = timeline;
  const { outages } = useGateway();
  const today = startOfDay(useNow(MINUTE_MS));
  const stick = useStickToEnd(messages);
  const unread = useConversation(conversation.key)?.unread ?? 0;
  useMarkRead(conversation, unread, phase === 'ready' && !stick.isAway);

  const [unreadAtOpen] = useState(unread);
  const [unreadFrom, setUnreadFrom] = useState<MessageId | null | undefined>();
  if (unreadFrom === undefined && phase === 'ready')
    setUnreadFrom(firstUnread(messages, unreadAtOpen));

  const [known] = useState((): KnownItems => new WeakMap());
  const items = useMemo(
    () => buildTimelineItems(messages, outages, unreadFrom ?? null, known),
    [messages, outages, unreadFrom, known],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback((index: number) => estimate(items[index]), [items]),
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    overscan: 4,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_THRESHOLD_PX,
    paddingStart: 8,
    paddingEnd: 16,
    useFlushSync: false,
    onChange: stick.onChange,
    measureElement: measureLater,
  });

  const isFilled = items.length > 0;
  const { attach } = stick;
  useLayoutEffect(() => {
    attach(list);
    if (isFilled) list.scrollToEnd();
  }, [attach, isFilled, list]);

  // The composer grew, the window shrank: the newest message stays in sight.
  const { keepEnd } = stick;
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(keepEnd);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [keepEnd]);

  const rows = list.getVirtualItems();
  const isNearStart = (rows[0]?.index ?? LOAD_OLDER_WITHIN_ROWS) < LOAD_OLDER_WITHIN_ROWS;
  const oldest = messages[0]?.messageId;
  useEffect(() => {
    if (isNearStart && hasOlder && phase === 'ready') void timeline.loadOlder();
    // oxlint-disable-next-line react/exhaustive-deps -- once for each new oldest message
  }, [isNearStart, hasOlder, phase, oldest]);

  return (
    <div className={styles['place']}>
      <div
        ref={scroller}
        className={styles['log']}
        role="log"
        aria-label={t('log')}
        // Rows come and go while scrolling; what is new is announced by LatestMessage.
        aria-live="off"
        aria-busy={phase === 'loading'}
        tabIndex={0}
      >
        <div className={styles['rows']} style={{ height: list.getTotalSize() }}>
          {rows.map((row) => {
            const item = items[row.index];
            return (
              item !== undefined && (
                <Row
                  key={row.key}
                  item={item}
                  index={row.index}
                  start={row.start}
                  now={today}
                  measure={list.measureElement}
                />
              )
            );
          })}
        </div>
      </div>
      {isFilled && hasOlder && isNearStart && (
        <p className={styles['older']}>
          <Spinner size={12} label={t('loadingOlder')} />
          {t('loadingOlder')}
        </p>
      )}
      {!isFilled && (
        <Unfilled
          phase={phase}
          retry={() => {
            timeline.retry();
          }}
        />
      )}
      {stick.isAway && (
        <AriaButton className={styles['pill'] ?? ''} onPress={stick.backToEnd}>
          <ArrowDown aria-hidden="true" />
          {stick.missed > 0 ? t('newMessages', { count: stick.missed }) : t('toNewest')}
        </AriaButton>
      )}
      <LatestMessage messages={messages} />
    </div>
  );
};

const Unfilled = ({
  phase,
  retry,
}: {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly retry: () => void;
}) => {
  const { t } = useTranslation('conversation');
  return (
    <div className={styles['unfilled']}>
      {phase === 'loading' && <Spinner size={22} label={t('loading')} />}
      {phase === 'ready' && <p>{t('noMessages')}</p>}
      {phase === 'failed' && (
        <EmptyState title={t('failed.title')} hint={t('failed.hint')}>
          <Button variant="primary" onPress={retry}>
            {t('failed.retry')}
          </Button>
        </EmptyState>
      )}
    </div>
  );
};
