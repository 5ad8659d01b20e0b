/**
 * Buyer text is text (SE4): what may become a link, and how its host is shown so that it cannot pretend.
 */

/** Marks that turn the direction of writing and can make a name or an address read backwards. */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A name or an address without direction marks. */
export const stripBidi = (text: string): string => text.replace(BIDI_CONTROLS, '');

export type TextSegment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

// Chinese follows an address without a space ("看https://a.cn/1有货吗"), so Han letters and full-width marks end it.
const LINK_SHAPE =
  /https?:\/\/[^\s<>"'`\\^{|}\u3000-\u303f\uff00-\uffef\u2018-\u201d\p{Script=Han}]+/giu;
const TRAILING_MARKS = /[.,;:!?*_~)\]]+$/u;
const MAX_URL_LENGTH = 4096;

/** The address itself when it is http or https and well-formed, else null. */
export const webUrl = (text: string): string | null => {
  const plain = stripBidi(text.trim());
  if (plain.length > MAX_URL_LENGTH || !URL.canParse(plain)) return null;
  const { protocol, hostname } = new URL(plain);
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '' ? plain : null;
};

const trimMarks = (text: string): string => {
  const cut = text.replace(TRAILING_MARKS, '');
  // A closing bracket belongs to the address when it was opened inside it.
  const opened = cut.split('(').length > cut.split(')').length;
  return opened && text.startsWith(`${cut})`) ? `${cut})` : cut;
};

/** Text cut at its http(s) addresses; joined again it is the text. */
export const splitLinks = (text: string): readonly TextSegment[] => {
  const segments: TextSegment[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK_SHAPE)) {
    const shown = trimMarks(match[0]);
    const url = webUrl(shown);
    if (url === null) continue;
    if (match.index > from) segments.push({ kind: 'text', text: text.slice(from, match.index) });
    segments.push({ kind: 'link', text: shown, url });
    from = match.index + shown.length;
  }
  if (from < text.length) segments.push({ kind: 'text', text: text.slice(from) });
  return segments;
};

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Han}/u,
  /\p{Script=Hiragana}/u,
  /\p{Script=Katakana}/u,
  /\p{Script=Hangul}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Thai}/u,
] as const;
const COMMON = /[\d.\-\p{Script=Common}\p{Script=Inherited}]/u;

/** True when letters of more than one script stand in a host name, its ending included. */
const isMixed = (host: string): boolean => {
  const seen = new Set<number>();
  for (const character of host) {
    if (COMMON.test(character)) continue;
    seen.add(SCRIPTS.findIndex((script) => script.test(character)));
  }
  return seen.size > 1 || seen.has(-1);
};

export type ShownHost = {
  /** What to show: the written host, or its ASCII form when scripts are mixed. */
  readonly host: string;
  /** The host's ASCII (punycode) form when it is not the one shown. */
  readonly ascii: string | null;
  /** Scripts are mixed: the address may imitate another. */
  readonly isSuspicious: boolean;
};

/** How the host of a web address is shown (SE4). */
export const shownHost = (url: string): ShownHost => {
  const ascii = new URL(url).hostname;
  const written = /^https?:\/\/(?:[^/?#]*@)?([^/?#:@]+)/iu.exec(url)?.[1]?.toLowerCase() ?? ascii;
  const isInternational = ascii.split('.').some((label) => label.startsWith('xn--'));
  if (!isInternational || written === ascii)
    return { host: ascii, ascii: null, isSuspicious: isInternational };
  return isMixed(written)
    ? { host: ascii, ascii: null, isSuspicious: true }
    : { host: written, ascii, isSuspicious: false };
};
