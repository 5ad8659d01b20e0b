import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Phrase, PhraseContent } from '#shared/model/phrase.ts';

/** What is to be written or changed: a phrase that there is, or the beginnings of a new one. */
export type PhraseToEdit =
  | { readonly kind: 'new'; readonly content: PhraseContent }
  | { readonly kind: 'known'; readonly phrase: Phrase };

/** What of the phrases' dialogs is open; asked for by any part of the window. */
export type PhraseWishes = {
  readonly isPageOpen: boolean;
  readonly editing: PhraseToEdit | null;
  readonly isStarterOffered: boolean;
};

export const createPhraseWishes = (): StoreApi<PhraseWishes> =>
  createStore<PhraseWishes>(() => ({ isPageOpen: false, editing: null, isStarterOffered: false }));
