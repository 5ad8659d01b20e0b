import { CheckCheck, CircleCheck, Star } from 'lucide-react';
import type { ConversationKey } from '#shared/model/ids.ts';
import { isWaiting } from '#shared/model/inbox.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useConversation } from '../../state/replica/replica.ts';
import { ContextMenu } from '../../ui/Menu.tsx';

/** What a right click on a row offers. */
export const ConversationMenu = ({
  rowKey,
  at,
  onClose,
}: {
  readonly rowKey: ConversationKey;
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('inbox');
  const command = useCommand();
  const conversation = useConversation(rowKey);
  if (conversation === null) return null;
  const { shopId, buyerPin, starred, closed } = conversation;
  const ref = { shopId, buyerPin };
  return (
    <ContextMenu
      label={t('menu')}
      at={at}
      onClose={onClose}
      entries={[
        {
          id: 'star',
          label: starred ? t('unstar') : t('star'),
          icon: <Star />,
          onAction: () => void command('conversations.setStarred', { ...ref, starred: !starred }),
        },
        ...(isWaiting(conversation)
          ? [
              {
                id: 'settle',
                label: t('settle'),
                hint: t('settleHint'),
                icon: <CircleCheck />,
                onAction: () => void command('conversations.settleWaiting', ref),
              },
            ]
          : []),
        {
          id: 'close',
          label: closed ? t('reopen') : t('close'),
          icon: <CheckCheck />,
          onAction: () => void command('conversations.setClosed', { ...ref, closed: !closed }),
        },
      ]}
    />
  );
};
