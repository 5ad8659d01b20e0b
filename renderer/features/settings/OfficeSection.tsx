import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useGateway, useManaged } from '../../state/replica/replica.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from './Field.tsx';
import styles from './Settings.module.css';

/** Which back office, and how to leave it. */
export const OfficeSection = ({ onEnterServer }: { readonly onEnterServer: () => void }) => {
  const { t } = useTranslation('settings');
  const { server: used } = useGateway();
  const { server: managed } = useManaged();
  const server = managed ?? used;
  const command = useCommand();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Field label={t('server')} hint={t('officeHint')}>
        <span className={styles['server']}>
          {server ?? t('none')}
          {managed !== null && <span className={styles['managed']}>{t('byAdministrator')}</span>}
        </span>
      </Field>
      <div className={styles['actions']}>
        <Button onPress={onEnterServer}>{t('reenter')}</Button>
        {used !== null && (
          <Button
            variant="danger"
            onPress={() => {
              setIsAsking(true);
            }}
          >
            {t('forget')}
          </Button>
        )}
      </div>
      {isAsking && (
        <Dialog
          role="alertdialog"
          title={t('forgetTitle')}
          size="sm"
          onClose={() => {
            setIsAsking(false);
          }}
          footer={
            <>
              <Button
                onPress={() => {
                  setIsAsking(false);
                }}
              >
                {t('cancel')}
              </Button>
              <Button
                variant="danger"
                onPress={() => {
                  setIsAsking(false);
                  void command('gateway.forget', {});
                }}
              >
                {t('forgetYes')}
              </Button>
            </>
          }
        >
          <p>{t('forgetText')}</p>
        </Dialog>
      )}
    </>
  );
};
