import { pinyin } from 'pinyin-pro';

/**
 * The first letter of each character's reading, one for each UTF-16 unit of the text; what is not Chinese stays as it is. Loaded only
 * when there are phrases: the readings are the largest part of the program's page.
 */
export const initialsOf = (text: string): string => {
  const letters = pinyin(text, {
    pattern: 'first',
    toneType: 'none',
    type: 'array',
    nonZh: 'spaced',
  });
  const characters = Array.from(text);
  // A character without a reading must not shift the others.
  if (letters.length !== characters.length) return text;
  return characters
    .map((character, at) =>
      (letters[at] ?? character).padEnd(character.length).slice(0, character.length),
    )
    .join('');
};
