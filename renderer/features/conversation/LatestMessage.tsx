import { useEffect, useRef, useState } from 'react';
import type { Message } from '#shared/model/message.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';

/** Read out at most this often; of a flood only the newest is. */
const ANNOUNCE_EVERY_MS = 1500;

/** Reads the newest message of the buyer to a screen reader. Invisible. */
export const LatestMessage = ({ messages }: { readonly messages: readonly Message[] }) => {
  const { t } = useTranslation('conversation');
  const [words, setWords] = useState('');
  const newest = messages.at(-1);
  const wanted = useRef<Message | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const [atMount] = useState(newest?.arrival ?? null);
  useEffect(() => {
    if (newest === undefined || newest.origin !== 'buyer' || newest.arrival === atMount) return;
    wanted.current = newest;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      const message = wanted.current;
      if (message === null) return;
      setWords(message.type === 'text' ? message.content.slice(0, 300) : t(`type.${message.type}`));
    }, ANNOUNCE_EVERY_MS);
  }, [newest, atMount, t]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  return (
    <span className="visually-hidden" aria-live="polite">
      {words}
    </span>
  );
};
