import { useRef, type ReactNode } from 'react';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Popover as AriaPopover,
} from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './Menu.module.css';

export type MenuEntry = {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly keys?: string | undefined;
  readonly isDisabled?: boolean;
  /** Why it is disabled, or what it does; the second line. */
  readonly hint?: string | undefined;
  readonly tone?: 'plain' | 'danger';
  readonly onAction: () => void;
};

const MenuList = ({
  label,
  entries,
  onDone,
}: {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly onDone: () => void;
}) => (
  <AriaMenu aria-label={label} className={styles['menu'] ?? ''} autoFocus="first" onClose={onDone}>
    {entries.map((entry) => (
      <AriaMenuItem
        key={entry.id}
        id={entry.id}
        textValue={entry.label}
        isDisabled={entry.isDisabled ?? false}
        onAction={entry.onAction}
        className={classNames(styles['item'], entry.tone === 'danger' && styles['danger'])}
      >
        <span className={styles['icon']}>{entry.icon}</span>
        <span className={styles['text']}>
          {entry.label}
          {entry.hint !== undefined && <span className={styles['hint']}>{entry.hint}</span>}
        </span>
        {entry.keys !== undefined && <kbd className={styles['keys']}>{entry.keys}</kbd>}
      </AriaMenuItem>
    ))}
  </AriaMenu>
);

/** A menu at a point of the screen, for a right click or the menu key. Open while mounted. */
export const ContextMenu = ({
  label,
  at,
  entries,
  onClose,
}: {
  readonly label: string;
  readonly at: { readonly x: number; readonly y: number };
  readonly entries: readonly MenuEntry[];
  readonly onClose: () => void;
}) => {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        aria-hidden="true"
        className={styles['anchor']}
        style={{ left: at.x, top: at.y }}
      />
      <AriaPopover
        aria-label={label}
        className={styles['popover'] ?? ''}
        placement="bottom start"
        offset={2}
        triggerRef={anchor}
        isOpen
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
      >
        <MenuList label={label} entries={entries} onDone={onClose} />
      </AriaPopover>
    </>
  );
};
