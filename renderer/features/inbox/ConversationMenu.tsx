import { AppWindow, CheckCheck, CircleCheck, Star } from 'lucide-react';
import { refOfKey, type ConversationKey } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useIsDesktop } from '../../bridge/bridge-context.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useKeyHint } from '../../state/commands/use-commands.ts';
import { useConversationActions } from '../../state/conversation-actions.ts';
import { ContextMenu } from '../../ui/Menu.tsx';

const ICONS = { star: <Star />, settle: <CircleCheck />, close: <CheckCheck /> } as const;

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
  const actions = useConversationActions(rowKey);
  const isDesktop = useIsDesktop();
  const keyHint = useKeyHint();
  const command = useCommand();
  const ownWindow = {
    id: 'window',
    label: t('openWindow'),
    icon: <AppWindow />,
    onAction: () => void command('desktop.openConversation', refOfKey(rowKey)),
  };
  return (
    <ContextMenu
      label={t('menu')}
      at={at}
      onClose={onClose}
      entries={[
        ...actions.map(({ id, label, run }) => ({
          id,
          label,
          icon: ICONS[id],
          keys: keyHint(`conversation.${id}`),
          hint: id === 'settle' ? t('settleHint') : undefined,
          onAction: run,
        })),
        ...(isDesktop ? [ownWindow] : []),
      ]}
    />
  );
};
