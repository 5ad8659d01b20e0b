import { useTranslation } from '../../i18n/use-translation.tsx';
import { Button } from '../../ui/Button.tsx';
import { ComposerBar } from './ComposerBar.tsx';

/** The target changed under the agent's fingers: asks once. Enter again, or the button, sends. */
export const ConfirmTarget = ({
  text,
  onConfirm,
  onCancel,
}: {
  readonly text: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}) => {
  const { t } = useTranslation('composer');
  return (
    <ComposerBar text={text}>
      <Button variant="primary" onPress={onConfirm}>
        {t('confirm')}
      </Button>
      <Button onPress={onCancel}>{t('cancel')}</Button>
    </ComposerBar>
  );
};
