import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationKey } from '#shared/model/ids.ts';
import { readWaiting } from '#shared/model/waiting-clock.ts';
import { limitsOf } from '../../state/limits.ts';
import { useNow } from '../../state/now.ts';
import { useConversation, useSettings, useShop } from '../../state/replica/replica.ts';
import { durationText } from '../../ui/duration-text.ts';
import styles from './ConversationList.module.css';

const Longest = ({ rowKey }: { readonly rowKey: ConversationKey }) => {
  const { t } = useTranslation('inbox');
  const now = useNow(1_000);
  const settings = useSettings();
  const conversation = useConversation(rowKey);
  const shop = useShop(conversation?.shopId ?? null);
  if (conversation === null || conversation.waitingSince === null) return null;
  const { waitedMs, isPaused } = readWaiting(
    conversation.waitingSince,
    now,
    limitsOf(settings, shop?.platform ?? null),
  );
  if (isPaused) return <span>{t('group.paused')}</span>;
  return (
    <span>
      {t('group.longest')}
      <span className="num">{durationText(waitedMs)}</span>
    </span>
  );
};

/** The line above a group of rows. `longest` is the row whose wait is named, if any. */
export const GroupHead = ({
  group,
  longest,
  style,
}: {
  readonly group: 'waiting' | 'replied';
  readonly longest: ConversationKey | null;
  readonly style: CSSProperties;
}) => {
  const { t } = useTranslation('inbox');
  return (
    <div role="presentation" className={styles['group']} style={style}>
      <span>{t(`group.${group}`)}</span>
      {longest !== null && <Longest rowKey={longest} />}
    </div>
  );
};
