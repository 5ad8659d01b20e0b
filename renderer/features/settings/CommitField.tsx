import { classNames } from '../../ui/class-names.ts';
import styles from './Settings.module.css';

/** A short text of digits that is taken when the field is left or Enter is pressed. */
export const CommitField = ({
  label,
  look,
  text,
  isMistaken = false,
  onType,
  onCommit,
}: {
  readonly label: string;
  readonly look: 'number' | 'time';
  readonly text: string;
  readonly isMistaken?: boolean;
  readonly onType: (text: string) => void;
  readonly onCommit: () => void;
}) => (
  <input
    type="text"
    inputMode="numeric"
    aria-label={label}
    aria-invalid={isMistaken}
    className={classNames(styles[look], 'num')}
    value={text}
    onChange={(event) => {
      onType(event.target.value);
    }}
    onBlur={onCommit}
    onKeyDown={(event) => {
      if (event.key === 'Enter') onCommit();
    }}
  />
);
