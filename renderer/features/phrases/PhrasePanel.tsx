import { Settings2 } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { matchPhrases } from '#shared/model/phrase-match.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import type { ComposerHandle } from '../../state/compose/composer-handle.ts';
import { useComposerHandle } from '../../state/compose/use-composer-handle.ts';
import { usePhraseWishes } from '../../state/phrases/use-phrase-wishes.ts';
import { usePhrases, usePhrasesOfShop } from '../../state/phrases/phrases.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import { GroupBar } from './GroupBar.tsx';
import { groupsOf, inGroup, type GroupChoice } from './groups.ts';
import { PhraseLine } from './PhraseLine.tsx';
import { PhraseOptions } from './PhraseOptions.tsx';
import styles from './PhrasePanel.module.css';
import { usePhraseActs } from './use-phrase-acts.ts';

const ROW_PX = 30;

const SearchField = ({
  listId,
  active,
  query,
  onQuery,
  onStep,
  onChoose,
}: {
  readonly listId: string;
  /** Null while nothing is found. */
  readonly active: number | null;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onStep: (step: number) => void;
  readonly onChoose: (isSend: boolean) => void;
}) => {
  const { t } = useTranslation('phrases');
  return (
    <input
      className={styles['search']}
      type="search"
      role="combobox"
      aria-label={t('find')}
      aria-expanded={active !== null}
      aria-controls={listId}
      aria-autocomplete="list"
      {...(active === null ? {} : { 'aria-activedescendant': `${listId}-${String(active)}` })}
      placeholder={t('findHint')}
      value={query}
      onChange={(event) => {
        onQuery(event.target.value);
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing || event.keyCode === 229) return;
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault();
          onStep(event.key === 'ArrowDown' ? 1 : -1);
        } else if (event.key === 'Enter') {
          event.preventDefault();
          onChoose(event.ctrlKey || event.metaKey);
        } else if (event.key === 'Escape' && query !== '') {
          event.preventDefault();
          event.stopPropagation();
          onQuery('');
        }
      }}
    />
  );
};

const Nothing = ({ query }: { readonly query: string }) => {
  const { t } = useTranslation('phrases');
  const { openPage, offerStarter } = usePhraseWishes();
  const phase = usePhrases((state) => state.phase);
  if (query !== '') return <p className={styles['none']}>{t('noMatch', { query })}</p>;
  if (phase !== 'ready') return <p className={styles['none']}>{t(`phase.${phase}`)}</p>;
  return (
    <div className={styles['none']}>
      <p>{t('noneForShop')}</p>
      <div className={styles['acts']}>
        <Button onPress={offerStarter}>{t('addStarter')}</Button>
        <Button variant="quiet" onPress={openPage}>
          {t('manage')}
        </Button>
      </div>
    </div>
  );
};

const OpenPanel = ({ handle }: { readonly handle: ComposerHandle }) => {
  const { t } = useTranslation('phrases');
  const shopLabel = useShopLabel();
  const { openPage } = usePhraseWishes();
  const ofShop = usePhrasesOfShop(handle.shop);
  const acts = usePhraseActs();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [group, setGroup] = useState<GroupChoice>(null);
  const [active, setActive] = useState(0);
  const groups = useMemo(() => groupsOf(ofShop), [ofShop]);
  const chosen = group !== null && groups.some(({ name }) => name === group) ? group : null;
  const found = useMemo(
    () => matchPhrases(inGroup(ofShop, chosen), query),
    [ofShop, chosen, query],
  );
  const at = Math.min(active, Math.max(0, found.length - 1));
  const choose = (index: number, isSend: boolean): void => {
    const row = found[index];
    if (row !== undefined) acts[isSend ? 'send' : 'put'](handle, row.phrase, null);
  };
  return (
    <>
      <div className={styles['head']}>
        <h2>{t('title')}</h2>
        <span className={styles['shop']}>{shopLabel(handle.shop)}</span>
        <IconButton label={t('manage')} className={styles['manage']} onPress={openPage}>
          <Settings2 aria-hidden="true" />
        </IconButton>
      </div>
      <SearchField
        listId={listId}
        active={found.length === 0 ? null : at}
        query={query}
        onQuery={(next) => {
          setQuery(next);
          setActive(0);
        }}
        onStep={(step) => {
          setActive(Math.min(found.length - 1, Math.max(0, at + step)));
        }}
        onChoose={(isSend) => {
          choose(at, isSend);
        }}
      />
      {groups.length > 1 && <GroupBar groups={groups} chosen={chosen} onChoose={setGroup} />}
      {found.length === 0 && <Nothing query={query} />}
      <PhraseOptions
        id={listId}
        label={t('listOfShop')}
        rows={found}
        active={at}
        rowPx={ROW_PX}
        onActive={setActive}
        onChoose={choose}
      >
        {(row, index) => (
          <PhraseLine
            phrase={row.phrase}
            number={query === '' && chosen === null && index < 9 ? index + 1 : null}
          />
        )}
      </PhraseOptions>
    </>
  );
};

/** Below the buyer: the phrases of the open shop. A press puts one into 回复, Ctrl and a press sends it. */
export const PhrasePanel = () => {
  const { t } = useTranslation('phrases');
  const handle = useComposerHandle();
  if (handle === null) return null;
  return (
    <section className={styles['panel']} aria-label={t('title')}>
      <OpenPanel key={handle.conversation.key} handle={handle} />
    </section>
  );
};
