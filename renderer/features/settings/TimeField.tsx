import { useState } from 'react';
import { minuteOfTime, timeOfMinute } from './minute-of-day.ts';
import styles from './Settings.module.css';

/** A time of day as `HH:MM`, 24 hours in every language; 24:00 is the end of the day. */
export const TimeField = ({
  label,
  minute,
  onCommit,
}: {
  readonly label: string;
  /** After midnight, 0 to 1440. */
  readonly minute: number;
  readonly onCommit: (minute: number) => void;
}) => {
  /** What is being typed; null shows what is kept. */
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? timeOfMinute(minute);
  const commit = (): void => {
    const next = minuteOfTime(text);
    setDraft(null);
    if (next !== null && next !== minute) onCommit(next);
  };
  return (
    <input
      type="text"
      inputMode="numeric"
      aria-label={label}
      className={`${styles['time'] ?? ''} num`}
      value={text}
      onChange={(event) => {
        setDraft(event.target.value);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
};
