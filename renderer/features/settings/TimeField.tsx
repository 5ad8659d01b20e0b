import { useState } from 'react';
import { minuteOfTime, timeOfMinute } from './minute-of-day.ts';
import { CommitField } from './CommitField.tsx';

/**
 * A time of day as `HH:MM`, 24 hours in every language; 24:00 is the end of the day. What is no time stays in the field as
 * it was typed, marked, and whoever shows the field says so.
 */
export const TimeField = ({
  label,
  minute,
  onCommit,
  onMistake,
}: {
  readonly label: string;
  /** After midnight, 0 to 1440. */
  readonly minute: number;
  readonly onCommit: (minute: number) => void;
  readonly onMistake: (isMistaken: boolean) => void;
}) => {
  /** What is being typed; null shows what is kept. */
  const [draft, setDraft] = useState<string | null>(null);
  const [isMistaken, setIsMistaken] = useState(false);
  const text = draft ?? timeOfMinute(minute);
  const commit = (): void => {
    const next = minuteOfTime(text);
    setIsMistaken(next === null);
    onMistake(next === null);
    if (next === null) return;
    setDraft(null);
    if (next !== minute) onCommit(next);
  };
  return (
    <CommitField
      label={label}
      look="time"
      text={text}
      isMistaken={isMistaken}
      onType={setDraft}
      onCommit={commit}
    />
  );
};
