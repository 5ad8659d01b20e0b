import {
  conversationKey,
  type ConversationKey,
  type MessageId,
  type ShopId,
} from '#shared/model/ids.ts';
import { isLateSend, type Message } from '#shared/model/message.ts';

/**
 * Still of interest: on its way, or without the platform's evidence. A message that the agent marked as sent by hand
 * stays here for the life of the process, so that its echo is not shown as a second message.
 */
const isOpen = ({ send, platformMessageId }: Message): boolean =>
  send?.state === 'queued' ||
  send?.state === 'sending' ||
  send?.state === 'unconfirmed' ||
  (send?.state === 'sent' && platformMessageId === null);

/** Our outgoing messages that are not at their end, by id and by conversation, oldest first. */
export class OpenSends {
  readonly #byId = new Map<MessageId, Message>();
  readonly #byConversation = new Map<ConversationKey, Set<MessageId>>();
  readonly #byShop = new Map<ShopId, Set<ConversationKey>>();

  /** Takes note of the newest version of a message; forgets it once it is at its end. */
  note(message: Message): void {
    if (message.send === null) return;
    const key = conversationKey(message);
    if (!isOpen(message)) {
      if (this.#byId.delete(message.messageId)) this.#leave(key, message);
      return;
    }
    this.#byId.set(message.messageId, message);
    const lane = this.#byConversation.get(key) ?? new Set();
    this.#byConversation.set(key, lane.add(message.messageId));
    const keys = this.#byShop.get(message.shopId) ?? new Set();
    this.#byShop.set(message.shopId, keys.add(key));
  }

  get(messageId: MessageId): Message | null {
    return this.#byId.get(messageId) ?? null;
  }

  has(key: ConversationKey): boolean {
    return this.#byConversation.has(key);
  }

  /** Those of one conversation, in the order in which they became open. */
  of(key: ConversationKey): readonly Message[] {
    return [...(this.#byConversation.get(key) ?? [])]
      .map((messageId) => this.#byId.get(messageId))
      .filter((message) => message !== undefined);
  }

  /** The next one to send in a conversation; one that waits for the agent's word holds no other up (CV12). */
  nextQueued(key: ConversationKey): Message | null {
    for (const messageId of this.#byConversation.get(key) ?? []) {
      const message = this.#byId.get(messageId);
      if (message?.send?.state === 'queued' && !isLateSend(message.send)) return message;
    }
    return null;
  }

  /** Conversations of a shop that have open sends. */
  lanesOf(shopId: ShopId): readonly ConversationKey[] {
    return [...(this.#byShop.get(shopId) ?? [])];
  }

  /** What they say, each: their files must stay (`OutgoingMedia`). */
  contents(): ReadonlySet<string> {
    return new Set([...this.#byId.values()].map(({ content }) => content));
  }

  /** Forgets those of a deleted shop; answers which they were. */
  forgetShop(shopId: ShopId): readonly MessageId[] {
    const gone: MessageId[] = [];
    for (const key of this.lanesOf(shopId)) {
      for (const messageId of this.#byConversation.get(key) ?? []) gone.push(messageId);
      this.#byConversation.delete(key);
    }
    this.#byShop.delete(shopId);
    for (const messageId of gone) this.#byId.delete(messageId);
    return gone;
  }

  /** How many are in each state that is not an end. */
  counts(): { readonly queued: number; readonly sending: number; readonly unconfirmed: number } {
    const counts = { queued: 0, sending: 0, unconfirmed: 0 };
    for (const { send } of this.#byId.values()) {
      if (send !== null && send.state in counts) counts[send.state as keyof typeof counts] += 1;
    }
    return counts;
  }

  #leave(key: ConversationKey, message: Message): void {
    const lane = this.#byConversation.get(key);
    lane?.delete(message.messageId);
    if (lane?.size !== 0) return;
    this.#byConversation.delete(key);
    const keys = this.#byShop.get(message.shopId);
    keys?.delete(key);
    if (keys?.size === 0) this.#byShop.delete(message.shopId);
  }
}
