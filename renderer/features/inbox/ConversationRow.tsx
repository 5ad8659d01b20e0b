import { Hand, Pause, Star } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import { buyerLabel, isForAgent, type Conversation } from '#shared/model/conversation.ts';
import type { ConversationKey } from '#shared/model/ids.ts';
import { isWaiting } from '#shared/model/inbox.ts';
import { limitsOf } from '#shared/model/settings.ts';
import { readWaiting, type WaitingReading } from '#shared/model/waiting-clock.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useNow } from '../../state/now.ts';
import { useConversation, useSettings, useShop } from '../../state/replica/replica.ts';
import { useSelection } from '../../state/selection.ts';
import { useAppState } from '../../state/state-context.tsx';
import { Avatar } from '../../ui/Avatar.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { plainName } from '../../ui/plain-text.ts';
import { ShopChip } from '../../ui/ShopChip.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import { clockText, tailText } from './clock-text.ts';
import styles from './ConversationRow.module.css';
import { LastLineText } from './LastLineText.tsx';
import { lastLineParts } from './last-line.ts';

const MINUTE_MS = 60_000;

/** The clock of a row, or null where nobody waits. A row without a clock looks at the time once a minute. */
const useReading = (
  conversation: Conversation | null,
): { readonly now: number; readonly reading: WaitingReading | null } => {
  const settings = useSettings();
  const platform = useShop(conversation?.shopId ?? null)?.platform ?? null;
  const ticks = conversation !== null && isWaiting(conversation);
  const now = useNow(ticks ? 1_000 : MINUTE_MS);
  const since = ticks ? conversation.waitingSince : null;
  return {
    now,
    reading: since === null ? null : readWaiting(since, now, limitsOf(settings, platform)),
  };
};

const TONE_WORD = { calm: 'waits', warn: 'waitsLong', over: 'waitsOver' } as const;

/** What a screen reader says after the buyer's name. The clock is left out: it would never stop talking. */
const useDescription = (): ((
  conversation: Conversation,
  shop: string,
  reading: WaitingReading | null,
) => string) => {
  const { t } = useTranslation('inbox');
  return ({ unread, starred, mode, last }, shop, reading) => {
    const line = last === null ? null : lastLineParts(last);
    return [
      shop,
      reading === null ? '' : t(TONE_WORD[reading.tone]),
      reading?.isPaused === true ? t('paused') : '',
      unread === 0 ? '' : t('unread', { count: unread }),
      mode.kind === 'manual' ? t('manual') : '',
      starred ? t('starred') : '',
      line === null
        ? ''
        : `${line.who === null ? '' : t(`line.${line.who}`)}${line.kind === null ? '' : t(`line.${line.kind}`)} ${line.text}`,
    ]
      .filter((part) => part !== '')
      .join(', ');
  };
};

const Marks = ({ conversation }: { readonly conversation: Conversation }) => {
  const { t } = useTranslation('inbox');
  return (
    <>
      {conversation.mode.kind === 'manual' && (
        <Hand className={styles['hand']} aria-hidden="true" />
      )}
      {conversation.starred && <Star className={styles['star']} aria-hidden="true" />}
      {isForAgent(conversation.transferQuestion) && (
        <span className={classNames(styles['mark'], styles['asked'])}>{t('transferAsked')}</span>
      )}
      {conversation.suggestions.length > 0 && (
        <span className={classNames(styles['mark'], styles['suggested'])}>
          {t('suggestion', { count: conversation.suggestions.length })}
        </span>
      )}
    </>
  );
};

/**
 * One row of the list: who, where, what was said last, how long they wait. Its accessible name is the buyer alone;
 * all else is in the description, where a ticking clock does not interrupt.
 */
export const ConversationRow = memo(function ConversationRow({
  rowKey,
  id,
  isOpen,
  position,
  count,
  start,
  onOpen,
  onMenu,
}: {
  readonly rowKey: ConversationKey;
  readonly id: string;
  readonly isOpen: boolean;
  /** From 1, of `count`, over the whole list and not just the rows in sight. */
  readonly position: number;
  readonly count: number;
  /** Pixels from the top of the list. */
  readonly start: number;
  readonly onOpen: (key: ConversationKey) => void;
  readonly onMenu: (key: ConversationKey, x: number, y: number) => void;
}) {
  const { t, i18n } = useTranslation('inbox');
  const { timelines } = useAppState();
  const conversation = useConversation(rowKey);
  const shop = useShop(conversation?.shopId ?? null);
  const { now, reading } = useReading(conversation);
  // Inside one shop its name says nothing, and leaves the buyer's the room.
  const isAmongShops = useSelection((state) => state.shopId === null);
  const shopLabel = useShopLabel();
  const describe = useDescription();
  if (conversation === null) return null;
  const name = plainName(buyerLabel(conversation));
  const last = conversation.last;
  return (
    <div
      id={id}
      role="option"
      aria-selected={isOpen}
      aria-setsize={count}
      aria-posinset={position}
      aria-description={describe(conversation, shop === null ? '' : shopLabel(shop), reading)}
      data-shop={conversation.shopId}
      data-buyer={conversation.buyerPin}
      // At least 1 while someone waits, so that 0 always means that nobody does (duty hours pause the clock).
      data-waiting-ms={reading === null ? 0 : Math.max(1, reading.waitedMs)}
      data-unread={conversation.unread}
      className={classNames(
        styles['row'],
        reading !== null && styles[reading.tone],
        isOpen && styles['open'],
      )}
      style={{ transform: `translateY(${String(start)}px)` }}
      // Between the press and the click there is time to read.
      onPointerDown={() => {
        timelines.prepare(conversation);
      }}
      onClick={() => {
        onOpen(rowKey);
      }}
      onContextMenu={(event: MouseEvent) => {
        event.preventDefault();
        onMenu(rowKey, event.clientX, event.clientY);
      }}
    >
      <Avatar name={name} />
      <span className={styles['first']}>
        <span className={styles['name']}>{name}</span>
        <span aria-hidden="true" className={styles['aside']}>
          {shop !== null && isAmongShops && <ShopChip shop={shop} />}
          {reading !== null ? (
            <span className={classNames(styles['clock'], 'num')}>
              {reading.isPaused && <Pause className={styles['pause']} />}
              {clockText(reading.waitedMs, reading.overMs, reading.tone === 'over')}
            </span>
          ) : (
            <span className={classNames(styles['tail'], 'num')}>
              {last === null ? '' : tailText(last.at, now, i18n.language, t('yesterday'))}
            </span>
          )}
        </span>
      </span>
      <span aria-hidden="true" className={styles['second']}>
        <span className={styles['line']}>
          <LastLineText conversation={conversation} isOpen={isOpen} />
        </span>
        <Marks conversation={conversation} />
        {conversation.unread > 0 && <Badge count={conversation.unread} />}
      </span>
    </div>
  );
});
