import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './FirstRun.module.css';

const COMMAND = 'npm run demo';

/** The demo is a world of its own, started from outside; this says how. */
export const DemoDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation('first-run');
  const [isCopied, setIsCopied] = useState(false);
  return (
    <Dialog
      title={t('demoTitle')}
      size="sm"
      onClose={onClose}
      footer={
        <>
          <Button
            onPress={() =>
              void navigator.clipboard.writeText(COMMAND).then(
                () => {
                  setIsCopied(true);
                },
                // The clipboard was refused; the command stands there to be selected.
                () => {
                  setIsCopied(false);
                },
              )
            }
          >
            {isCopied ? t('copied') : t('copy')}
          </Button>
          <Button variant="primary" onPress={onClose}>
            {t('close')}
          </Button>
        </>
      }
    >
      <p>{t('demoText')}</p>
      <pre className={styles['command']}>{COMMAND}</pre>
      <p className={styles['lead']}>{t('demoAfter')}</p>
    </Dialog>
  );
};
