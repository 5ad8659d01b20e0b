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

/** Chinese, Japanese, Korean | other letters and digits | pictures and signs beyond ASCII. */
const RUNS =
  /(?<dense>[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+)|(?<word>(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])[\p{L}\p{N}\p{M}])+)|(?<sign>(?![\0-\u007f])[\p{S}\p{Extended_Pictographic}])/gu;

type Run = { readonly characters: readonly string[]; readonly longest: number };

const runsOf = function* (folded: string): Generator<Run> {
  for (const { groups } of folded.matchAll(RUNS)) {
    const { dense, word, sign } = groups ?? {};
    if (dense !== undefined) yield { characters: Array.from(dense), longest: 2 };
    else if (word !== undefined) yield { characters: Array.from(word), longest: 3 };
    else if (sign !== undefined) yield { characters: [sign], longest: 1 };
  }
};

const pieces = (characters: readonly string[], length: number): readonly string[] =>
  Array.from({ length: Math.max(0, characters.length - length + 1) }, (_, at) =>
    characters.slice(at, at + length).join(''),
  );

const addRuns = (folded: string, into: Set<string>): void => {
  for (const { characters, longest } of runsOf(folded.slice(0, MOST_INDEXED_CHARACTERS))) {
    for (let length = 1; length <= longest; length += 1) {
      for (const piece of pieces(characters, length)) into.add(piece);
    }
  }
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
  allOf(folded.flatMap((word) => [...runsOf(word)].flatMap(askedOf)));

/** The same for a part of a number, at least three characters. */
export const matchOfNumber = (number: string): string | null => allOf(numberPieces(number));
