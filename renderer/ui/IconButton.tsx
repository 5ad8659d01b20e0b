import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './IconButton.module.css';
import { Tooltip } from './Tooltip.tsx';

export type IconButtonProps = Omit<AriaButtonProps, 'className' | 'children' | 'style'> & {
  /** Names the button for everyone: accessible name and tooltip. */
  readonly label: string;
  /** Shown after the label in the tooltip, for example `Ctrl+K`. */
  readonly keys?: string | undefined;
  readonly children: ReactNode;
  readonly className?: string | undefined;
};

/** A square button that holds one icon; its label appears as a tooltip. */
export const IconButton = ({ label, keys, children, className, ...rest }: IconButtonProps) => (
  <Tooltip text={keys === undefined ? label : `${label} ${keys}`}>
    <AriaButton {...rest} aria-label={label} className={classNames(styles['button'], className)}>
      {children}
    </AriaButton>
  </Tooltip>
);
