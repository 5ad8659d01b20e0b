import { useState } from 'react';
import type { Result } from '#shared/model/result.ts';
import type { WebLink } from '#shared/model/web-link.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useErrorText } from '../../i18n/error-text.ts';
import { Button } from '../Button.tsx';
import { Dialog } from '../Dialog.tsx';
import styles from './LinkDialog.module.css';

/** Opens an http(s) address in the system browser, or says why not. */
export type OpenExternal = (url: string) => Promise<Result<null>>;

/**
 * Shows where a link leads before it is opened in the system browser (SE4): the very address that is opened. One that gives cause
 * for doubt can be opened, but neither by a key nor by the button that stands out.
 */
export const LinkDialog = ({
  link,
  openExternal,
  onClose,
}: {
  readonly link: WebLink;
  readonly openExternal: OpenExternal;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('ui');
  const errorText = useErrorText();
  const [error, setError] = useState<string | null>(null);
  const { url, host, ascii, doubts, isEncrypted } = link;
  const isDoubtful = doubts.length > 0;
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
          <Button autoFocus={isDoubtful} onPress={onClose}>
            {t('content.link.cancel')}
          </Button>
          <Button
            variant={isDoubtful ? 'plain' : 'primary'}
            autoFocus={!isDoubtful}
            onPress={() => void open()}
          >
            {t('content.link.open')}
          </Button>
        </>
      }
    >
      <p className={styles['ask']}>{t('content.link.ask')}</p>
      <p className={styles['host']}>
        {host}
        {ascii !== null && <small>{ascii}</small>}
      </p>
      <p className={styles['url']}>{url}</p>
      {doubts.map((doubt) => (
        <p key={doubt} className={styles['warning']} role="alert">
          {t(`content.link.doubt.${doubt}`)}
        </p>
      ))}
      {!isEncrypted && <p className={styles['warning']}>{t('content.link.plain')}</p>}
      {error !== null && (
        <p className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </Dialog>
  );
};
