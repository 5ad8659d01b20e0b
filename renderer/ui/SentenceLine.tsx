import type { ReactNode } from 'react';
import styles from './SentenceLine.module.css';

/** A sentence and what there is to say about it, on one line in the tone around it. The pointer finds what had no room. */
export const SentenceLine = ({
  text,
  about,
  untold = null,
  children,
}: {
  readonly text: string;
  readonly about: readonly string[];
  /** For the pointer alone. */
  readonly untold?: string | null;
  /** Stands before the sentence. */
  readonly children?: ReactNode;
}) => (
  <p className={styles['line']} title={[text, ...about, untold].filter(Boolean).join(' · ')}>
    {children}
    {text}
    {about.map((words) => (
      <span key={words} className={styles['about']}>
        {words}
      </span>
    ))}
  </p>
);
