import { useTranslation } from 'react-i18next';
import styles from './Inbox.module.css';

const ROWS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** Stands for rows until the first snapshot. */
export const LoadingRows = () => {
  const { t } = useTranslation('inbox');
  return (
    <div role="progressbar" aria-label={t('loading')} className={styles['loading']}>
      {ROWS.map((row) => (
        <div key={row} className={styles['ghost']}>
          <span />
          <span />
        </div>
      ))}
    </div>
  );
};
