import { useId, type ReactNode } from 'react';
import styles from './PanelSection.module.css';

/** One block of the panel: a small heading, something beside it, its content. */
export const PanelSection = ({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) => {
  const headingId = useId();
  return (
    <section className={styles['section']} aria-labelledby={headingId}>
      <div className={styles['head']}>
        <h2 id={headingId}>{title}</h2>
        {aside !== undefined && <span className={styles['aside']}>{aside}</span>}
      </div>
      {children}
    </section>
  );
};
