import type { CSSProperties } from 'react';
import type { ConversationKey } from '#shared/model/ids.ts';
import { readWaiting } from '#shared/model/waiting-clock.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { limitsOf } from '../../state/limits.ts';
import { useNow } from '../../state/now.ts';
import { useReplica, useSettings } from '../../state/replica/replica.ts';
import { useAppState } from '../../state/state-context.tsx';
import styles from './ConversationList.module.css';

/** How many of the waiting are over their limit: they stand on top (CV14), so the count ends with the first who is not. */
const useOverdue = (waiting: readonly ConversationKey[]): number => {
  const now = useNow(1_000);
  const { follower } = useAppState();
  const shops = useReplica((state) => state.overview.shops);
  const settings = useSettings();
  const end = waiting.findIndex((key) => {
    const row = follower.conversations.get(key);
    if (row === null || row.waitingSince === null) return true;
    const limits = limitsOf(settings, shops[row.shopId]?.platform ?? null);
    const { tone, isPaused } = readWaiting(row.waitingSince, now, limits);
    return tone !== 'over' || isPaused;
  });
  return end === -1 ? waiting.length : end;
};

const WaitingCounts = ({ waiting }: { readonly waiting: readonly ConversationKey[] }) => {
  const { t } = useTranslation('inbox');
  const overdue = useOverdue(waiting);
  return (
    <>
      <span>{t('group.count', { count: waiting.length })}</span>
      {overdue > 0 && (
        <span className={styles['overdue']}>{t('group.overdue', { count: overdue })}</span>
      )}
    </>
  );
};

/** The line above a group of rows; above those who wait it counts them. */
export const GroupHead = ({
  waiting,
  style,
}: {
  /** Null above those who were answered. */
  readonly waiting: readonly ConversationKey[] | null;
  readonly style: CSSProperties;
}) => {
  const { t } = useTranslation('inbox');
  return (
    <div role="presentation" className={styles['group']} style={style}>
      {waiting === null ? <span>{t('group.replied')}</span> : <WaitingCounts waiting={waiting} />}
    </div>
  );
};
