import type { Conversation, LineState } from '#shared/model/conversation.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { plainName } from '../../ui/plain-text.ts';
import { lastLineParts } from './last-line.ts';
import styles from './ConversationRow.module.css';

const asksForAgent = (state: LineState | null): state is 'rejected' | 'unconfirmed' | 'late' =>
  state === 'rejected' || state === 'unconfirmed' || state === 'late';

/** The second line of a row: the draft where there is one, else who said what. */
export const LastLineText = ({
  conversation: { draft, last },
  isOpen,
}: {
  readonly conversation: Pick<Conversation, 'draft' | 'last'>;
  readonly isOpen: boolean;
}) => {
  const { t } = useTranslation('inbox');
  const draftText = plainName(draft);
  if (draftText !== '' && !isOpen) {
    return (
      <>
        <span className={styles['draft']}>{t('line.draft')}</span> {draftText}
      </>
    );
  }
  if (last === null) return null;
  const { who, kind, text } = lastLineParts(last);
  return (
    <>
      {asksForAgent(last.sendState) && (
        <span className={styles['bad']}>! {t(`line.${last.sendState}`)} </span>
      )}
      {who !== null && (
        <span className={who === 'backoffice' ? styles['office'] : undefined}>
          {t(`line.${who}`)}
        </span>
      )}
      {kind !== null && `${t(`line.${kind}`)} `}
      {text}
    </>
  );
};
