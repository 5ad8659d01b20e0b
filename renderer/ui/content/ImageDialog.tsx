import { useTranslation } from '../../i18n/use-translation.tsx';
import { savingUrl } from '#shared/ipc/media.ts';
import { Button } from '../Button.tsx';
import { Dialog, type Closable } from '../Dialog.tsx';
import styles from './ImageDialog.module.css';
import { useMediaUrl } from './media-address.tsx';
import { useCopy } from './use-copy.ts';
import { webUrl } from './web-links.ts';

/** One picture, as large as the window allows; `at` is when it was sent. */
export const ImageDialog = ({
  url,
  at,
  onClose,
}: Closable & { readonly url: string; readonly at: number }) => {
  const { t } = useTranslation('ui');
  const { state, copy } = useCopy();
  const source = useMediaUrl(url);
  const save = (): void => {
    const anchor = document.createElement('a');
    anchor.href = savingUrl(source, at);
    // The host names the file (SE9); without this a refusal would take the page's place.
    anchor.download = '';
    anchor.click();
  };
  return (
    <Dialog
      title={t('content.image.title')}
      size="lg"
      onClose={onClose}
      footer={
        <>
          {webUrl(url) !== null && (
            <Button
              onPress={() => {
                copy(url);
              }}
            >
              {
                {
                  idle: t('content.image.copyLink'),
                  copied: t('content.copied'),
                  failed: t('content.copyFailed'),
                }[state]
              }
            </Button>
          )}
          <Button onPress={save}>{t('content.image.save')}</Button>
          <Button variant="primary" onPress={onClose}>
            {t('close')}
          </Button>
        </>
      }
    >
      <div className={styles['stage']}>
        <img className={styles['image']} src={source} alt={t('content.image.title')} />
      </div>
    </Dialog>
  );
};
