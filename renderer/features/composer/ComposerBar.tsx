import type { ReactNode } from 'react';
import styles from './ComposerBar.module.css';

/** A line above the foot of the composer that needs the agent's word; `children` are its buttons, if it has any. */
export const ComposerBar = ({
  text,
  children,
}: {
  readonly text: string;
  readonly children?: ReactNode;
}) => (
  <div className={styles['bar']} role="alert">
    <p className={styles['text']}>{text}</p>
    {children}
  </div>
);
