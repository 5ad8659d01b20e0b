import { useTranslation } from '../../i18n/use-translation.tsx';
import { plainName } from '../../ui/plain-text.ts';
import type { Group, GroupChoice } from './groups.ts';
import styles from './GroupBar.module.css';

/** The groups as pills on one line that scrolls. */
export const GroupBar = ({
  groups,
  chosen,
  onChoose,
}: {
  readonly groups: readonly Group[];
  readonly chosen: GroupChoice;
  readonly onChoose: (group: GroupChoice) => void;
}) => {
  const { t } = useTranslation('phrases');
  const pill = (name: GroupChoice, text: string) => (
    <button
      key={name ?? 'all'}
      type="button"
      className={styles['pill']}
      aria-pressed={name === chosen}
      onClick={() => {
        onChoose(name);
      }}
    >
      {text}
    </button>
  );
  return (
    <div className={styles['bar']} role="group" aria-label={t('groups')}>
      {pill(null, t('allGroups'))}
      {groups.map(({ name }) => pill(name, name === '' ? t('noGroup') : plainName(name)))}
    </div>
  );
};
