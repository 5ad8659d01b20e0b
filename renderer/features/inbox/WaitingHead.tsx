import type { ConversationKey } from '#shared/model/ids.ts';
import { limitsOf } from '#shared/model/settings.ts';
import { readWaiting } from '#shared/model/waiting-clock.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
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

/** Above the rows wherever they are scrolled to: how many wait, how many of them too long. A press goes to the first. */
export const WaitingHead = ({
  waiting,
  onJump,
}: {
  readonly waiting: readonly ConversationKey[];
  readonly onJump: () => void;
}) => {
  const { t } = useTranslation('inbox');
  const overdue = useOverdue(waiting);
  if (waiting.length === 0) return null;
  return (
    <button type="button" className={styles['head']} title={t('group.jump')} onClick={onJump}>
      <span>{t('group.count', { count: waiting.length })}</span>
      {overdue > 0 && (
        <span className={styles['overdue']}>{t('group.overdue', { count: overdue })}</span>
      )}
    </button>
  );
};
