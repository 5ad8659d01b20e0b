import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { MessageId } from '#shared/model/ids.ts';
import type { ConversationFace } from '../../state/replica/faces.ts';
import { useNow } from '../../state/now.ts';
import { useConversation, useGateway } from '../../state/replica/replica.ts';
import { useTimeline } from '../../state/timeline/timelines.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { LatestMessage } from './LatestMessage.tsx';
import styles from './MessageLog.module.css';
import { rowWords } from './row-words.ts';
import { buildTimelineItems, firstUnread, startOfDay, type KnownItems } from './timeline-items.ts';
import { TimelineRow } from './TimelineRow.tsx';
import { useMarkRead } from './use-mark-read.ts';
import { useRowWindow } from './use-row-window.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

/** Asks for the next page when this close to the oldest row. */
const LOAD_OLDER_WITHIN_ROWS = 6;
const MINUTE_MS = 60_000;

/** The messages of one conversation. Mounted anew for each conversation. */
export const MessageLog = ({ conversation }: { readonly conversation: ConversationFace }) => {
  const { t } = useTranslation('conversation');
  const words = useMemo(() => rowWords(t), [t]);
  const timeline = useTimeline(conversation);
  const { messages, hasOlder, phase } = timeline;
  const { outages } = useGateway();
  const today = startOfDay(useNow(MINUTE_MS));
  const scroller = useRef<HTMLDivElement>(null);
  const stick = useStickToEnd(scroller, messages);
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
  const { range, rows, look } = useRowWindow(items, stick.isAway);
  const { onScroll } = stick;
  const lookAgain = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const below = Math.max(0, -element.scrollTop);
    onScroll(below);
    look({ below, height: element.clientHeight });
  }, [look, onScroll]);
  // The composer grew, the window shrank: the end stays in sight by itself, but other rows may be.
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(lookAgain);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [lookAgain]);

  const { dropOldest } = timeline;
  const isFollowing = phase === 'ready' && !stick.isAway;
  useEffect(() => {
    if (isFollowing) dropOldest();
  }, [isFollowing, dropOldest]);

  const isFilled = items.length > 0;
  const isNearStart = range.from < LOAD_OLDER_WITHIN_ROWS;
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
        onScroll={lookAgain}
      >
        <div className={styles['rows']}>
          {/* Room as elements: a padding that changes would switch the scroll anchoring off. */}
          <div style={{ height: range.roomAbove }} />
          <div ref={rows}>
            {items.slice(range.from, range.to).map((item) => (
              <TimelineRow key={item.key} item={item} now={today} words={words} />
            ))}
          </div>
          <div style={{ height: range.roomBelow }} />
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
