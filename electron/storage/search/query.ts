import { MAX_QUERY_CHARACTERS, type MarkedText } from '#shared/model/search.ts';
import { fold } from './fold.ts';
import { matchOfNumber, matchOfWords } from './grams.ts';

/** A query that can be answered. */
export type SearchQuery = {
  /** Folded; a text fits when it holds them all. */
  readonly words: readonly string[];
  /** For the full-text index. */
  readonly match: string;
  /** The query as a part of an order or goods number, null where it cannot be one. */
  readonly number: { readonly bare: string; readonly match: string } | null;
  /** The query as letters of a name's pinyin, null where it cannot be. */
  readonly letters: string | null;
};

/** What the cut leaves of a character of two units. */
const HALF_AT_END = /[\ud800-\udbff]$/;
const PART_OF_NUMBER = /^(?=.*\d)[\da-z]{3,}$/u;
const LETTERS = /^[a-z]+$/u;

/** Orders are written with and without dashes. */
export const bareNumber = (number: string): string => fold(number).replaceAll(/[\s-]/gu, '');

/** Null for a text in which nothing can be looked for: blanks, punctuation, control characters. */
export const parseQuery = (text: string): SearchQuery | null => {
  const folded = fold(text.slice(0, MAX_QUERY_CHARACTERS).replace(HALF_AT_END, ''));
  const words = folded.split(/[\s\p{Cc}]+/u).filter((word) => matchOfWords([word]) !== null);
  const match = matchOfWords(words);
  if (match === null) return null;
  const bare = bareNumber(folded);
  const numberMatch = PART_OF_NUMBER.test(bare) ? matchOfNumber(bare) : null;
  const letters = folded.trim();
  return {
    words,
    match,
    number: numberMatch === null ? null : { bare, match: numberMatch },
    letters: LETTERS.test(letters) ? letters : null,
  };
};

/** Touching and overlapping places become one. */
const joinMarks = (marks: readonly (readonly [number, number])[]): MarkedText['marks'] => {
  const joined: (readonly [number, number])[] = [];
  for (const [from, to] of marks.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1]) {
      joined[joined.length - 1] = [last[0], Math.max(last[1], to)];
    } else joined.push([from, to]);
  }
  return joined;
};

/** Where each word stands in the text; null where one does not. */
export const marksOf = (text: string, words: readonly string[]): MarkedText['marks'] | null => {
  const folded = fold(text);
  const marks: (readonly [number, number])[] = [];
  for (const word of words) {
    let at = folded.indexOf(word);
    if (at === -1) return null;
    for (; at !== -1; at = folded.indexOf(word, at + word.length)) {
      marks.push([at, at + word.length]);
    }
  }
  return joinMarks(marks);
};

const EXCERPT_BEFORE = 16;
const EXCERPT_CHARACTERS = 120;

/** A line of a long text, with the first mark near its beginning; half of a surrogate pair is never left alone. */
export const excerptOf = (text: string, marks: MarkedText['marks']): MarkedText => {
  const first = marks[0]?.[0] ?? 0;
  let from = first <= EXCERPT_BEFORE * 2 ? 0 : first - EXCERPT_BEFORE;
  if (isLowSurrogate(text, from)) from -= 1;
  let to = Math.min(text.length, from + EXCERPT_CHARACTERS);
  if (isLowSurrogate(text, to)) to -= 1;
  const before = from > 0 ? '…' : '';
  const after = to < text.length ? '…' : '';
  const shift = before.length - from;
  return {
    text: before + text.slice(from, to).replaceAll(/[\s\p{Cc}]/gu, ' ') + after,
    marks: marks
      .filter(([start]) => start < to)
      .map(([start, end]) => [start + shift, Math.min(end, to) + shift] as const),
  };
};

const isLowSurrogate = (text: string, at: number): boolean =>
  at < text.length && /[\udc00-\udfff]/u.test(text.charAt(at));
