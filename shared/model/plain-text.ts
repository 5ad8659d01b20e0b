/**
 * What a foreign name or label may not hold (SE4): marks that turn the direction of writing, invisible and blank letters, control
 * characters. With them one name can pretend to be another, or no name at all. A joiner between two signs makes one emoji of them.
 */
const UNSEEN =
  /(?<!\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?)\u200d|\u200d(?!\p{Extended_Pictographic})|(?!\u200d)[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]|(?!\s)\p{Cc}/gu;

/** A part of a foreign text, without what is not seen. */
export const visibleText = (text: string): string => text.replace(UNSEEN, '');

/** A foreign name on one line: without what is not seen, and without line breaks. */
export const plainName = (text: string): string => visibleText(text).replace(/\s+/gu, ' ').trim();
