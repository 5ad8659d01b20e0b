import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { PhraseContent } from '#shared/model/phrase.ts';
import { useAppState } from '../state-context.tsx';
import type { PhraseToEdit, PhraseWishes } from './phrase-wishes.ts';

export const usePhraseWishState = (): PhraseWishes => useStore(useAppState().phraseWishes);

/** Opens and closes the dialogs of the phrases. */
export const usePhraseWishes = () => {
  const { phraseWishes } = useAppState();
  return useMemo(
    () => ({
      openPage: () => {
        phraseWishes.setState({ isPageOpen: true });
      },
      closePage: () => {
        phraseWishes.setState({ isPageOpen: false });
      },
      edit: (editing: PhraseToEdit) => {
        phraseWishes.setState({ editing });
      },
      endEdit: () => {
        phraseWishes.setState({ editing: null });
      },
      offerStarter: () => {
        phraseWishes.setState({ isStarterOffered: true });
      },
      endStarter: () => {
        phraseWishes.setState({ isStarterOffered: false });
      },
      /** 存为快捷语: words of a message or of the box, for the shop in which they were said. */
      keep: (text: string, scope: PhraseContent['scope']) => {
        const parts = [{ kind: 'text', text }] as const;
        phraseWishes.setState({
          editing: { kind: 'new', content: { scope, group: '', code: '', parts } },
        });
      },
    }),
    [phraseWishes],
  );
};
