import { Activity, Bookmark, MessageSquare, Settings, ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { needsAttention } from '#shared/model/shop.ts';
import { useTranslation } from '../i18n/use-translation.tsx';
import { useShops } from '../state/replica/replica.ts';
import { useSelection } from '../state/selection.ts';
import { useWaitingCount } from '../state/replica/waiting-counts.ts';
import { Badge } from '../ui/Badge.tsx';
import { classNames } from '../ui/class-names.ts';
import { Logo } from '../ui/Logo.tsx';
import styles from './Rail.module.css';

type Section = { readonly isCurrent?: boolean; readonly onPress: () => void };

const RailButton = ({
  icon,
  text,
  count = 0,
  countLabel,
  isCurrent = false,
  onPress,
}: Section & {
  readonly icon: ReactNode;
  readonly text: string;
  readonly count?: number;
  readonly countLabel?: string;
}) => (
  <button
    type="button"
    className={classNames(styles['item'], isCurrent && styles['current'])}
    aria-current={isCurrent ? 'page' : undefined}
    {...(count > 0 && countLabel !== undefined ? { 'aria-description': countLabel } : {})}
    onClick={onPress}
  >
    {icon}
    {text}
    {count > 0 && (
      <span className={styles['badge']}>
        <Badge count={count} />
      </span>
    )}
  </button>
);

/** Counts by itself, so that a buyer who comes or goes re-renders one button. */
const ConversationsButton = (section: Section) => {
  const { t } = useTranslation('app');
  const count = useWaitingCount(null);
  return (
    <RailButton
      icon={<MessageSquare aria-hidden="true" />}
      text={t('section.conversations')}
      count={count}
      countLabel={t('waiting', { count })}
      {...section}
    />
  );
};

/** The sections of the program. Only what is there is shown. */
export const Rail = ({
  isConversations,
  onConversations,
  onStatus,
  onPhrases,
  onSettings,
}: {
  readonly isConversations: boolean;
  /** Null while there is nothing to go to. */
  readonly onConversations: (() => void) | null;
  readonly onStatus: () => void;
  readonly onPhrases: () => void;
  readonly onSettings: () => void;
}) => {
  const { t } = useTranslation('app');
  const shops = useShops();
  const chosen = useSelection((state) => state.shopId);
  const selectShop = useSelection((state) => state.selectShop);
  const attention = shops.filter((shop) => needsAttention(shop.state.kind));
  /** The first of them, and from there the next at each press. */
  const goToAttention = (): void => {
    const at = attention.findIndex((shop) => shop.shopId === chosen);
    const next = attention[(at + 1) % attention.length];
    if (next !== undefined) selectShop(next.shopId);
  };
  return (
    <nav className={styles['rail']} aria-label={t('sections')}>
      <Logo size="md" />
      {onConversations !== null && (
        <ConversationsButton isCurrent={isConversations} onPress={onConversations} />
      )}
      <RailButton
        icon={<Activity aria-hidden="true" />}
        text={t('section.status')}
        onPress={onStatus}
      />
      <RailButton
        icon={<Bookmark aria-hidden="true" />}
        text={t('section.phrases')}
        onPress={onPhrases}
      />
      {attention.length > 0 && (
        <RailButton
          icon={<ShieldAlert aria-hidden="true" />}
          text={t('section.attention')}
          count={attention.length}
          countLabel={t('attentionCount', { count: attention.length })}
          onPress={goToAttention}
        />
      )}
      <span className={styles['grow']} />
      <RailButton
        icon={<Settings aria-hidden="true" />}
        text={t('section.settings')}
        onPress={onSettings}
      />
    </nav>
  );
};
