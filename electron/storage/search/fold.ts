const FULL_WIDTH = /[\uff01-\uff5e\u3000]/gu;
/** From a full-width character to its ASCII one. */
const FULL_WIDTH_DISTANCE = 0xfee0;

const halfWidth = (character: string): string =>
  character === '\u3000'
    ? ' '
    : String.fromCodePoint((character.codePointAt(0) ?? 0) - FULL_WIDTH_DISTANCE);

const lowerCase = (text: string): string => {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text)
    .map((character) => {
      const small = character.toLowerCase();
      return small.length === character.length ? small : character;
    })
    .join('');
};

/**
 * Texts that an agent takes for the same become the same: case and full-width forms. The length stays, so that a place in
 * the folded text is the place in the text.
 */
export const fold = (text: string): string =>
  lowerCase(text.toWellFormed().replace(FULL_WIDTH, halfWidth));
