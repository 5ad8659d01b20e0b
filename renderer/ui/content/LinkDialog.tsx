import { useState } from 'react';
import type { Result } from '#shared/model/result.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useErrorText } from '../../i18n/error-text.ts';
import { Button } from '../Button.tsx';
import { Dialog } from '../Dialog.tsx';
import styles from './LinkDialog.module.css';
import { shownHost } from './web-links.ts';

/** Opens an http(s) address in the system browser, or says why not. */
export type OpenExternal = (url: string) => Promise<Result<null>>;

/** Shows where a link leads before it is opened in the system browser (SE4). */
export const LinkDialog = ({
  url,
  openExternal,
  onClose,
}: {
  readonly url: string;
  readonly openExternal: OpenExternal;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('ui');
  const errorText = useErrorText();
  const [error, setError] = useState<string | null>(null);
  const host = shownHost(url);
  const open = async (): Promise<void> => {
    const answer = await openExternal(url);
    if (answer.ok) onClose();
    else setError(errorText(answer.error));
  };
  return (
    <Dialog
      title={t('content.link.title')}
      size="sm"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('content.link.cancel')}</Button>
          <Button variant="primary" autoFocus onPress={() => void open()}>
            {t('content.link.open')}
          </Button>
        </>
      }
    >
      <p className={styles['ask']}>{t('content.link.ask')}</p>
      <p className={styles['host']}>
        {host.host}
        {host.ascii !== null && <small>{host.ascii}</small>}
      </p>
      <p className={styles['url']}>{url}</p>
      {host.isSuspicious && (
        <p className={styles['warning']} role="alert">
          {t('content.link.suspicious')}
        </p>
      )}
      {url.toLowerCase().startsWith('http:') && (
        <p className={styles['warning']}>{t('content.link.plain')}</p>
      )}
      {error !== null && (
        <p className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </Dialog>
  );
};
