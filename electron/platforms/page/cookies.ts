import type { SessionCookie } from './page-session.ts';

/** Why a pushed cookie text cannot be used. None of these carries any of its characters. */
export type CookieProblem = 'empty' | 'controlCharacter' | 'noPair' | 'badName' | 'tooLong';

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
/** Chromium drops a cookie whose name and value are longer than this together. */
const LONGEST_PAIR = 4096;
const LIFETIME_S = 30 * 24 * 3600;
/** RFC 6265 token characters; what browsers take as a name beyond them no platform uses. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u;

/**
 * PL3: a pushed cookie text (`a=1; b=2`) as cookies of the shop's session. Split on the first `=`, values verbatim, on the
 * platform's parent domain, secure, for 30 days. A text with CR, LF, NUL or another control character is refused whole.
 * Of a name that stands twice the first counts, as in a browser's own `Cookie` header.
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
    if (pair.length > LONGEST_PAIR) return { ok: false, problem: 'tooLong' };
    if (!cookies.has(name)) cookies.set(name, cookieOf(name, pair.slice(split + 1), place));
  }
  if (cookies.size === 0) return { ok: false, problem: 'noPair' };
  return { ok: true, cookies: [...cookies.values()] };
};

const cookieOf = (name: string, value: string, place: CookiePlace): SessionCookie => ({
  name,
  value,
  // A domain without a leading dot means: this host only, no domain attribute.
  domain: name.startsWith('__Host-') ? place.host : place.domain,
  path: '/',
  secure: true,
  // The text does not tell, and some pages read their own tokens from `document.cookie`.
  httpOnly: false,
  expires: Math.floor(place.now / 1000) + LIFETIME_S,
});

const hasControlCharacter = (text: string): boolean => {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true;
  }
  return false;
};
