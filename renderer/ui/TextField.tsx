import type { ReactNode } from 'react';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './TextField.module.css';

export type TextFieldProps = Omit<AriaTextFieldProps, 'className' | 'children' | 'style'> & {
  readonly label: string;
  readonly hint?: ReactNode;
  /** Shown in red and announced; null while the value is fine. */
  readonly error?: string | null;
  readonly placeholder?: string;
  readonly className?: string | undefined;
};

/** A labelled one-line field with hint and error. */
export const TextField = ({
  label,
  hint,
  error = null,
  placeholder,
  className,
  ...rest
}: TextFieldProps) => (
  <AriaTextField
    {...rest}
    isInvalid={error !== null}
    className={classNames(styles['field'], className)}
  >
    <Label className={styles['label'] ?? ''}>{label}</Label>
    <Input
      className={styles['input'] ?? ''}
      {...(placeholder === undefined ? {} : { placeholder })}
    />
    {hint !== undefined && error === null && (
      <Text slot="description" className={styles['hint'] ?? ''}>
        {hint}
      </Text>
    )}
    <FieldError className={styles['error'] ?? ''}>{error}</FieldError>
  </AriaTextField>
);
