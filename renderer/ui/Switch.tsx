import type { ReactNode } from 'react';
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './Switch.module.css';

export type SwitchProps = Omit<AriaSwitchProps, 'className' | 'children' | 'style'> & {
  readonly children: ReactNode;
  /** `violet` is the back office's colour: 人工接管. `pill` paints the whole label. */
  readonly tone?: 'brand' | 'violet';
  readonly pill?: boolean;
  readonly className?: string | undefined;
};

/** role=switch; the children are its visible label. Set `aria-label` where the name must stay fixed. */
export const Switch = ({
  tone = 'brand',
  pill = false,
  className,
  children,
  ...rest
}: SwitchProps) => (
  <AriaSwitch
    {...rest}
    className={classNames(styles['switch'], styles[tone], pill && styles['pill'], className)}
  >
    <span className={styles['track']} aria-hidden="true">
      <span className={styles['knob']} />
    </span>
    {children}
  </AriaSwitch>
);
