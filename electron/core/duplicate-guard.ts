import { shopScoped, type Changes } from './changes.ts';
import type { LookupAnswer } from './ports/store.ts';
import type { Answered, Conversation } from '#shared/model/conversation.ts';
import {
  conversationKey,
  type ConversationKey,
  type MessageId,
  type PlatformMessageId,
  type ShopId,
} from '#shared/model/ids.ts';
import { comparePositions, type Message } from '#shared/model/message.ts';
import { isAnswered } from '#shared/model/waiting-clock.ts';

const NOTHING_FOUND: LookupAnswer = {
  conversations: [],
  platformMessages: [],
  messages: [],
  gatewayFrames: [],
  buyerMessagesAfter: [],
};

/** `removed` are shops that were deleted after this batch was decided. */
type Batch = {
  readonly changes: Changes;
  isDurable: boolean;
  readonly removed: Set<ShopId>;
};

/**
 * Answers "is this known?" for the batch that is being decided: from the database's answer, and from the batches that
 * the database did not have when it was asked.
 */
export class DuplicateGuard {
  /** Oldest first. A committed one stays until the next lookup is made, because the last lookup may have missed it. */
  #batches: Batch[] = [];
  #answer = indexed(NOTHING_FOUND);
  /** Shops that were deleted, and that the last lookup may still have seen (PL13). */
  #leaving: ReadonlySet<ShopId> = new Set();

  /** Called right before a lookup is posted: what is durable by now will be in its answer. */
  beforeLookup(): void {
    this.#batches = this.#batches.filter((batch) => !batch.isDurable);
    this.#leaving = new Set(this.#batches.flatMap(({ changes }) => [...changes.removedShops()]));
  }

  /** Whether the database has what was decided of this conversation. */
  isDurable(key: ConversationKey): boolean {
    return !this.#batches.some(
      ({ changes, isDurable }) => !isDurable && changes.hasConversation(key),
    );
  }

  /** A batch is about to be decided over what was found for it; answers the conversations among that. */
  begin(changes: Changes, found: LookupAnswer | null): readonly Conversation[] {
    const answer = withoutShops(found ?? NOTHING_FOUND, this.#leaving);
    this.#answer = indexed(answer);
    this.#batches.push({ changes, isDurable: false, removed: new Set() });
    return answer.conversations;
  }

  /** PL13: nothing of a deleted shop is known any more, so that it can be made anew with the same messages. */
  forgetShop(shopId: ShopId): void {
    // The newest batch is the one that removes it: what it puts from here on is of the shop's next life.
    for (const batch of this.#batches.slice(0, -1)) batch.removed.add(shopId);
  }

  noteDurable(changes: Changes): void {
    for (const batch of this.#batches) if (batch.changes === changes) batch.isDurable = true;
  }

  platformMessage(shopId: ShopId, id: PlatformMessageId): Message | null {
    return (
      this.#newest((changes) => changes.findByPlatformId(shopId, id)) ??
      this.#answer.byPlatformId.get(shopScoped(shopId, id)) ??
      null
    );
  }

  message(messageId: MessageId): Message | null {
    return (
      this.#newest((changes) => changes.findMessage(messageId)) ??
      this.#answer.messages.get(messageId) ??
      null
    );
  }

  gatewayFrame(shopId: ShopId, frameId: MessageId): boolean {
    return (
      this.#answer.frames.has(shopScoped(shopId, frameId)) ||
      this.#batches.some(
        ({ changes, removed }) => !removed.has(shopId) && changes.hasFrameId(shopId, frameId),
      )
    );
  }

  /** Only for what the batch asked about. */
  firstBuyerMessageAfter(key: ConversationKey, after: Answered): Message | null {
    const candidates = [
      ...(this.#answer.buyerMessages.get(key) ?? []),
      ...this.#batches.flatMap(({ changes, removed }) =>
        changes.buyerMessagesOf(key).filter((message) => !removed.has(message.shopId)),
      ),
    ].filter((message) => !isAnswered({ answeredUpTo: after }, message));
    return candidates.reduce<Message | null>(
      (first, message) =>
        first === null || comparePositions(message, first) < 0 ? message : first,
      null,
    );
  }

  #newest(find: (changes: Changes) => Message | null): Message | null {
    for (const { changes, removed } of this.#batches.toReversed()) {
      const found = find(changes);
      if (found !== null && !removed.has(found.shopId)) return found;
    }
    return null;
  }
}

const withoutShops = (answer: LookupAnswer, gone: ReadonlySet<ShopId>): LookupAnswer => {
  if (gone.size === 0) return answer;
  const isKept = ({ shopId }: { readonly shopId: ShopId }): boolean => !gone.has(shopId);
  return {
    conversations: answer.conversations.filter(isKept),
    platformMessages: answer.platformMessages.filter(isKept),
    messages: answer.messages.filter(isKept),
    gatewayFrames: answer.gatewayFrames.filter(isKept),
    buyerMessagesAfter: answer.buyerMessagesAfter.filter(isKept),
  };
};

const indexed = (
  answer: LookupAnswer,
): {
  readonly byPlatformId: ReadonlyMap<string, Message>;
  readonly messages: ReadonlyMap<MessageId, Message>;
  readonly frames: ReadonlySet<string>;
  readonly buyerMessages: ReadonlyMap<ConversationKey, readonly Message[]>;
} => {
  const byPlatformId = new Map<string, Message>();
  for (const row of answer.platformMessages) {
    if (row.platformMessageId !== null) {
      byPlatformId.set(shopScoped(row.shopId, row.platformMessageId), row);
    }
  }
  return {
    byPlatformId,
    messages: new Map(answer.messages.map((row) => [row.messageId, row])),
    frames: new Set(answer.gatewayFrames.map((row) => shopScoped(row.shopId, row.frameId))),
    buyerMessages: Map.groupBy(answer.buyerMessagesAfter, (row) => conversationKey(row)),
  };
};
