import { Film, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useErrorText } from '../../i18n/error-text.ts';
import type { Attached, FileTrouble } from '../../state/compose/attached.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './AttachmentBar.module.css';

const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

type Taken = Exclude<Attached, { kind: 'failed' }>;

/** The picture itself only once the host has looked at it: nobody knows before how many pixels it has (SE5). */
const Picture = ({ attached }: { readonly attached: Taken }) => (
  <span className={styles['picture']}>
    {attached.preview === null && <Film aria-hidden="true" />}
    {attached.preview !== null && attached.kind === 'ready' && (
      <img src={attached.preview} alt="" draggable={false} />
    )}
  </span>
);

const useTroubleText = (): ((trouble: FileTrouble) => string) => {
  const { t } = useTranslation('composer');
  const errorText = useErrorText();
  return (trouble) =>
    trouble.kind === 'error' ? errorText(trouble.error) : t(`fileError.${trouble.kind}`);
};

const FileChip = ({
  attached,
  children,
}: {
  readonly attached: Taken;
  /** The button that takes it away. */
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation('composer');
  return (
    <span className={styles['file']}>
      <Picture attached={attached} />
      <span className={styles['words']}>
        <span className={styles['name']} title={attached.name}>
          {attached.name}
        </span>
        <span className={styles['size']}>
          {attached.kind === 'staging' ? (
            <>
              <Spinner size={10} label={t('fileStaging')} /> {t('fileStaging')}
            </>
          ) : (
            sizeText(attached.bytes)
          )}
        </span>
      </span>
      {children}
    </span>
  );
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
  const troubleText = useTroubleText();
  const errorText = useErrorText();
  if (attached === null) return null;
  const refusal = attached.kind === 'ready' ? attached.refusal : null;
  const trouble =
    attached.kind === 'failed'
      ? troubleText(attached.trouble)
      : refusal && t('fileRestored', { error: errorText(refusal) });
  const isNote = attached.kind === 'failed';
  const remove = (
    <IconButton label={t(isNote ? 'closeNote' : 'removeFile')} onPress={onRemove}>
      <X aria-hidden="true" />
    </IconButton>
  );
  return (
    <div className={styles['bar']} role="group" aria-label={t('attachment')}>
      {!isNote && <FileChip attached={attached}>{remove}</FileChip>}
      {trouble !== null && (
        <p className={styles['error']} role="alert">
          {trouble}
        </p>
      )}
      {isNote && remove}
    </div>
  );
};
