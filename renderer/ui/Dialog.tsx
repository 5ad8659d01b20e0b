import { X } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from '../i18n/use-translation.tsx';
import { useCaretHome } from './caret-home.ts';
import { classNames } from './class-names.ts';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

/** What every dialog that is open while mounted is given. */
export type Closable = { readonly onClose: () => void };

/** In a dialog for as long as it is open: with it gone the caret goes home, before the focus returns to what opened it. */
const CaretComesHome = () => {
  const goHome = useCaretHome();
  useEffect(
    () => () => {
      window.setTimeout(goHome);
    },
    [goHome],
  );
  return null;
};

/** A modal dialog, open while mounted or while `isOpen`. Esc and the cross close it. */
export const Dialog = ({
  title,
  isOpen = true,
  onClose,
  size = 'md',
  footer,
  role = 'dialog',
  children,
}: {
  readonly title: string;
  readonly isOpen?: boolean;
  readonly onClose: () => void;
  readonly size?: 'sm' | 'md' | 'lg';
  /** Buttons, right-aligned; the primary one last. */
  readonly footer?: ReactNode;
  readonly role?: 'dialog' | 'alertdialog';
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation('ui');
  return (
    <ModalOverlay
      className={styles['veil'] ?? ''}
      isOpen={isOpen}
      isDismissable={role === 'dialog'}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={classNames(styles['modal'], styles[size])}>
        <AriaDialog className={styles['dialog'] ?? ''} role={role}>
          <CaretComesHome />
          <div className={styles['head']}>
            <Heading slot="title" className={styles['title'] ?? ''}>
              {title}
            </Heading>
            <IconButton label={t('close')} keys="Esc" onPress={onClose}>
              <X aria-hidden="true" />
            </IconButton>
          </div>
          <div className={styles['body']}>{children}</div>
          {footer !== undefined && <div className={styles['foot']}>{footer}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
};
