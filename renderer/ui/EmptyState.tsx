import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

/** What stands where there is nothing: an icon, one sentence, what to do. */
export const EmptyState = ({
  icon,
  title,
  hint,
  children,
}: {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly hint?: string;
  /** Buttons. */
  readonly children?: ReactNode;
}) => (
  <div className={styles['empty']}>
    {icon !== undefined && (
      <span className={styles['icon']} aria-hidden="true">
        {icon}
      </span>
    )}
    <p className={styles['title']}>{title}</p>
    {hint !== undefined && <p className={styles['hint']}>{hint}</p>}
    {children !== undefined && <div className={styles['actions']}>{children}</div>}
  </div>
);
