import type { ConversationRef } from '#shared/model/ids.ts';
import type { SweepAnswer, SweepQuery } from '../core/ports/store.ts';
import { LIMITS } from './limits.ts';
import type { Repositories } from './repositories/repositories.ts';

/**
 * One step of forgetting (PF4): conversation by conversation, until enough is looked at or taken away. The conversations
 * themselves stay, so that what is gone is known to be old when a platform shows it again.
 */
export const sweep = (
  { conversation, message, gatewayFrameId }: Repositories,
  { after, messagesBefore, frameIdsBefore }: SweepQuery,
): SweepAnswer => {
  const found = conversation.listAfter(after, LIMITS.sweptConversations);
  let removedMessages = 0;
  let last: ConversationRef | null = after;
  for (const { isStarred, ...ref } of found) {
    if (ref.shopId !== last?.shopId) gatewayFrameId.forget(ref.shopId, frameIdsBefore);
    const left = LIMITS.sweptMessages - removedMessages;
    if (messagesBefore !== null && !isStarred)
      removedMessages += message.removeOlder(ref, messagesBefore, left);
    // There may be more of this one: the next step begins with it.
    if (removedMessages >= LIMITS.sweptMessages)
      return { removedMessages, next: last, isDone: false };
    last = ref;
  }
  return { removedMessages, next: last, isDone: found.length < LIMITS.sweptConversations };
};
