import type { CookieNote } from '#shared/model/cookie-note.ts';
import type { CookieProblem } from '#shared/model/shop-reason.ts';
import type { SessionCookie } from './page-session.ts';

export type ParsedCookies =
  | { readonly ok: true; readonly cookies: readonly SessionCookie[]; readonly leftOut: CookieNote }
  /** No cookie of it can be used. */
  | { readonly ok: false; readonly problem: CookieProblem };

/** Where the cookies of a push are set. */
export type CookiePlace = {
  /** The platform's parent domain, with a leading dot. */
  readonly domain: string;
  /** The workbench's own host, for names that may not carry a domain (`__Host-`). */
  readonly host: string;
  /** Epoch ms. */
  readonly now: number;
};

/** Chromium refuses a cookie whose name and value have more bytes than this together. */
const LONGEST_PAIR_BYTES = 4096;
/** Chromium keeps 180 of a site and throws away thirty when there is one more: the page's own need room. */
const MOST_COOKIES = 150;
const LIFETIME_S = 30 * 24 * 3600;
/** RFC 6265 token characters; what browsers take as a name beyond them no platform uses. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u;

/** What people copy with the text from a browser's list of headers. */
const HEADER = /^cookie[ \t]*:/iu;

/** Chromium refuses cookies with these names that are not so, in whatever case the names are written. */
const HOST_ONLY = /^__host-/iu;
const HTTP_ONLY = /^__(?:host-)?http-/iu;

const MOST_NAMES_TOLD = 5;
const LONGEST_NAME_TOLD = 24;

/**
 * PL3: a pushed cookie text (`a=1; b=2`) as cookies of the shop's session. Split on the first `=`, values verbatim but for the
 * blanks and line ends around them, on the platform's parent domain, secure, for 30 days. A cookie that a browser may refuse is left
 * out alone. Of a name that stands twice the first counts, as in a browser's own `Cookie` header.
 */
export const parseCookies = (text: string, place: CookiePlace): ParsedCookies => {
  const cookies = new Map<string, SessionCookie>();
  const leftOut: { readonly name: string | null; readonly problem: CookieProblem }[] = [];
  for (const piece of text.trim().replace(HEADER, '').split(';')) {
    const pair = withoutBlanks(piece);
    if (pair === '') continue;
    const { name, value, problem } = readPair(pair);
    if (problem !== null) leftOut.push({ name, problem });
    else if (cookies.has(name)) continue;
    else if (cookies.size === MOST_COOKIES) leftOut.push({ name, problem: 'tooMany' });
    else cookies.set(name, cookieOf(name, value, place));
  }
  if (cookies.size === 0) return { ok: false, problem: leftOut[0]?.problem ?? 'empty' };
  const names = leftOut.flatMap(({ name }) => (name === null ? [] : [shownName(name)]));
  return {
    ok: true,
    cookies: [...cookies.values()],
    leftOut: { count: leftOut.length, names: [...new Set(names)].slice(0, MOST_NAMES_TOLD) },
  };
};

type Pair =
  | { readonly name: string; readonly value: string; readonly problem: null }
  /** `name` is null where there is none: what has no `=` may be the end of a value, which is told nowhere. */
  | { readonly name: string | null; readonly value: null; readonly problem: CookieProblem };

const readPair = (pair: string): Pair => {
  const split = pair.indexOf('=');
  if (split === -1) return { name: null, value: null, problem: 'noPair' };
  const name = withoutBlanks(pair.slice(0, split));
  const value = withoutBlanks(pair.slice(split + 1));
  const problem = problemOf(name, value);
  return problem === null ? { name, value, problem } : { name, value: null, problem };
};

const problemOf = (name: string, value: string): CookieProblem | null => {
  if (hasControlCharacter(name) || hasControlCharacter(value)) return 'controlCharacter';
  if (!NAME.test(name)) return 'badName';
  return bytesOf(name + value) > LONGEST_PAIR_BYTES ? 'tooLong' : null;
};

/** Not `trim`, which also takes blanks that belong to a value, such as U+3000. */
const withoutBlanks = (text: string): string => text.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/gu, '');

/** A name as it may be shown: no control or bidi characters, and short. */
const shownName = (name: string): string =>
  name.toWellFormed().replaceAll(/\p{C}/gu, '').slice(0, LONGEST_NAME_TOLD).toWellFormed();

const cookieOf = (name: string, value: string, place: CookiePlace): SessionCookie => ({
  name,
  value,
  // A domain without a leading dot means: this host only, no domain attribute.
  domain: HOST_ONLY.test(name) ? place.host : place.domain,
  path: '/',
  secure: true,
  // The text does not tell, and some pages read their own tokens from `document.cookie`.
  httpOnly: HTTP_ONLY.test(name),
  expires: Math.floor(place.now / 1000) + LIFETIME_S,
});

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Half of a surrogate pair counts: on the wire it would become another character. */
const hasControlCharacter = (text: string): boolean => {
  if (!text.isWellFormed()) return true;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
};
