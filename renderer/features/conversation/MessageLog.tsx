import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { Outage } from '#shared/model/gateway-status.ts';
import type { MessageId } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import type { ConversationFace } from '../../state/replica/faces.ts';
import { useNow } from '../../state/now.ts';
import { useConversation, useGateway } from '../../state/replica/replica.ts';
import { useSelection } from '../../state/selection.ts';
import { useTimeline } from '../../state/timeline/timelines.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { LatestMessage } from './LatestMessage.tsx';
import styles from './MessageLog.module.css';
import { rowWords } from './row-words.ts';
import { buildTimelineItems, firstUnread, startOfDay, type KnownItems } from './timeline-items.ts';
import { TimelineRow } from './TimelineRow.tsx';
import { useMarkRead } from './use-mark-read.ts';
import { useMorePages } from './use-more-pages.ts';
import { useRowWindow } from './use-row-window.ts';
import { useShowSought } from './use-show-sought.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

const MINUTE_MS = 60_000;
const NO_MESSAGES: readonly Message[] = [];

/** The messages of one conversation. Mounted anew for each conversation. */
export const MessageLog = ({ conversation }: { readonly conversation: ConversationFace }) => {
  const { t } = useTranslation('conversation');
  const words = useMemo(() => rowWords(t), [t]);
  const sought = useSelection(({ sought: wish }) =>
    wish?.key === conversation.key ? wish.message : null,
  );
  const timeline = useTimeline(conversation);
  const { messages, hasOlder, hasNewer, missed, phase } = timeline;
  const outages = useOutagesOf(timeline);
  const today = startOfDay(useNow(MINUTE_MS));
  const scroller = useRef<HTMLDivElement>(null);
  const stick = useStickToEnd(scroller, messages, hasNewer);
  const isAway = stick.isAway || hasNewer;
  const unread = useConversation(conversation.key)?.unread ?? 0;
  useMarkRead(conversation, unread, phase === 'ready' && !isAway);

  const [unreadAtOpen] = useState(unread);
  const [unreadFrom, setUnreadFrom] = useState<MessageId | null | undefined>();
  if (unreadFrom === undefined && phase === 'ready')
    setUnreadFrom(hasNewer ? null : firstUnread(messages, unreadAtOpen));

  const [known] = useState((): KnownItems => new WeakMap());
  const items = useMemo(
    () => buildTimelineItems(messages, outages, unreadFrom ?? null, known),
    [messages, outages, unreadFrom, known],
  );
  const { range, rows, look, belowToCentre } = useRowWindow(items, isAway);
  const { onScroll, backToEnd } = stick;
  const belowNow = useRef(0);
  const lookAgain = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const below = Math.max(0, -element.scrollTop);
    belowNow.current = below;
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

  const { dropOldest, backToNewest } = timeline;
  const isFollowing = phase === 'ready' && !isAway;
  useEffect(() => {
    if (isFollowing) dropOldest();
  }, [isFollowing, dropOldest]);

  const isFilled = items.length > 0;
  const goNear = useCallback(
    (index: number) => {
      const height = scroller.current?.clientHeight ?? 0;
      const near = belowToCentre(index, height);
      onScroll(near);
      look({ below: near, height });
    },
    [belowToCentre, onScroll, look],
  );
  const { markedId, isOnTheWay } = useShowSought(sought, {
    items,
    range,
    scroller,
    rows,
    goNear,
    lookAgain,
  });
  const { isNearStart, isNearEnd } = useMorePages(timeline, {
    range,
    rowCount: items.length,
    scroller,
    below: belowNow,
    mustWait: isOnTheWay,
  });
  const toEnd = useCallback(async () => {
    if (hasNewer) await backToNewest();
    backToEnd();
  }, [hasNewer, backToNewest, backToEnd]);
  const hasOwnAtEnd = missed.hasOwn;
  useEffect(() => {
    // The agent's own message is always wanted in sight.
    if (hasOwnAtEnd) void toEnd();
  }, [hasOwnAtEnd, toEnd]);

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
              <TimelineRow
                key={item.key}
                item={item}
                now={today}
                words={words}
                isSought={item.key === markedId}
              />
            ))}
          </div>
          <div style={{ height: range.roomBelow }} />
        </div>
      </div>
      {isFilled && hasOlder && isNearStart && (
        <LoadingMore edge="older" words={t('loadingOlder')} />
      )}
      {isFilled && hasNewer && isNearEnd && <LoadingMore edge="newer" words={t('loadingNewer')} />}
      {!isFilled && <Unfilled phase={phase} retry={timeline.retry} />}
      {isAway && isFilled && (
        <ToEnd missed={hasNewer ? missed.count : stick.missed} onPress={() => void toEnd()} />
      )}
      <LatestMessage messages={hasNewer ? NO_MESSAGES : messages} />
    </div>
  );
};

/** Outages within what is loaded: those after it would stand behind a hole. */
const useOutagesOf = ({
  messages,
  hasNewer,
}: ReturnType<typeof useTimeline>): readonly Outage[] => {
  const { outages } = useGateway();
  const end = hasNewer ? (messages.at(-1)?.orderAt ?? 0) : null;
  return useMemo(
    () => (end === null ? outages : outages.filter(({ from }) => from < end)),
    [outages, end],
  );
};

const LoadingMore = ({
  edge,
  words,
}: {
  readonly edge: 'older' | 'newer';
  readonly words: string;
}) => (
  <p className={classNames(styles['more'], styles[edge])}>
    <Spinner size={12} label={words} />
    {words}
  </p>
);

/** The way to the newest message, with how many came meanwhile. */
const ToEnd = ({ missed, onPress }: { readonly missed: number; readonly onPress: () => void }) => {
  const { t } = useTranslation('conversation');
  return (
    <AriaButton className={styles['pill'] ?? ''} onPress={onPress}>
      <ArrowDown aria-hidden="true" />
      {missed > 0 ? t('newMessages', { count: missed }) : t('toNewest')}
    </AriaButton>
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
