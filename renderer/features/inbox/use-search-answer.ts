import { useEffect, useRef, useState } from 'react';
import { NOTHING_FOUND, type SearchAnswer } from '#shared/model/search.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';

/** A text is asked at once; while an answer is under way, only after so long a pause, so that a slow disk is not asked for each letter. */
const PAUSE_MS = 80;
/** While the index is being made the same text finds more and more. */
const AGAIN_MS = 1_000;
/** The longest text that is asked. */
const MOST_CHARACTERS = 1_000;

/** `query` is the text that `answer` belongs to: until the next answer is here it is what is shown. */
export type Searched = {
  readonly query: string;
  readonly answer: SearchAnswer;
  readonly phase: 'none' | 'found' | 'failed';
};

const NOTHING_ASKED: Searched = { query: '', answer: NOTHING_FOUND, phase: 'none' };

/** While the agent types on or takes letters back, what was found before is shown until more is known. */
const isOfOneWord = (answered: string, query: string): boolean =>
  answered.startsWith(query) || query.startsWith(answered);

/**
 * What the database knows of a text, asked as it is typed. An answer that comes after the text has changed is dropped; an
 * empty text, or `isOpen` false, asks nothing.
 */
export const useSearchAnswer = (
  text: string,
  isOpen: boolean,
): { readonly searched: Searched; readonly retry: () => void } => {
  const bridge = useBridge();
  const query = text.trim().slice(0, MOST_CHARACTERS).toWellFormed();
  const [searched, setSearched] = useState(NOTHING_ASKED);
  const [attempt, setAttempt] = useState(0);
  const isWanted = isOpen && query !== '';
  const underWay = useRef(0);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isCurrent = true;
    let timer = 0;
    const ask = async (): Promise<void> => {
      underWay.current += 1;
      const result = await bridge.call('search.loadAnswer', { query });
      underWay.current -= 1;
      if (!isCurrent) return;
      if (!result.ok) {
        setSearched({ query, answer: NOTHING_FOUND, phase: 'failed' });
        return;
      }
      setSearched({ query, answer: result.value, phase: 'found' });
      if (result.value.progress !== null) timer = window.setTimeout(() => void ask(), AGAIN_MS);
    };
    if (underWay.current === 0) void ask();
    else timer = window.setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [bridge, query, isWanted, attempt]);
  return {
    searched: isWanted && isOfOneWord(searched.query, query) ? searched : NOTHING_ASKED,
    retry: () => {
      setAttempt((count) => count + 1);
    },
  };
};
