import { Image, X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import type { FilledPart } from '#shared/model/phrase-fill.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useFollowUps } from '../../state/compose/use-follow-ups.ts';
import type { ConversationFace } from '../../state/replica/faces.ts';
import { useAppState } from '../../state/state-context.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './FollowUpBar.module.css';

const FollowUp = ({
  part: { type, content },
  onEdit,
}: {
  readonly part: FilledPart;
  readonly onEdit: () => void;
}) => {
  const { t } = useTranslation('composer');
  if (type === 'image')
    return (
      <span className={styles['text']}>
        <Image aria-hidden="true" /> {t('followUpImage')}
      </span>
    );
  return (
    <AriaButton
      className={styles['text'] ?? ''}
      aria-label={t('editFollowUp', { text: content })}
      onPress={onEdit}
    >
      {content}
    </AriaButton>
  );
};

/** The messages that go right behind the words in the box: a press puts one into the box, the cross leaves it out. */
export const FollowUpBar = ({
  conversation: { key },
  onEdit,
}: {
  readonly conversation: ConversationFace;
  /** Words that are to be changed before they go. */
  readonly onEdit: (text: string) => void;
}) => {
  const { t } = useTranslation('composer');
  const { followUps } = useAppState();
  const parts = useFollowUps(key);
  if (parts.length === 0) return null;
  return (
    <div className={styles['bar']} role="group" aria-label={t('followUps')}>
      <span className={styles['label']}>{t('followUpsCount', { count: parts.length })}</span>
      <ol className={styles['list']}>
        {parts.map((part, at) => (
          // Their order is all that tells two of the same words apart.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at} className={styles['one']}>
            <FollowUp
              part={part}
              onEdit={() => {
                followUps.remove(key, at);
                onEdit(part.content);
              }}
            />
            <IconButton
              label={t('removeFollowUp', { place: at + 1 })}
              className={styles['remove']}
              onPress={() => {
                followUps.remove(key, at);
              }}
            >
              <X aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ol>
    </div>
  );
};
