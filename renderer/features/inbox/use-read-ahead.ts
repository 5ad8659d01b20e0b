import { useEffect } from 'react';
import { refOfKey, type ConversationKey } from '#shared/model/ids.ts';
import { useReplica } from '../../state/replica/replica.ts';
import { useSelection } from '../../state/selection.ts';
import { useAppState } from '../../state/state-context.tsx';
import type { InboxView } from './inbox-view.ts';

/** What the agent just asked for goes first; and in a flood, in which the rows move all the time, nothing is read ahead. */
const AFTER_MS = 50;

/** Where one key or one press leads to from here: the rows beside the open one, the head of the list, the most urgent of all. */
const nextKeys = (
  { all }: Pick<InboxView, 'all'>,
  openKey: ConversationKey | null,
  mostUrgent: ConversationKey | null,
): readonly ConversationKey[] => {
  const at = openKey === null ? -1 : all.indexOf(openKey);
  const beside = at === -1 ? [] : [all[at + 1], all[at - 1]];
  const keys = [...beside, all[0], mostUrgent].filter((key) => key !== undefined && key !== null);
  return [...new Set(keys)].filter((key) => key !== openKey);
};

/** Has the messages of the conversations read that are most likely opened next. */
export const useReadAhead = (view: InboxView): void => {
  const { timelines } = useAppState();
  const openKey = useSelection((state) => state.conversationKey);
  const mostUrgent = useReplica(
    ({ order }) => order.waiting.find((key) => key !== openKey) ?? null,
  );
  const keys = JSON.stringify(nextKeys(view, openKey, mostUrgent));
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const key of JSON.parse(keys) as readonly ConversationKey[])
        timelines.prepare(refOfKey(key));
    }, AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [timelines, keys]);
};
