import { classNames } from './class-names.ts';
import styles from './Badge.module.css';

/** A count, capped at 99+. `soft` for a number that asks for nothing. */
export const Badge = ({
  count,
  tone = 'red',
  label,
}: {
  readonly count: number;
  readonly tone?: 'red' | 'soft' | 'brand';
  /** What is counted, for screen readers; without it the badge is silent because its owner says it. */
  readonly label?: string;
}) => (
  <span
    className={classNames(styles['badge'], styles[tone], 'num')}
    {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
  >
    {count > 99 ? '99+' : count}
  </span>
);
