import { memo } from 'react';
import styles from './Avatar.module.css';
import { colorOfName } from './name-color.ts';

/** Made once: building one costs more than a whole row. */
const CHARACTERS = new Intl.Segmenter();

/** What a reader takes for one character: an emoji of several code points is one. */
const initialOf = (name: string): string => {
  const [first] = CHARACTERS.segment(name.trim());
  return first === undefined ? '?' : first.segment.toLocaleUpperCase();
};

/** The first character of a name on a colour made from it. Decorative: the name stands beside it. */
export const Avatar = memo(
  ({
    name,
    size = 36,
  }: {
    readonly name: string;
    /** Pixels. */
    readonly size?: number;
  }) => (
    <span
      aria-hidden="true"
      className={styles['avatar']}
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * 0.39),
        background: colorOfName(name),
      }}
    >
      {initialOf(name)}
    </span>
  ),
);
