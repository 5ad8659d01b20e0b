import type { ComposerHandle } from '../../state/compose/composer-handle.ts';
import { useOfferCommands } from '../../state/commands/use-commands.ts';
import { useComposerHandle } from '../../state/compose/use-composer-handle.ts';
import { usePhrasesOfShop } from '../../state/phrases/phrases.ts';
import { SlashList } from './SlashList.tsx';
import { usePhraseActs } from './use-phrase-acts.ts';

const OpenAid = ({ handle }: { readonly handle: ComposerHandle }) => {
  const phrases = usePhrasesOfShop(handle.shop);
  const { put } = usePhraseActs();
  useOfferCommands([
    {
      id: 'phrases.put',
      run: (digit) => {
        const chosen = phrases[(digit ?? 1) - 1];
        if (chosen !== undefined) put(handle, chosen.phrase, null);
      },
    },
  ]);
  return <SlashList handle={handle} />;
};

/** Phrases by keys beside the composer of the open conversation: `/` at the caret, and Alt+1 to Alt+9. */
export const PhraseAid = () => {
  const handle = useComposerHandle();
  return handle === null ? null : <OpenAid key={handle.conversation.key} handle={handle} />;
};
