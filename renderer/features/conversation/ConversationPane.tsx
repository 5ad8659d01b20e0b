import { MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { isForAgent } from '#shared/model/conversation.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useOpenExternal } from '../../bridge/use-open-external.ts';
import { ComposeProvider } from '../../state/compose/compose.tsx';
import {
  useConversationFace,
  useShopFace,
  type ConversationFace,
  type ShopFace,
} from '../../state/replica/faces.ts';
import { useSelection } from '../../state/selection.ts';
import { OpenImageProvider } from '../../ui/content/open-image.tsx';
import { OpenLinkProvider } from '../../ui/content/open-link.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ConversationHead } from './ConversationHead.tsx';
import styles from './ConversationPane.module.css';
import { MessageLog } from './MessageLog.tsx';
import { ShopBanner } from './ShopBanner.tsx';
import { Suggestions } from './Suggestions.tsx';
import { TransferQuestionBar } from './TransferQuestionBar.tsx';

type Slots = {
  /** The composer of the open conversation. */
  readonly composer: ReactNode;
  /** The transfer button with its dialog. */
  readonly transfer: ReactNode;
};

const OpenConversation = ({
  conversation,
  shop,
  composer,
  transfer,
}: Slots & { readonly conversation: ConversationFace; readonly shop: ShopFace }) => (
  <>
    <ConversationHead conversation={conversation} shop={shop} transfer={transfer} />
    <ShopBanner shop={shop} />
    <MessageLog key={conversation.key} conversation={conversation} />
    {isForAgent(conversation.transferQuestion) && (
      <TransferQuestionBar conversation={conversation} question={conversation.transferQuestion} />
    )}
    <Suggestions key={`${conversation.key}-suggestions`} conversation={conversation} />
    {composer}
  </>
);

/**
 * The middle of the workbench: the selected conversation with its head, messages, suggestions and composer.
 * `composer` and `transfer` are rendered inside, so that they share drafts and dialogs with the chat.
 */
export const ConversationPane = ({ composer, transfer }: Slots) => {
  const { t } = useTranslation('conversation');
  const openExternal = useOpenExternal();
  const key = useSelection((state) => state.conversationKey);
  const conversation = useConversationFace(key);
  const shop = useShopFace(conversation?.shopId ?? null);
  return (
    <ComposeProvider>
      <OpenLinkProvider openExternal={openExternal}>
        <OpenImageProvider>
          <section className={styles['pane']}>
            {conversation !== null && shop !== null ? (
              <OpenConversation
                conversation={conversation}
                shop={shop}
                composer={composer}
                transfer={transfer}
              />
            ) : (
              <EmptyState
                icon={<MessagesSquare />}
                title={t(key === null ? 'empty.title' : 'gone.title')}
                hint={t(key === null ? 'empty.hint' : 'gone.hint')}
              />
            )}
          </section>
        </OpenImageProvider>
      </OpenLinkProvider>
    </ComposeProvider>
  );
};
