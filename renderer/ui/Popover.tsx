import type { ReactNode } from 'react';
import {
  Dialog as AriaDialog,
  DialogTrigger,
  Popover as AriaPopover,
  type Placement,
} from 'react-aria-components';
import styles from './Popover.module.css';

/** A non-modal panel beside its trigger; `trigger` is one react-aria button. */
export const Popover = ({
  label,
  trigger,
  placement = 'bottom start',
  isOpen,
  onOpenChange,
  children,
}: {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly placement?: Placement;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly children: ReactNode;
}) => (
  <DialogTrigger
    {...(isOpen === undefined ? {} : { isOpen })}
    {...(onOpenChange === undefined ? {} : { onOpenChange })}
  >
    {trigger}
    <AriaPopover className={styles['popover'] ?? ''} placement={placement} offset={6}>
      <AriaDialog aria-label={label} className={styles['dialog'] ?? ''}>
        {children}
      </AriaDialog>
    </AriaPopover>
  </DialogTrigger>
);
