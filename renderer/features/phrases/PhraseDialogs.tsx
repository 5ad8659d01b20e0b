import { usePhraseWishes, usePhraseWishState } from '../../state/phrases/use-phrase-wishes.ts';
import { PhraseEditor } from './PhraseEditor.tsx';
import { PhrasesDialog } from './PhrasesDialog.tsx';
import { StarterDialog } from './StarterDialog.tsx';

/** The dialogs of the phrases, open as they are wished for. The editor lies over the page from which it was opened. */
export const PhraseDialogs = () => {
  const { isPageOpen, editing, isStarterOffered } = usePhraseWishState();
  const { closePage, endEdit, endStarter } = usePhraseWishes();
  return (
    <>
      {isPageOpen && <PhrasesDialog onClose={closePage} />}
      {isStarterOffered && <StarterDialog onClose={endStarter} />}
      {editing !== null && <PhraseEditor editing={editing} onClose={endEdit} />}
    </>
  );
};
