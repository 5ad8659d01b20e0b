import { useTranslation } from '../../i18n/use-translation.tsx';
import { Button } from '../Button.tsx';
import { Dialog, type Closable } from '../Dialog.tsx';
import styles from './ImageDialog.module.css';
import { useMediaUrl } from './media-address.tsx';
import { useCopy } from './use-copy.ts';
import { webUrl } from './web-links.ts';

/** The last part of the address as a file name; `image` where there is none. */
const fileName = (url: string): string => {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  return /^[\w.-]{1,80}$/u.test(last) ? last : 'image';
};

/** One picture, as large as the window allows. */
export const ImageDialog = ({ url, onClose }: Closable & { readonly url: string }) => {
  const { t } = useTranslation('ui');
  const { state, copy } = useCopy();
  const source = useMediaUrl(url);
  const save = (): void => {
    const anchor = document.createElement('a');
    anchor.href = source;
    anchor.download = fileName(url);
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
