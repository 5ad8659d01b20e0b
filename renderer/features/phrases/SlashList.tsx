import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { matchPhrases } from '#shared/model/phrase-match.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import type { ComposerHandle } from '../../state/compose/composer-handle.ts';
import { usePhrasesOfShop } from '../../state/phrases/phrases.ts';
import { leftOfCharacter } from './caret-place.ts';
import { PhraseLine } from './PhraseLine.tsx';
import styles from './SlashList.module.css';
import type { SlashToken } from './slash-token.ts';
import { usePhraseActs } from './use-phrase-acts.ts';
import { useSlash } from './use-slash.ts';

/** More than anyone looks through; the next letter narrows them. */
const MOST_SHOWN = 30;
const WIDTH_PX = 440;
const GAP_PX = 2;

/**
 * At the call, above the box: of the words that she writes none is covered. It stays within the workbench, because a shop's page that
 * stands beside it lies over whatever reaches further.
 */
const placeFor = (box: HTMLTextAreaElement, token: SlashToken) => {
  const { top } = box.getBoundingClientRect();
  const room = box.closest('main')?.getBoundingClientRect().right ?? window.innerWidth;
  const width = Math.min(WIDTH_PX, room - 16);
  const left = leftOfCharacter(box, token.from) - 10;
  return {
    left: Math.max(8, Math.min(left, room - width - 8)),
    bottom: window.innerHeight - top + GAP_PX,
    maxHeight: Math.min(360, top - GAP_PX - 8),
    width,
  };
};

/** What a screen reader needs to know of a list that the box's keys move in. */
const useActiveDescendant = (
  box: HTMLTextAreaElement,
  listId: string,
  optionId: string | null,
): void => {
  useEffect(() => {
    box.setAttribute('aria-controls', listId);
    if (optionId !== null) box.setAttribute('aria-activedescendant', optionId);
    return () => {
      box.removeAttribute('aria-controls');
      box.removeAttribute('aria-activedescendant');
    };
  }, [box, listId, optionId]);
};

const OpenList = ({
  handle,
  token,
  active,
  found,
  onPick,
}: {
  readonly handle: ComposerHandle;
  readonly token: SlashToken;
  readonly active: number;
  readonly found: ReturnType<typeof matchPhrases>;
  readonly onPick: (at: number, isSend: boolean) => void;
}) => {
  const { t } = useTranslation('phrases');
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const optionId = (at: number): string => `${listId}-${String(at)}`;
  const { box } = handle;
  const place = useMemo(() => placeFor(box, token), [box, token]);
  useActiveDescendant(box, listId, found.length === 0 ? null : optionId(active));
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);
  const shown = found.slice(0, MOST_SHOWN);
  return (
    <div className={styles['popup']} style={place}>
      <div ref={list} id={listId} role="listbox" aria-label={t('list')} className={styles['list']}>
        {shown.map(({ phrase }, at) => (
          <div
            key={phrase.phraseId}
            id={optionId(at)}
            role="option"
            aria-selected={at === active}
            className={styles['option']}
            onPointerDown={(event) => {
              // The box keeps the focus.
              event.preventDefault();
            }}
            onClick={(event) => {
              onPick(at, event.ctrlKey || event.metaKey);
            }}
          >
            <PhraseLine phrase={phrase} number={token.query === '' && at < 9 ? at + 1 : null} />
          </div>
        ))}
      </div>
      {shown.length === 0 ? (
        <p className={styles['note']} role="status">
          {t(token.query === '' ? 'noneYet' : 'noMatch', { query: token.query })}
        </p>
      ) : (
        <p className={styles['note']}>
          {t('listKeys')}
          {found.length > shown.length && (
            <span className={styles['more']}>
              {t('more', { count: found.length - shown.length })}
            </span>
          )}
        </p>
      )}
    </div>
  );
};

/** The phrases that `/` calls at the caret of a box. */
export const SlashList = ({ handle }: { readonly handle: ComposerHandle }) => {
  const phrases = usePhrasesOfShop(handle.shop);
  const acts = usePhraseActs();
  // What was chosen among other letters is chosen no more.
  const [choice, setChoice] = useState({ query: '', at: 0 });
  const activeAt = (query: string): number => (choice.query === query ? choice.at : 0);
  const pick = (at: number, isSend: boolean, call: SlashToken): boolean => {
    const chosen = matchPhrases(phrases, call.query)[at];
    if (chosen !== undefined) acts[isSend ? 'send' : 'put'](handle, chosen.phrase, call);
    return chosen !== undefined;
  };
  const move = (step: number, { query }: SlashToken): void => {
    const count = Math.min(matchPhrases(phrases, query).length, MOST_SHOWN);
    if (count > 0) setChoice({ query, at: (activeAt(query) + step + count) % count });
  };
  const token = useSlash(handle.box, (key, call) => {
    if (key === 'up' || key === 'down') {
      move(key === 'down' ? 1 : -1, call);
      return 'stay';
    }
    // Nothing fits: this press closes the list, and only the next one is the box's own.
    return pick(activeAt(call.query), key === 'send', call) ? 'stay' : 'close';
  });
  const query = token?.query ?? '';
  const found = useMemo(() => matchPhrases(phrases, query), [phrases, query]);
  if (token === null) return null;
  return (
    <OpenList
      handle={handle}
      token={token}
      active={activeAt(query)}
      found={found}
      onPick={(at, isSend) => {
        pick(at, isSend, token);
      }}
    />
  );
};
