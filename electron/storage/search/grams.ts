/**
 * What the full-text index holds of a text: pieces of it, so that every part of the text can be found. Of Chinese each
 * character and each pair, because words have one or two; of other words each part of up to three characters.
 */

/** Longer texts are found by their beginning; no platform takes one of this length. UTF-16 units. */
const MOST_INDEXED_CHARACTERS = 10_000;
/** Pieces that a query asks for; what they let through by mistake is looked at anyway. */
const MOST_ASKED = 16;
/** Before a piece of an order or goods number: those are a group of their own. */
const NUMBER_SIGN = '#';

const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const WORD = /[\p{L}\p{N}\p{M}]/u;
const SIGN = /[^\0-\u007f]/u;
const PICTURE = /[\p{S}\p{Extended_Pictographic}]/u;

/**
 * How many characters a piece has at most, by what the character is: Chinese, Japanese and Korean two, other letters and digits
 * three, pictures and signs beyond ASCII one; blanks and punctuation are in none.
 */
const longestWith = (character: string): number => {
  if (DENSE.test(character)) return 2;
  if (WORD.test(character)) return 3;
  return SIGN.test(character) && PICTURE.test(character) ? 1 : 0;
};

/** What `longestWith` answers for each code point, plus one; 0 where it was not asked yet. */
const known = new Uint8Array(0x11_0000);

const longestOf = (codePoint: number): number => {
  const stored = known[codePoint] ?? 0;
  if (stored > 0) return stored - 1;
  const longest = longestWith(String.fromCodePoint(codePoint));
  known[codePoint] = longest + 1;
  return longest;
};

type Run = { readonly characters: readonly string[]; readonly longest: number };

/** Characters of one kind side by side; a sign is a run of its own. */
const runsOf = (folded: string): readonly Run[] => {
  const runs: Run[] = [];
  let characters: string[] = [];
  let longest = 0;
  for (const character of folded) {
    const own = longestOf(character.codePointAt(0) ?? 0);
    if (own !== longest || own === 1) {
      if (longest > 0) runs.push({ characters, longest });
      characters = [];
      longest = own;
    }
    if (own > 0) characters.push(character);
  }
  if (longest > 0) runs.push({ characters, longest });
  return runs;
};

const pieces = (characters: readonly string[], length: number): readonly string[] =>
  Array.from({ length: Math.max(0, characters.length - length + 1) }, (_, at) =>
    characters.slice(at, at + length).join(''),
  );

/** A message is taken apart a million times where an index is made anew, so this makes no lists. */
const addPieces = ({ characters, longest }: Run, into: Set<string>): void => {
  let before = '';
  let pair = '';
  for (const character of characters) {
    into.add(character);
    if (before !== '') into.add(before + character);
    if (pair !== '') into.add(pair + character);
    if (longest === 3 && before !== '') pair = before + character;
    if (longest > 1) before = character;
  }
};

const addRuns = (folded: string, into: Set<string>): void => {
  for (const run of runsOf(folded.slice(0, MOST_INDEXED_CHARACTERS))) addPieces(run, into);
};

const numberPieces = (number: string): readonly string[] =>
  pieces(Array.from(number), 3).map((piece) => NUMBER_SIGN + piece);

/** The document of folded texts and bare numbers: its pieces, each once, apart by blanks. */
export const documentOf = (folded: readonly string[], numbers: readonly string[] = []): string => {
  const all = new Set<string>();
  for (const text of folded) addRuns(text, all);
  for (const number of numbers) for (const piece of numberPieces(number)) all.add(piece);
  return [...all].join(' ');
};

/** Pieces without which a run is not in a text. Of a long run those that stand beside each other are enough. */
const askedOf = ({ characters, longest }: Run): readonly string[] => {
  const length = Math.min(longest, characters.length);
  const all = pieces(characters, length);
  return all.filter((_, at) => at % length === 0 || at === all.length - 1);
};

/** For MATCH: pieces hold nothing that FTS5 could read as an operator. */
const allOf = (asked: readonly string[]): string | null => {
  const unique = [...new Set(asked)];
  const step = Math.ceil(unique.length / MOST_ASKED);
  const few = unique.filter((_, at) => at % step === 0);
  return few.length === 0 ? null : few.map((piece) => `"${piece}"`).join(' ');
};

/** What a text with all of these words must match; null where they hold nothing that can be looked for. */
export const matchOfWords = (folded: readonly string[]): string | null =>
  allOf(folded.flatMap((word) => runsOf(word).flatMap(askedOf)));

/** The same for a part of a number, at least three characters. */
export const matchOfNumber = (number: string): string | null => allOf(numberPieces(number));
