import { plainName } from './plain-text.ts';
import styles from './StaffName.module.css';

/** A colleague, and whether they are there, for the eye; beside it stands a word for that. */
export const StaffName = ({
  name,
  isOnline,
}: {
  readonly name: string;
  readonly isOnline: boolean;
}) => {
  const plain = plainName(name);
  return (
    <>
      <span className={styles['dot']} data-online={isOnline} aria-hidden="true" />
      <span className={styles['name']} title={plain}>
        {plain}
      </span>
    </>
  );
};
