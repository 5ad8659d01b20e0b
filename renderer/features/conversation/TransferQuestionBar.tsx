import { ArrowRightLeft } from 'lucide-react';
import type { OpenQuestion } from '#shared/model/conversation.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import type { ConversationFace } from '../../state/replica/faces.ts';
import { useTransferDialog } from '../../state/compose/compose.tsx';
import { Button } from '../../ui/Button.tsx';
import { useJustAppeared } from '../../ui/just-appeared.ts';
import { plainName } from '../../ui/plain-text.ts';
import styles from './TransferQuestionBar.module.css';

/** The back office wants the buyer handed over, but cannot say clearly to whom: the agent decides (CV10). */
export const TransferQuestionBar = ({
  conversation,
  question,
}: {
  readonly conversation: ConversationFace;
  readonly question: OpenQuestion;
}) => {
  const { t } = useTranslation('conversation');
  const command = useCommand();
  const dialog = useTransferDialog();
  const { shopId, buyerPin, key } = conversation;
  const isDisabled = useJustAppeared(`${key} ${question.staffName}`);
  return (
    <div className={styles['bar']} role="group" aria-label={t('transferQuestion.label')}>
      <ArrowRightLeft aria-hidden="true" />
      <p className={styles['text']}>
        <strong>{t('transferQuestion.text', { staff: plainName(question.staffName) })}</strong>
        <span className={styles['why']}>{t(`transferQuestion.why.${question.why}`)}</span>
      </p>
      <Button
        variant="primary"
        isDisabled={isDisabled}
        onPress={() => {
          dialog.open(key);
        }}
      >
        {t('transferQuestion.choose')}
      </Button>
      <Button
        isDisabled={isDisabled}
        onPress={() => void command('transfers.dismissQuestion', { shopId, buyerPin })}
      >
        {t('transferQuestion.ignore')}
      </Button>
    </div>
  );
};
