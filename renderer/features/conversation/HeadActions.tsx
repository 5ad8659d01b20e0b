import { CheckCheck, CircleCheck, Star } from 'lucide-react';
import type { ConversationKey } from '#shared/model/ids.ts';
import { useKeyHint, useOfferCommands } from '../../state/commands/use-commands.ts';
import { useConversationActions } from '../../state/conversation-actions.ts';
import { useReplica } from '../../state/replica/replica.ts';
import { useSelection } from '../../state/selection.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './ConversationHead.module.css';

const ICONS = { star: Star, settle: CircleCheck, close: CheckCheck } as const;

/** What the menu of the row offers, a press or a key away; the caret is in 回复 after each. */
export const HeadActions = ({ conversationKey }: { readonly conversationKey: ConversationKey }) => {
  const actions = useConversationActions(conversationKey);
  const isStarred = useReplica(
    (state) => state.conversations.get(conversationKey)?.starred === true,
  );
  const wishCaret = useSelection((state) => state.wishCaret);
  const keyHint = useKeyHint();
  const offers = actions.map(({ id, label, run }) => ({
    id: `conversation.${id}` as const,
    icon: id,
    label,
    run: () => {
      run();
      wishCaret();
    },
  }));
  useOfferCommands(offers);
  return offers.map(({ id, icon, label, run }) => {
    const Icon = ICONS[icon];
    return (
      <IconButton
        key={id}
        label={label}
        keys={keyHint(id)}
        className={icon === 'star' && isStarred ? styles['starred'] : undefined}
        onPress={run}
      >
        <Icon aria-hidden="true" />
      </IconButton>
    );
  });
};
