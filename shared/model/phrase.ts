import type { PhraseId, ShopId } from './ids.ts';
import type { Platform } from './platform.ts';
import { assertNever } from './result.ts';

/** Where a phrase is offered. A phrase of a deleted shop stays, because it is the agent's own work. */
export type PhraseScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'platform'; readonly platform: Platform }
  | { readonly kind: 'shop'; readonly shopId: ShopId };

/** One message of a phrase. `image`: content as a send has it (`outgoing-media.ts`). */
export type PhrasePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly title: string }
  | { readonly kind: 'image'; readonly content: string };

/** A quick phrase (快捷语). */
export type Phrase = {
  readonly phraseId: PhraseId;
  readonly scope: PhraseScope;
  /** '' for none. */
  readonly group: string;
  /** The short code by which it is called, shown as its name; '' for none. */
  readonly code: string;
  /** The messages in their order, at least one. */
  readonly parts: readonly PhrasePart[];
  /** The place among the pinned ones, which come first; null for one that is ordered by use. */
  readonly place: number | null;
  readonly usedCount: number;
  /** Epoch ms of the last use, null before the first. */
  readonly usedAt: number | null;
};

/** What a phrase says, apart from how often it was used. */
export type PhraseContent = Pick<Phrase, 'scope' | 'group' | 'code' | 'parts'>;

/** The most that is kept. Lengths are in UTF-16 units; `characters` counts all texts, links and titles of one phrase. */
export const PHRASE_LIMITS = {
  phrases: 2_000,
  characters: 5_000,
  parts: 9,
  code: 20,
  group: 20,
  title: 100,
  /** Of one call that saves. */
  atOnce: 200,
} as const;

/** What is written of a part; '' for an image. */
export const textOfPart = (part: PhrasePart): string => {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'link':
      return part.title === '' ? part.url : `${part.title} ${part.url}`;
    case 'image':
      return '';
    default:
      return assertNever(part);
  }
};

/** All that is written in a phrase, one part a line. */
export const textOf = ({ parts }: Pick<Phrase, 'parts'>): string =>
  parts
    .map(textOfPart)
    .filter((text) => text !== '')
    .join('\n');

export const charactersOf = (parts: readonly PhrasePart[]): number =>
  parts.reduce((sum, part) => sum + textOfPart(part).length, 0);

/** Two phrases that say the same at the same place: an import leaves the second one out. */
export const sameKeyOf = ({ scope, group, code, parts }: PhraseContent): string =>
  JSON.stringify([
    scope.kind === 'all' ? '' : scope.kind === 'shop' ? `shop ${scope.shopId}` : scope.platform,
    group,
    code,
    parts.map((part) =>
      part.kind === 'text'
        ? part.text
        : part.kind === 'image'
          ? part.content
          : [part.title, part.url],
    ),
  ]);

/** The contents of all images in these phrases. */
export const imagesOf = function* (phrases: Iterable<Pick<Phrase, 'parts'>>): Generator<string> {
  for (const { parts } of phrases)
    for (const part of parts) if (part.kind === 'image') yield part.content;
};
