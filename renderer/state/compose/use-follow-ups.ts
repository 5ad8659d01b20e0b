import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { v7 as uuidv7 } from 'uuid';
import {
  asMessageId,
  conversationKey,
  type ConversationKey,
  type ConversationRef,
} from '#shared/model/ids.ts';
import type { FilledPart } from '#shared/model/phrase-fill.ts';
import type { AppError } from '#shared/model/result.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { useAppState } from '../state-context.tsx';
import type { FollowUps } from './follow-ups.ts';

/** What goes behind the words of this conversation's box. */
export const useFollowUps = (key: ConversationKey): readonly FilledPart[] => {
  const { followUps } = useAppState();
  return useSyncExternalStore(followUps.subscribe, () => followUps.read(key));
};

/** What of a list of messages was not taken, and why; null when all were. */
type Unsent = { readonly parts: readonly FilledPart[]; readonly error: AppError } | null;

/** Sends messages one behind the other; the first that is refused, which is told, keeps back those behind it. */
export const useSendParts = (): ((
  ref: ConversationRef,
  parts: readonly FilledPart[],
) => Promise<Unsent>) => {
  const command = useCommand();
  return useCallback(
    async ({ shopId, buyerPin }, parts) => {
      for (const [at, { type, content }] of parts.entries()) {
        const answer = await command('messages.send', {
          shopId,
          buyerPin,
          messageId: asMessageId(uuidv7()),
          type,
          content: content.trim(),
          suggestionId: null,
          typedUpon: null,
        });
        if (!answer.ok) return { parts: parts.slice(at), error: answer.error };
      }
      return null;
    },
    [command],
  );
};

/** Sends what goes behind the words as soon as those are taken; what does not go stays where the agent sees it. */
export const useSendFollowUps = (): {
  readonly followUps: FollowUps;
  readonly sendBehind: (ref: ConversationRef, isSent: true | Promise<boolean>) => void;
} => {
  const { followUps } = useAppState();
  const sendParts = useSendParts();
  return useMemo(
    () => ({
      followUps,
      sendBehind: (ref, isSent) => {
        const key = conversationKey(ref);
        const parts = followUps.take(key);
        if (parts.length === 0) return;
        void Promise.resolve(isSent)
          .then((isFirstSent) => (isFirstSent ? sendParts(ref, parts) : { parts }))
          .then((unsent) => {
            followUps.giveBack(key, unsent?.parts ?? []);
          });
      },
    }),
    [followUps, sendParts],
  );
};
