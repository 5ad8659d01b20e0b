import { useEffect, type ReactNode } from 'react';
import {
  Dialog as AriaDialog,
  DialogTrigger,
  Popover as AriaPopover,
  type Placement,
} from 'react-aria-components';
import styles from './Popover.module.css';

/**
 * What had the keys in the panel may be gone with what it did; Escape then reaches nothing of the panel, and means it all the same.
 */
const LeavesByEscape = ({ onLeave }: { readonly onLeave: () => void }) => {
  useEffect(() => {
    const leave = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && document.activeElement === document.body) onLeave();
    };
    window.addEventListener('keydown', leave);
    return () => {
      window.removeEventListener('keydown', leave);
    };
  }, [onLeave]);
  return null;
};

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
        {({ close }) => (
          <>
            <LeavesByEscape onLeave={close} />
            {children}
          </>
        )}
      </AriaDialog>
    </AriaPopover>
  </DialogTrigger>
);
