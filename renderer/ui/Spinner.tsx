import { useTranslation } from '../i18n/use-translation.tsx';
import styles from './Spinner.module.css';

/** Something is under way. Size in pixels. */
export const Spinner = ({
  size = 16,
  label,
}: {
  readonly size?: number;
  readonly label?: string;
}) => {
  const { t } = useTranslation('ui');
  return (
    <span
      role="progressbar"
      aria-label={label ?? t('loading')}
      className={styles['spinner']}
      style={{ width: size, height: size }}
    />
  );
};
