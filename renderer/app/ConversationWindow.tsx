import { MessagesSquare } from 'lucide-react';
import { useEffect } from 'react';
import { buyerLabel } from '#shared/model/conversation.ts';
import { Composer } from '../features/composer/Composer.tsx';
import { ConversationPane } from '../features/conversation/ConversationPane.tsx';
import { TransferButton } from '../features/transfer/TransferButton.tsx';
import { useTranslation } from '../i18n/use-translation.tsx';
import { useConversationFace, useShopFace } from '../state/replica/faces.ts';
import { useSelection } from '../state/selection.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { plainName } from '../ui/plain-text.ts';
import { useShopLabel } from '../ui/shop-label.ts';
import { ToastProvider } from '../ui/Toasts.tsx';
import styles from './ConversationWindow.module.css';

const noNext = (): void => undefined;

/** The system's list of windows says which conversation this one is. */
const useWindowTitle = (): void => {
  const { t } = useTranslation('app');
  const key = useSelection((state) => state.conversationKey);
  const conversation = useConversationFace(key);
  const shop = useShopFace(conversation?.shopId ?? null);
  const shopLabel = useShopLabel();
  const buyer = conversation === null ? '' : plainName(buyerLabel(conversation));
  const title = shop === null || buyer === '' ? t('title') : `${buyer} · ${shopLabel(shop)}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
};

/** A window of its own for one conversation: its chat and its composer. */
export const ConversationWindow = () => {
  const { t } = useTranslation('app');
  useWindowTitle();
  const isGone = useSelection((state) => state.conversationKey === null);
  return (
    <ToastProvider>
      <main className={styles['alone']}>
        {isGone ? (
          <EmptyState icon={<MessagesSquare />} title={t('aloneGone')} hint={t('aloneGoneHint')} />
        ) : (
          <ConversationPane
            composer={<Composer onSentAndNext={noNext} />}
            transfer={<TransferButton />}
          />
        )}
      </main>
    </ToastProvider>
  );
};
