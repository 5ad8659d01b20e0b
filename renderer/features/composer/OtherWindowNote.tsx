import { useTranslation } from '../../i18n/use-translation.tsx';
import { useErrorText } from '../../i18n/error-text.ts';
import { useComposeFrom, useDraftBook, useDraftNews } from '../../state/compose/compose.tsx';
import type { ConversationFace } from '../../state/replica/faces.ts';
import { Button } from '../../ui/Button.tsx';
import { ComposerBar } from './ComposerBar.tsx';

/** What another window did to the draft of this conversation (CV13): it sent the text first, or wrote at the same time. */
export const OtherWindowNote = ({
  conversation,
}: {
  readonly conversation: Pick<ConversationFace, 'key' | 'shopId' | 'buyerPin'>;
}) => {
  const { t } = useTranslation('composer');
  const errorText = useErrorText();
  const book = useDraftBook();
  const composeFrom = useComposeFrom();
  const news = useDraftNews(conversation.key);
  if (news === null) return null;
  if (news.kind === 'sentElsewhere')
    return <ComposerBar text={errorText({ kind: 'draft.sentElsewhere', detail: '' })} />;
  const ignore = (): void => {
    book.setNews(conversation.key, null);
  };
  return (
    <ComposerBar text={t('displaced', { text: news.text })}>
      <Button
        onPress={() => {
          ignore();
          composeFrom(conversation, news.text, book.read(conversation.key)?.suggestionId ?? null);
        }}
      >
        {t('putBack')}
      </Button>
      <Button onPress={ignore}>{t('ignore')}</Button>
    </ComposerBar>
  );
};
