import { shopScoped } from './changes.ts';
import type { Lookup } from './ports/store.ts';
import type { Answered } from '#shared/model/conversation.ts';
import {
  conversationKey,
  type ConversationKey,
  type ConversationRef,
  type MessageId,
  type PlatformMessageId,
  type ShopId,
} from '#shared/model/ids.ts';

/** Collects what a batch must know of the database, so that it is one lookup whatever the batch holds. */
export class LookupBatch {
  readonly #isInMemory: (key: ConversationKey) => boolean;
  readonly #conversations = new Map<ConversationKey, ConversationRef>();
  readonly #asked = new Set<ConversationKey>();
  readonly #platformMessages = new Map<string, Lookup['platformMessages'][number]>();
  readonly #messages = new Set<MessageId>();
  readonly #gatewayFrames = new Map<string, Lookup['gatewayFrames'][number]>();
  readonly #buyerMessagesAfter: Lookup['buyerMessagesAfter'][number][] = [];

  constructor(isInMemory: (key: ConversationKey) => boolean) {
    this.#isInMemory = isInMemory;
  }

  /** One that is not in memory may be in the database, or be new (PF1). */
  conversation({ shopId, buyerPin }: ConversationRef): void {
    const key = conversationKey({ shopId, buyerPin });
    this.#asked.add(key);
    if (!this.#isInMemory(key)) this.#conversations.set(key, { shopId, buyerPin });
  }

  platformMessage(shopId: ShopId, id: PlatformMessageId): void {
    this.#platformMessages.set(shopScoped(shopId, id), { shopId, id });
  }

  message(messageId: MessageId): void {
    this.#messages.add(messageId);
  }

  gatewayFrame(shopId: ShopId, frameId: MessageId): void {
    this.#gatewayFrames.set(shopScoped(shopId, frameId), { shopId, frameId });
  }

  buyerMessageAfter({ shopId, buyerPin }: ConversationRef, after: Answered): void {
    this.#buyerMessagesAfter.push({ shopId, buyerPin, after });
  }

  /** All that a step may need, in memory or not. */
  get conversationsAsked(): ReadonlySet<ConversationKey> {
    return this.#asked;
  }

  /** Null when nothing was asked of the database. */
  lookup(): Lookup | null {
    const lookup = {
      conversations: [...this.#conversations.values()],
      platformMessages: [...this.#platformMessages.values()],
      messages: [...this.#messages],
      gatewayFrames: [...this.#gatewayFrames.values()],
      buyerMessagesAfter: this.#buyerMessagesAfter,
    };
    return Object.values(lookup).some((lookups) => lookups.length > 0) ? lookup : null;
  }
}
