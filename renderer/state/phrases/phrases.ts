import { useMemo } from 'react';
import { useStore } from 'zustand';
import { fitsShop, type FindablePhrase, type PhraseShop } from '#shared/model/phrase-match.ts';
import { useAppState } from '../state-context.tsx';
import type { PhraseBookState } from './phrase-book.ts';

export const usePhrases = <Part>(select: (state: PhraseBookState) => Part): Part =>
  useStore(useAppState().phrases.store, select);

/** The phrases that are offered in a shop, in their order. */
export const usePhrasesOfShop = ({ shopId, platform }: PhraseShop): readonly FindablePhrase[] => {
  const ranked = usePhrases((state) => state.ranked);
  return useMemo(
    () => ranked.filter(({ phrase }) => fitsShop(phrase.scope, { shopId, platform })),
    [ranked, shopId, platform],
  );
};
