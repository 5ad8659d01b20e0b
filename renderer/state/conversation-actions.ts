import { buyerLabel } from '#shared/model/conversation.ts';
import { refOfKey, type ConversationKey } from '#shared/model/ids.ts';
import { isWaiting } from '#shared/model/inbox.ts';
import { useCommand } from '../bridge/use-command.ts';
import { useTranslation } from '../i18n/use-translation.tsx';
import { useToast } from '../ui/Toasts.tsx';
import { useReplica } from './replica/replica.ts';
import { useAppState } from './state-context.tsx';

/** One thing that can be done with a conversation as a whole, by menu, by button and by key alike. */
export type ConversationAction = {
  readonly id: 'star' | 'settle' | 'close';
  readonly label: string;
  readonly run: () => void;
};

/** What can be done with this conversation now; 无需回复 only where somebody waits. A conversation that was closed can be taken back. */
export const useConversationActions = (key: ConversationKey): readonly ConversationAction[] => {
  const { t } = useTranslation('i18n');
  const { follower } = useAppState();
  const command = useCommand();
  const notify = useToast();
  // One by one: the row itself changes with every message.
  const starred = useReplica((state) => state.conversations.get(key)?.starred === true);
  const closed = useReplica((state) => state.conversations.get(key)?.closed === true);
  const waits = useReplica((state) => {
    const row = state.conversations.get(key);
    return row !== null && isWaiting(row);
  });
  const { shopId, buyerPin } = refOfKey(key);
  const ref = { shopId, buyerPin };
  const setClosed = (isClosed: boolean) =>
    command('conversations.setClosed', { ...ref, closed: isClosed });
  const close = async (): Promise<void> => {
    const row = follower.conversations.get(key);
    const answer = await setClosed(true);
    if (!answer.ok) return;
    notify({
      tone: 'done',
      text: t('conversation.closed', { buyer: row === null ? '' : buyerLabel(row) }),
      action: { label: t('conversation.undo'), run: () => void setClosed(false) },
    });
  };
  return [
    {
      id: 'star',
      label: t(starred ? 'conversation.unstar' : 'conversation.star'),
      run: () => void command('conversations.setStarred', { ...ref, starred: !starred }),
    },
    ...(waits
      ? [
          {
            id: 'settle' as const,
            label: t('conversation.settle'),
            run: () => void command('conversations.settleWaiting', ref),
          },
        ]
      : []),
    {
      id: 'close',
      label: t(closed ? 'conversation.reopen' : 'conversation.close'),
      run: () => void (closed ? setClosed(false) : close()),
    },
  ];
};
