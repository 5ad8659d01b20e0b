import type { ReactNode } from 'react';
import styles from './Settings.module.css';

/** A row of the settings: what it is, why one would change it, the control. */
export const Field = ({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) => (
  <div className={styles['field']}>
    <div className={styles['words']}>
      <span className={styles['label']}>{label}</span>
      {hint !== undefined && <span className={styles['hint']}>{hint}</span>}
    </div>
    {children}
  </div>
);

type ChoiceProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
};

/** One of a few, all in sight. */
export const Choice = <Value extends string>({
  label,
  value,
  options,
  onChange,
}: ChoiceProps<Value>) => (
  <div role="group" aria-label={label} className={styles['choice']}>
    {options.map((option) => (
      <button
        key={option.value}
        type="button"
        aria-pressed={option.value === value}
        className={styles['option']}
        onClick={() => {
          onChange(option.value);
        }}
      >
        {option.text}
      </button>
    ))}
  </div>
);

export const ChoiceField = <Value extends string>({
  hint,
  ...choice
}: ChoiceProps<Value> & { readonly hint?: string }) => (
  <Field label={choice.label} {...(hint === undefined ? {} : { hint })}>
    <Choice {...choice} />
  </Field>
);
