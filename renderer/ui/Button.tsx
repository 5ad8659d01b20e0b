import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import styles from './Button.module.css';
import { classNames } from './class-names.ts';

export type ButtonProps = Omit<AriaButtonProps, 'className' | 'children' | 'style'> & {
  readonly children: ReactNode;
  /** `primary` once per group; `quiet` has no frame; `danger` for what cannot be taken back. */
  readonly variant?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly size?: 'md' | 'lg';
  readonly className?: string | undefined;
};

/** A labelled button. For an icon alone see IconButton. */
export const Button = ({
  variant = 'plain',
  size = 'md',
  className,
  children,
  ...rest
}: ButtonProps) => (
  <AriaButton
    {...rest}
    className={classNames(styles['button'], styles[variant], styles[size], className)}
  >
    {children}
  </AriaButton>
);
