import styles from './Logo.module.css';
import { classNames } from './class-names.ts';

/** The sign of the program. Its owner says the name. */
export const Logo = ({ size }: { readonly size: 'md' | 'lg' }) => (
  <span className={classNames(styles['logo'], styles[size])} aria-hidden="true">
    多
  </span>
);
