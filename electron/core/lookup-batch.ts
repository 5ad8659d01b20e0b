import { shopScoped } from './changes.ts';
import type { Lookup } from './ports.ts';
import type { Answered } from '#shared/model/conversation.ts';
import type { ConversationRef, MessageId, PlatformMessageId, ShopId } from '#shared/model/ids.ts';

/** Collects what a batch must know of the database, so that it is one lookup whatever the batch holds. */
export class LookupBatch {
  readonly #platformMessages = new Map<string, Lookup['platformMessages'][number]>();
  readonly #messages = new Set<MessageId>();
  readonly #gatewayFrames = new Map<string, Lookup['gatewayFrames'][number]>();
  readonly #buyerMessagesAfter: Lookup['buyerMessagesAfter'][number][] = [];

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

  /** Null when nothing was asked. */
  lookup(): Lookup | null {
    const lookup = {
      platformMessages: [...this.#platformMessages.values()],
      messages: [...this.#messages],
      gatewayFrames: [...this.#gatewayFrames.values()],
      buyerMessagesAfter: this.#buyerMessagesAfter,
    };
    return Object.values(lookup).some((lookups) => lookups.length > 0) ? lookup : null;
  }
}
