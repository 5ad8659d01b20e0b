import { CheckCheck, CircleCheck, Star } from 'lucide-react';
import { keyOf } from '#shared/model/keys.ts';
import type { ConversationKey } from '#shared/model/ids.ts';
import { useConversationActions } from '../../state/conversation-actions.ts';
import { useReplica } from '../../state/replica/replica.ts';
import { useSelection } from '../../state/selection.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useKeys } from '../../ui/use-hotkey.ts';
import styles from './ConversationHead.module.css';

const ICONS = { star: Star, settle: CircleCheck, close: CheckCheck } as const;

/** What the menu of the row offers, a press or a key away; the caret is in 回复 after each. */
export const HeadActions = ({ conversationKey }: { readonly conversationKey: ConversationKey }) => {
  const actions = useConversationActions(conversationKey);
  const isStarred = useReplica(
    (state) => state.conversations.get(conversationKey)?.starred === true,
  );
  const wishCaret = useSelection((state) => state.wishCaret);
  const presses = actions.map(({ id, label, run }) => ({
    id,
    label,
    action: `conversation.${id}` as const,
    press: () => {
      run();
      wishCaret();
    },
  }));
  useKeys(presses);
  return presses.map(({ id, label, action, press }) => {
    const Icon = ICONS[id];
    return (
      <IconButton
        key={id}
        label={label}
        keys={keyOf(action)}
        className={id === 'star' && isStarred ? styles['starred'] : undefined}
        onPress={press}
      >
        <Icon aria-hidden="true" />
      </IconButton>
    );
  });
};
