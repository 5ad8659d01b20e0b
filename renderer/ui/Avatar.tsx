import styles from './Avatar.module.css';
import { colorOfName } from './name-color.ts';

/** The first character of a name on a colour made from it. Decorative: the name stands beside it. */
export const Avatar = ({
  name,
  size = 36,
}: {
  readonly name: string;
  /** Pixels. */
  readonly size?: number;
}) => (
  <span
    aria-hidden="true"
    className={styles['avatar']}
    style={{
      width: size,
      height: size,
      fontSize: Math.round(size * 0.39),
      background: colorOfName(name),
    }}
  >
    {([...name.trim()][0] ?? '?').toLocaleUpperCase()}
  </span>
);
