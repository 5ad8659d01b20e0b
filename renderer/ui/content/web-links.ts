import { readWebLink } from '#shared/model/web-link.ts';

/** Buyer text is text (SE4): what of it becomes a link. */

export type TextSegment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

// Chinese follows an address without a space ("看https://a.cn/1有货吗"), so Han letters and full-width marks end it. What would let a
// browser read another address than a person (a backslash, invisible marks) does not end it: such a text has no link.
const LINK_SHAPE =
  /https?:\/\/[^\s<>"'`^{|}\u3000-\u303f\uff00-\uffef\u2018-\u201d\p{Script=Han}]+/giu;
const TRAILING_MARKS = /[.,;:!?*_~)\]]+$/u;

/** The address as it is opened, when it is http or https and can be read in one way, else null. */
export const webUrl = (text: string): string | null => readWebLink(text)?.url ?? null;

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
