import { MessageSquareQuote } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { matchPhrases } from '#shared/model/phrase-match.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { usePhraseWishes } from '../../state/phrases/use-phrase-wishes.ts';
import { usePhrases } from '../../state/phrases/phrases.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { plainName } from '../../ui/plain-text.ts';
import { ExchangeButtons, ExchangeNote, useExchange } from './Exchange.tsx';
import { groupsOf, inGroup, type GroupChoice } from './groups.ts';
import { PhraseRows, type RowActs } from './PhraseRows.tsx';
import styles from './PhrasesDialog.module.css';
import { movePinned, togglePinned } from './pinned-order.ts';

/** What the page does with one phrase; a removed one can be brought back until the next is removed. */
const useRowActs = (): {
  readonly acts: RowActs;
  readonly removed: Phrase | null;
  readonly bringBack: () => void;
} => {
  const command = useCommand();
  const { edit } = usePhraseWishes();
  const phrases = usePhrases((state) => state.phrases);
  const [removed, setRemoved] = useState<Phrase | null>(null);
  const acts = useMemo((): RowActs => {
    const save = (changed: readonly Phrase[]): void => {
      if (changed.length > 0) void command('phrases.save', { phrases: changed });
    };
    return {
      edit: (phrase) => {
        edit({ kind: 'known', phrase });
      },
      pin: (phrase) => {
        save([togglePinned(phrases.values(), phrase)]);
      },
      move: (phrase, step) => {
        save(movePinned(phrases.values(), phrase, step));
      },
      remove: (phrase) => {
        void command('phrases.remove', { phraseIds: [phrase.phraseId] }).then((answer) => {
          if (answer.ok) setRemoved(phrase);
        });
      },
    };
  }, [command, edit, phrases]);
  return {
    acts,
    removed,
    bringBack: () => {
      if (removed === null) return;
      void command('phrases.save', { phrases: [removed] }).then((answer) => {
        if (answer.ok) setRemoved(null);
      });
    },
  };
};

const Groups = ({
  chosen,
  onChoose,
}: {
  readonly chosen: GroupChoice;
  readonly onChoose: (group: GroupChoice) => void;
}) => {
  const { t } = useTranslation('phrases');
  const ranked = usePhrases((state) => state.ranked);
  const groups = useMemo(() => groupsOf(ranked), [ranked]);
  const link = (name: GroupChoice, text: string, count: number): ReactNode => (
    <button
      key={name ?? 'all'}
      type="button"
      className={classNames(styles['group'], name === chosen && styles['current'])}
      aria-current={name === chosen ? 'true' : undefined}
      onClick={() => {
        onChoose(name);
      }}
    >
      <span className={styles['name']}>{text}</span>
      <span className={styles['count']}>{count}</span>
    </button>
  );
  return (
    <nav className={styles['groups']} aria-label={t('groups')}>
      {link(null, t('allGroups'), ranked.length)}
      {groups.map(({ name, count }) =>
        link(name, name === '' ? t('noGroup') : plainName(name), count),
      )}
    </nav>
  );
};

const Nothing = ({ query }: { readonly query: string }) => {
  const { t } = useTranslation('phrases');
  const phase = usePhrases((state) => state.phase);
  if (query !== '') return <p className={styles['none']}>{t('noMatch', { query })}</p>;
  if (phase !== 'ready') return <p className={styles['none']}>{t(`phase.${phase}`)}</p>;
  return <EmptyState icon={<MessageSquareQuote />} title={t('emptyTitle')} hint={t('emptyHint')} />;
};

const Removed = ({
  phrase,
  onBringBack,
}: {
  readonly phrase: Phrase;
  readonly onBringBack: () => void;
}) => {
  const { t } = useTranslation('phrases');
  const name = plainName(phrase.code);
  return (
    <p className={styles['removed']} role="status">
      {name === '' ? t('removed') : t('removedNamed', { name })}
      <Button variant="quiet" onPress={onBringBack}>
        {t('undo')}
      </Button>
    </p>
  );
};

/** All phrases: to find, write, change, order and remove, to take in from a table and to give out. */
export const PhrasesDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation('phrases');
  const { edit, offerStarter } = usePhraseWishes();
  const ranked = usePhrases((state) => state.ranked);
  const { acts, removed, bringBack } = useRowActs();
  const exchange = useExchange();
  const [query, setQuery] = useState('');
  const [group, setGroup] = useState<GroupChoice>(null);
  const rows = useMemo(() => matchPhrases(inGroup(ranked, group), query), [ranked, group, query]);
  return (
    <Dialog
      title={t('title')}
      size="lg"
      onClose={onClose}
      footer={
        <>
          <span className={styles['start']}>
            <ExchangeButtons exchange={exchange} />
            <Button onPress={offerStarter}>{t('addStarter')}</Button>
          </span>
          <Button onPress={onClose}>{t('done')}</Button>
          <Button
            variant="primary"
            onPress={() => {
              edit({
                kind: 'new',
                content: {
                  scope: { kind: 'all' },
                  group: group ?? '',
                  code: '',
                  parts: [{ kind: 'text', text: '' }],
                },
              });
            }}
          >
            {t('new')}
          </Button>
        </>
      }
    >
      <div className={styles['page']}>
        <Groups chosen={group} onChoose={setGroup} />
        <section className={styles['main']} aria-label={t('listOfAll')}>
          <input
            type="search"
            className={styles['search']}
            aria-label={t('find')}
            placeholder={t('findHint')}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
            }}
          />
          {rows.length === 0 ? <Nothing query={query} /> : <PhraseRows rows={rows} acts={acts} />}
          {removed !== null && <Removed phrase={removed} onBringBack={bringBack} />}
          <ExchangeNote exchange={exchange} />
        </section>
      </div>
    </Dialog>
  );
};
