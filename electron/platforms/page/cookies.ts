import type { CookieProblem } from '#shared/model/shop-reason.ts';
import type { SessionCookie } from './page-session.ts';

export type ParsedCookies =
  | { readonly ok: true; readonly cookies: readonly SessionCookie[] }
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

const LONGEST_TEXT = 64 * 1024;
/** Chromium refuses a cookie whose name and value have more bytes than this together. */
const LONGEST_PAIR_BYTES = 4096;
/** Chromium keeps 180 of a site and throws away thirty when there is one more: the page's own need room. */
const MOST_COOKIES = 150;
const LIFETIME_S = 30 * 24 * 3600;
/** RFC 6265 token characters; what browsers take as a name beyond them no platform uses. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u;

/** Chromium refuses cookies with these names that are not so, in whatever case the names are written. */
const HOST_ONLY = /^__host-/iu;
const HTTP_ONLY = /^__(?:host-)?http-/iu;

/**
 * PL3: a pushed cookie text (`a=1; b=2`) as cookies of the shop's session. Split on the first `=`, values verbatim but for the
 * blanks around them, on the platform's parent domain, secure, for 30 days. A text with CR, LF, NUL or another control
 * character is refused whole, and so is one of which Chromium would drop a part. Of a name that stands twice the first counts, as in a browser's own `Cookie` header.
 */
export const parseCookies = (text: string, place: CookiePlace): ParsedCookies => {
  if (text.trim() === '') return { ok: false, problem: 'empty' };
  if (text.length > LONGEST_TEXT) return { ok: false, problem: 'tooLong' };
  if (hasControlCharacter(text)) return { ok: false, problem: 'controlCharacter' };

  const cookies = new Map<string, SessionCookie>();
  for (const piece of text.split(';')) {
    const pair = piece.trim();
    const split = pair.indexOf('=');
    if (split === -1) continue;
    const name = pair.slice(0, split).trimEnd();
    if (!NAME.test(name)) return { ok: false, problem: 'badName' };
    const value = pair.slice(split + 1).trimStart();
    if (bytesOf(name + value) > LONGEST_PAIR_BYTES) return { ok: false, problem: 'tooLong' };
    if (!cookies.has(name)) cookies.set(name, cookieOf(name, value, place));
  }
  if (cookies.size === 0) return { ok: false, problem: 'noPair' };
  if (cookies.size > MOST_COOKIES) return { ok: false, problem: 'tooMany' };
  return { ok: true, cookies: [...cookies.values()] };
};

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
