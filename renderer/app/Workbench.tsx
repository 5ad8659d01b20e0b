import { MessageSquareDashed } from 'lucide-react';
import { useTranslation } from '../i18n/use-translation.tsx';
import { BuyerPanel } from '../features/buyer-panel/BuyerPanel.tsx';
import { Composer } from '../features/composer/Composer.tsx';
import { ConversationPane } from '../features/conversation/ConversationPane.tsx';
import { Inbox } from '../features/inbox/Inbox.tsx';
import { PhraseAid } from '../features/phrases/PhraseAid.tsx';
import { PhrasePanel } from '../features/phrases/PhrasePanel.tsx';
import { TransferButton } from '../features/transfer/TransferButton.tsx';
import { useKeyHint } from '../state/commands/use-commands.ts';
import { useReplica, useStorageStatus } from '../state/replica/replica.ts';
import { usePageBeside } from '../state/shops/shop-page.ts';
import { useSelection } from '../state/selection.ts';
import { useAppState } from '../state/state-context.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Splitter } from './Splitter.tsx';
import { PANEL_WIDTHS } from '#shared/model/settings.ts';
import { usePanels } from './use-panels.ts';
import styles from './Workbench.module.css';

/** The id of the list of conversations, which the shop tabs control. */
export const SHOP_PANEL_ID = 'shop-panel';

/** The middle while no conversation is open: where to begin. */
const PickConversation = () => {
  const { t } = useTranslation('app');
  const mostUrgent = useReplica((state) => state.order.waiting[0] ?? null);
  const open = useSelection((state) => state.openConversation);
  const { phase } = useStorageStatus();
  const keys = useKeyHint()('inbox.mostUrgent');
  const heading = <h1 className="visually-hidden">{t('title')}</h1>;
  // There is nothing to choose from before the data is there.
  if (phase === 'opening') return heading;
  return (
    <>
      {heading}
      <EmptyState
        icon={<MessageSquareDashed />}
        title={t('pickTitle')}
        hint={`${t('pickHint')}${keys === undefined ? '' : t('pickBy', { keys })}`}
      >
        {mostUrgent !== null && (
          <Button
            variant="primary"
            onPress={() => {
              open(mostUrgent);
            }}
          >
            {t('pickUrgent')}
          </Button>
        )}
      </EmptyState>
    </>
  );
};

/** List, conversation, buyer: the three panes. Features meet here and only here. */
export const Workbench = () => {
  const { t } = useTranslation('app');
  const [panels, changePanels] = usePanels();
  const openKey = useSelection((state) => state.conversationKey);
  // Not the conversation itself: that one changes with every message.
  const isOpen = useReplica(
    (state) => openKey !== null && state.conversations.get(openKey) !== null,
  );
  // Half a window has room for the list and the conversation.
  const pageBeside = usePageBeside();
  const isSideShown = pageBeside === null;
  const { follower, selection } = useAppState();
  /** Whoever waits longest, other than the buyer who has just been answered. */
  const openNext = (): void => {
    const { conversationKey, openConversation } = selection.getState();
    const next = follower.store.getState().order.waiting.find((key) => key !== conversationKey);
    if (next !== undefined) openConversation(next);
  };
  const columns = [
    `${String(panels.list)}px`,
    '0',
    'minmax(0, 1fr)',
    ...(isOpen && isSideShown ? ['0', `${String(panels.side)}px`] : []),
  ];
  const splitter = (panel: keyof typeof PANEL_WIDTHS) => (
    <Splitter
      label={t(`resize.${panel}`)}
      width={panels[panel]}
      {...PANEL_WIDTHS[panel]}
      grows={panel === 'list' ? 'right' : 'left'}
      onChange={(width) => {
        changePanels({ [panel]: width });
      }}
    />
  );
  return (
    <main
      className={styles['panes']}
      data-beside={isOpen && pageBeside !== null}
      style={{ '--columns': columns.join(' ') }}
    >
      <Inbox id={SHOP_PANEL_ID} />
      {splitter('list')}
      <div className={styles['middle']}>
        {isOpen ? (
          <ConversationPane
            composer={
              <>
                <Composer onSentAndNext={openNext} />
                <PhraseAid />
              </>
            }
            transfer={<TransferButton />}
          />
        ) : (
          <PickConversation />
        )}
      </div>
      {isOpen && isSideShown && (
        <>
          {splitter('side')}
          <div className={styles['side']}>
            <BuyerPanel />
            <PhrasePanel />
          </div>
        </>
      )}
    </main>
  );
};
