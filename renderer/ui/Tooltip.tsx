import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger, type Placement } from 'react-aria-components';
import styles from './Tooltip.module.css';

/** Wraps one focusable react-aria element and shows `text` on hover and focus. */
export const Tooltip = ({
  text,
  placement = 'bottom',
  children,
}: {
  readonly text: string;
  readonly placement?: Placement;
  readonly children: ReactElement;
}) => (
  <TooltipTrigger delay={500} closeDelay={60}>
    {children}
    <AriaTooltip className={styles['tooltip'] ?? ''} placement={placement} offset={6}>
      {text}
    </AriaTooltip>
  </TooltipTrigger>
);
