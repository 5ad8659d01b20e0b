import { CircleAlert, DatabaseZap, Inbox as InboxIcon, MessagesSquare } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { InboxFilter } from '#shared/model/inbox.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useOfferCommands } from '../../state/commands/use-commands.ts';
import { useReplica, useStorageStatus } from '../../state/replica/replica.ts';
import { useInboxRest } from '../../state/replica/inbox-rest.ts';
import { useSelection } from '../../state/selection.ts';
import { useAppState } from '../../state/state-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ConversationList } from './ConversationList.tsx';
import { FilterBar } from './FilterBar.tsx';
import styles from './Inbox.module.css';
import { useInboxView, type InboxView } from './inbox-view.ts';
import { useStillView } from './still-view.ts';
import { useMostUrgent } from './use-most-urgent.ts';
import { useReadAhead } from './use-read-ahead.ts';

const ROWS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** Stands for rows until the first snapshot. */
const LoadingRows = () => {
  const { t } = useTranslation('inbox');
  return (
    <div role="progressbar" aria-label={t('loading')} className={styles['loading']}>
      {ROWS.map((row) => (
        <div key={row} className={styles['ghost']}>
          <span />
          <span />
        </div>
      ))}
    </div>
  );
};

/** Walks the list as it stands, or goes to the most urgent of all shops (CV14). */
const useInboxCommands = (view: InboxView, showAll: () => void): void => {
  const mostUrgent = useMostUrgent();
  const openKey = useSelection((state) => state.conversationKey);
  const open = useSelection((state) => state.openConversation);
  const selectShop = useSelection((state) => state.selectShop);
  const step = (by: number): void => {
    const at = openKey === null ? -1 : view.all.indexOf(openKey);
    const key = view.all[Math.min(view.all.length - 1, Math.max(0, at + by))];
    if (key !== undefined) open(key);
  };
  useOfferCommands([
    {
      id: 'inbox.next',
      run: () => {
        step(1);
      },
    },
    {
      id: 'inbox.previous',
      run: () => {
        step(-1);
      },
    },
    {
      id: 'inbox.mostUrgent',
      run: () => {
        const key = mostUrgent();
        if (key === null) return;
        if (!view.all.includes(key)) {
          selectShop(null);
          showAll();
        }
        open(key);
      },
    },
  ]);
};

const Nothing = ({
  filter,
  onShowAll,
}: {
  readonly filter: InboxFilter;
  readonly onShowAll: () => void;
}) => {
  const { t } = useTranslation('inbox');
  if (filter === 'all') {
    return (
      <EmptyState icon={<MessagesSquare />} title={t('empty.none')} hint={t('empty.noneHint')} />
    );
  }
  const hint =
    filter === 'waiting'
      ? { hint: t('empty.waitingHint') }
      : filter === 'starred'
        ? { hint: t('empty.starredHint') }
        : {};
  return (
    <EmptyState icon={<InboxIcon />} title={t(`empty.${filter}`)} {...hint}>
      <Button onPress={onShowAll}>{t('empty.showAll')}</Button>
    </EmptyState>
  );
};

/** The rows that are here, what is said where there are none, and what became of the rest. */
const Rows = ({
  view,
  filter,
  onShowAll,
}: {
  readonly view: InboxView;
  readonly filter: InboxFilter;
  readonly onShowAll: () => void;
}) => {
  const { t } = useTranslation('inbox');
  const { inboxPages } = useAppState();
  const rest = useInboxRest();
  const loadMore = useCallback(() => {
    inboxPages.loadMore();
  }, [inboxPages]);
  return (
    <>
      {view.all.length > 0 && <ConversationList view={view} rest={rest} onMore={loadMore} />}
      {view.all.length === 0 && <div role="listbox" aria-label={t('list')} />}
      {view.all.length === 0 && rest === 'nothing' && (
        <div className={styles['nothing']}>
          <Nothing filter={filter} onShowAll={onShowAll} />
        </div>
      )}
      {view.all.length === 0 && (rest === 'more' || rest === 'loading') && <LoadingRows />}
      {rest === 'failed' && (
        <div role="alert" className={styles['rest']}>
          <span>{t('restFailed')}</span>
          <Button
            onPress={() => {
              inboxPages.retry();
            }}
          >
            {t('retry')}
          </Button>
        </div>
      )}
    </>
  );
};

/** Who waits: the filters and the list, under the chosen shop. */
export const Inbox = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation('inbox');
  const { follower } = useAppState();
  const [filter, setFilter] = useState<InboxFilter>('all');
  const shopId = useSelection((state) => state.shopId);
  const phase = useReplica((state) => state.phase);
  const storage = useStorageStatus();
  const isClosed = phase === 'ready' && storage.phase === 'opening';
  const { view, isMoving, pointer } = useStillView(
    useInboxView({ filter, shopId }),
    `${filter} ${shopId ?? ''}`,
  );
  const showAll = (): void => {
    setFilter('all');
  };
  useInboxCommands(view, showAll);
  useReadAhead(view);
  return (
    <section id={id} role="tabpanel" aria-label={t('list')} className={styles['inbox']}>
      <FilterBar filter={filter} shopId={shopId} onChange={setFilter} />
      {(phase === 'loading' || (isClosed && storage.reason === null)) && <LoadingRows />}
      {isClosed && storage.reason !== null && (
        <EmptyState icon={<DatabaseZap />} title={t('closed')} hint={t('closedHint')} />
      )}
      {phase === 'failed' && (
        <EmptyState icon={<CircleAlert />} title={t('failed')}>
          <Button
            onPress={() => {
              follower.retry();
            }}
          >
            {t('retry')}
          </Button>
        </EmptyState>
      )}
      {phase === 'ready' && !isClosed && (
        <div className={styles['rows']} data-moving={isMoving} {...pointer}>
          <Rows view={view} filter={filter} onShowAll={showAll} />
        </div>
      )}
    </section>
  );
};
