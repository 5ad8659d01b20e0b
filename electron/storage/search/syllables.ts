import { pinyin } from 'pinyin-pro';

const HAN = /\p{Script=Han}/u;

/** The pinyin of a name, one syllable without tone for each character, apart by blanks; null where none is Chinese. */
export const syllablesOf = (name: string): string | null => {
  if (!HAN.test(name)) return null;
  const characters = Array.from(name);
  const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true, nonZh: 'spaced' });
  // A character that is written as two units, or that has no reading, must not shift the others.
  const isAligned = syllables.length === characters.length;
  return characters
    .map((character, at) => {
      const syllable = isAligned
        ? syllables[at]
        : pinyin(character, { toneType: 'none', v: true, type: 'array' })[0];
      return /^[a-z]+$/u.test(syllable ?? '') ? syllable : character.replace(/\s/u, '_');
    })
    .join(' ')
    .toLowerCase();
};
