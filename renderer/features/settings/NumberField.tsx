import { useState } from 'react';
import { CommitField } from './CommitField.tsx';

/** A whole number between `min` and `max`; kept when the field is left or Enter is pressed, and never half-typed. */
export const NumberField = ({
  label,
  value,
  min,
  max,
  onCommit,
}: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onCommit: (value: number) => void;
}) => {
  /** What is being typed; null shows what is kept. */
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? String(value);
  const commit = (): void => {
    const number = Number(text);
    const isFine = /^\d+$/u.test(text.trim()) && number >= min && number <= max;
    setDraft(null);
    if (isFine && number !== value) onCommit(number);
  };
  return (
    <CommitField label={label} look="number" text={text} onType={setDraft} onCommit={commit} />
  );
};
