import { Film, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../../i18n/error-text.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { sizeText, type Attached, type FileTrouble } from './attached.ts';
import styles from './AttachmentBar.module.css';

const Trouble = ({ trouble }: { readonly trouble: FileTrouble }) => {
  const { t } = useTranslation('composer');
  const errorText = useErrorText();
  if (trouble.kind === 'composer') return t(`fileError.${trouble.why}`);
  const error = errorText(trouble.error);
  return trouble.isRestored ? t('fileRestored', { error }) : error;
};

/** The file that goes with the next send, or why there is none. */
export const AttachmentBar = ({
  attached,
  onRemove,
}: {
  readonly attached: Attached | null;
  readonly onRemove: () => void;
}) => {
  const { t } = useTranslation('composer');
  if (attached === null) return null;
  const trouble = attached.kind === 'staging' ? null : attached.trouble;
  return (
    <div className={styles['bar']} role="group" aria-label={t('attachment')}>
      {attached.kind !== 'failed' && (
        <>
          <span className={styles['picture']}>
            {attached.preview === null ? (
              <Film aria-hidden="true" />
            ) : (
              <img src={attached.preview} alt="" draggable={false} />
            )}
          </span>
          <span className={styles['words']}>
            <span className={styles['name']} title={attached.name}>
              {attached.name}
            </span>
            <span className={styles['size']}>
              {attached.kind === 'staging' ? t('fileStaging') : sizeText(attached.bytes)}
            </span>
          </span>
        </>
      )}
      {trouble !== null && (
        <p className={styles['error']} role="alert">
          <Trouble trouble={trouble} />
        </p>
      )}
      <IconButton label={t('removeFile')} onPress={onRemove}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
};
