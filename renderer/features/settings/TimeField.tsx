import { useEffect, useState } from 'react';
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
  const [text, setText] = useState(timeOfMinute(minute));
  useEffect(() => {
    setText(timeOfMinute(minute));
  }, [minute]);
  const commit = (): void => {
    const next = minuteOfTime(text);
    setText(timeOfMinute(next ?? minute));
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
        setText(event.target.value);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
};
