import type { ShopId } from './ids.ts';
import { textOf, type Phrase, type PhraseScope } from './phrase.ts';
import type { Platform } from './platform.ts';
import { assertNever } from './result.ts';

/** The shop whose phrases are wanted. */
export type PhraseShop = { readonly shopId: ShopId; readonly platform: Platform | null };

/** Whether a phrase is offered in a shop. */
export const fitsShop = (scope: PhraseScope, shop: PhraseShop): boolean => {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'platform':
      return scope.platform === shop.platform;
    case 'shop':
      return scope.shopId === shop.shopId;
    default:
      return assertNever(scope);
  }
};

/** So many letters of code and text have pinyin initials: more than anyone types, and few enough to make for 2,000 phrases. */
const INITIALS_OF_TEXT = 40;

/** The letters of which initials are made, apart so that a code never runs into the text. */
export const initialsSourceOf = (phrase: Phrase): string =>
  `${phrase.code}\n${textOf(phrase).slice(0, INITIALS_OF_TEXT)}`;

/** A phrase with what is searched of it, made once for many key presses. */
export type FindablePhrase = {
  readonly phrase: Phrase;
  readonly code: string;
  readonly text: string;
  /** One character for each of `initialsSourceOf`; '' until they are made. */
  readonly initials: string;
};

export const findable = (phrase: Phrase, initials = ''): FindablePhrase => ({
  phrase,
  code: phrase.code.toLowerCase(),
  text: textOf(phrase).toLowerCase(),
  initials: initials.toLowerCase(),
});

/** How well a phrase fits a query in small letters, 0 the best; null where it does not. */
const fitOf = ({ code, text, initials }: FindablePhrase, query: string): number | null => {
  if (code.startsWith(query)) return code.length === query.length ? 0 : 1;
  const initialsAt = initials.indexOf(query);
  if (initialsAt === 0) return 2;
  if (code.includes(query)) return 3;
  const textAt = text.indexOf(query);
  if (textAt >= 0) return textAt === 0 ? 4 : 5;
  return initialsAt > 0 ? 6 : null;
};

const NEARNESS = { shop: 0, platform: 1, all: 2 } as const satisfies Record<
  PhraseScope['kind'],
  number
>;

/** The pinned ones in their places, then by use, then the nearer scope; what is left keeps the order in which it was written. */
export const compareUse = (a: Phrase, b: Phrase): number => {
  if (a.place !== null || b.place !== null)
    return (a.place ?? Number.POSITIVE_INFINITY) - (b.place ?? Number.POSITIVE_INFINITY);
  return (
    b.usedCount - a.usedCount ||
    (b.usedAt ?? 0) - (a.usedAt ?? 0) ||
    NEARNESS[a.scope.kind] - NEARNESS[b.scope.kind] ||
    (a.phraseId < b.phraseId ? -1 : a.phraseId > b.phraseId ? 1 : 0)
  );
};

/**
 * The phrases that fit a query by code, text or pinyin initials, the best first; all of them, by use, for an empty one. `given` are
 * those of the shop in the order of `compareUse`, which holds among equals.
 */
export const matchPhrases = (
  given: readonly FindablePhrase[],
  typed: string,
): readonly FindablePhrase[] => {
  const query = typed.trim().toLowerCase();
  if (query === '') return given;
  const byFit: FindablePhrase[][] = [];
  for (const each of given) {
    const fit = fitOf(each, query);
    if (fit !== null) (byFit[fit] ??= []).push(each);
  }
  return byFit.flat();
};
