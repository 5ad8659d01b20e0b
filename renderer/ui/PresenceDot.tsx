import styles from './PresenceDot.module.css';

/** Whether a colleague is there, for the eye; beside it stands a word for it. */
export const PresenceDot = ({ isOnline }: { readonly isOnline: boolean }) => (
  <span className={styles['dot']} data-online={isOnline} aria-hidden="true" />
);
