import {
  charactersOf,
  PHRASE_LIMITS,
  type PhraseContent,
  type PhrasePart,
} from '#shared/model/phrase.ts';
import { readWebLink } from '#shared/model/web-link.ts';

/** A part while it is written; `key` tells it from others of the same words. */
export type PartInForm = { readonly key: number; readonly part: PhrasePart };

export type PhraseForm = Omit<PhraseContent, 'parts'> & { readonly parts: readonly PartInForm[] };

/** Why a form cannot be saved; `place` counts the messages from 1. */
export type FormProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'emptyPart'; readonly place: number }
  | { readonly kind: 'badLink'; readonly place: number }
  | { readonly kind: 'tooLong'; readonly over: number };

export const formOf = ({ parts, ...content }: PhraseContent): PhraseForm => ({
  ...content,
  parts: parts.map((part, key) => ({ key, part })),
});

export const nextKey = (parts: readonly PartInForm[]): number =>
  Math.max(-1, ...parts.map(({ key }) => key)) + 1;

const cleaned = (part: PhrasePart): PhrasePart | null => {
  if (part.kind === 'image') return part;
  if (part.kind === 'text')
    return part.text.trim() === '' ? null : { ...part, text: part.text.trim() };
  const url = readWebLink(part.url)?.url;
  return url === undefined ? null : { kind: 'link', url, title: part.title.trim() };
};

/** What a form says, ready to be saved, or the first thing that is wrong with it. */
export const contentOf = (
  form: PhraseForm,
): { readonly content: PhraseContent } | { readonly problem: FormProblem } => {
  if (form.parts.length === 0) return { problem: { kind: 'empty' } };
  const parts: PhrasePart[] = [];
  for (const [at, { part }] of form.parts.entries()) {
    const clean = cleaned(part);
    if (clean === null)
      return { problem: { kind: part.kind === 'link' ? 'badLink' : 'emptyPart', place: at + 1 } };
    parts.push(clean);
  }
  const over = charactersOf(parts) - PHRASE_LIMITS.characters;
  if (over > 0) return { problem: { kind: 'tooLong', over } };
  const { scope, group, code } = form;
  return { content: { scope, group: group.trim(), code: code.trim(), parts } };
};
