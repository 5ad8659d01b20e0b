import type { MarkedText } from '#shared/model/search.ts';
import { fold } from './fold.ts';
import { documentOf } from './grams.ts';
import { marksOf, type SearchQuery } from './query.ts';

/** A buyer as the index knows one. `pinyin`: a syllable for each character of the name, apart by blanks. */
export type IndexedBuyer = {
  readonly buyerPin: string;
  readonly name: string | null;
  readonly pinyin: string | null;
};

/** Lower is better: a name that begins with the query stands before one that holds it, before one that sounds like it. */
type Rank = 0 | 1 | 2;
type Found = {
  readonly rank: Rank;
  readonly label: MarkedText;
  readonly account: MarkedText | null;
};

/** What the full-text index holds of a buyer: name, pin, pinyin and its initials. */
export const buyerDocument = ({ buyerPin, name, pinyin }: IndexedBuyer): string => {
  const syllables = pinyin?.split(' ') ?? [];
  return documentOf([
    fold(name ?? ''),
    fold(buyerPin),
    syllables.join(''),
    syllables.map((syllable) => syllable.charAt(0)).join(''),
  ]);
};

/** Characters `[from, to)` of the name, of which each has a syllable, as a place in its text. */
const placeOf = (name: string, from: number, to: number): readonly [number, number] => {
  const characters = Array.from(name);
  const start = characters.slice(0, from).join('').length;
  return [start, start + characters.slice(from, to).join('').length];
};

/** The characters whose initials, or whose syllables from the beginning of one, are the letters. */
const soundsLike = (
  name: string,
  syllables: readonly string[],
  letters: string,
): readonly [number, number] | null => {
  const initials = syllables.map((syllable) => syllable.charAt(0)).join('');
  const at = initials.indexOf(letters);
  if (at !== -1) return placeOf(name, at, at + letters.length);
  for (let from = 0; from < syllables.length; from += 1) {
    let rest = letters;
    for (let to = from; to < syllables.length; to += 1) {
      const syllable = syllables[to] ?? '';
      if (syllable.startsWith(rest)) return placeOf(name, from, to + 1);
      if (!rest.startsWith(syllable)) break;
      rest = rest.slice(syllable.length);
    }
  }
  return null;
};

/** Null where the buyer does not fit the query. */
export const foundBuyer = (buyer: IndexedBuyer, query: SearchQuery): Found | null => {
  const { buyerPin, name, pinyin } = buyer;
  const label = name ?? buyerPin;
  const inLabel = marksOf(label, query.words);
  if (inLabel !== null) {
    const rank = inLabel[0]?.[0] === 0 ? 0 : 1;
    return { rank, label: { text: label, marks: inLabel }, account: null };
  }
  const inPin = name === null ? null : marksOf(buyerPin, query.words);
  if (inPin !== null) {
    const account = { text: buyerPin, marks: inPin };
    return { rank: 1, label: { text: label, marks: [] }, account };
  }
  if (name === null || pinyin === null || query.letters === null) return null;
  const sound = soundsLike(name, pinyin.split(' '), query.letters);
  return sound === null ? null : { rank: 2, label: { text: name, marks: [sound] }, account: null };
};
