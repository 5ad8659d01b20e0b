import type { SeededRandom } from '../seeded.ts';
import type { Goods } from './goods.ts';
import type { Matter } from './words.ts';
import type { Ending } from './round.ts';
import type {
  Answered,
  Conversation,
  PinnedCard,
  ReplyMode,
  Suggestion,
} from '#shared/model/conversation.ts';
import { conversationKey, type ConversationRef } from '#shared/model/ids.ts';
import { lastLineOf } from '#shared/model/last-line.ts';
import type { Message } from '#shared/model/message.ts';
import {
  answerElsewhere,
  answerKnown,
  isAnswered,
  startWaiting,
} from '#shared/model/waiting-clock.ts';

/** Who a conversation is with, and what was decided of it beforehand. */
export type TalkParts = {
  readonly ref: ConversationRef;
  readonly name: string | null;
  readonly avatarUrl: string | null;
  readonly goods: readonly Goods[];
  readonly ending: Ending | null;
  readonly random: SeededRandom;
};

/** What the agent did to a conversation beside writing. */
export type Handled = Pick<Conversation, 'starred' | 'closed' | 'draft'> & {
  readonly suggestions: readonly Suggestion[];
  readonly transferQuestion: Conversation['transferQuestion'];
};

/**
 * A conversation as it grows, by the steps that the core takes over the same messages in the same order: clock, unread, last
 * line, pinned card and mode. A test lets the core check them.
 */
export class Talk {
  readonly parts: TalkParts;
  matter: Matter | null = null;
  mode: ReplyMode = { kind: 'auto' };
  lastOrderAt = 0;
  /** When our side last spoke, for whether a matter is a new one. */
  spokeAt = 0;
  #waitingSince: number | null = null;
  #answered: Answered | null = null;
  #unread = 0;
  #last: Message | null = null;
  #pinned: PinnedCard | null = null;
  #firstSeenAt = Number.POSITIVE_INFINITY;

  constructor(parts: TalkParts) {
    this.parts = parts;
  }

  get isWaiting(): boolean {
    return this.#waitingSince !== null;
  }

  /** A buyer's message (CV7): it waits, unless a reply that came before covers it. */
  hear(message: Message): void {
    const { type, content, card, sentAt } = message;
    if (type === 'product_card' || type === 'order_card') {
      this.#pinned = { type, content, card, at: sentAt };
    }
    if (!isAnswered({ answeredUpTo: this.#answered }, message)) {
      this.#waitingSince = startWaiting(this.#waitingSince, sentAt);
      this.#unread += 1;
    }
    this.#add(message);
  }

  /** A reply that reached the buyer: by this app, or elsewhere. Nothing arrived anywhere between its decision and its evidence. */
  reply(message: Message): void {
    const answered =
      message.origin === 'platform'
        ? answerElsewhere(this.#answered, message.orderAt)
        : this.#answered;
    this.#answered = answerKnown(answered, message.arrival);
    this.#waitingSince = null;
    this.#add(message);
  }

  /** A line that answers nobody: a system line, a send that did not go out. */
  note(message: Message): void {
    this.#add(message);
  }

  /** 无需回复, at once after this message. */
  settle(message: Message): void {
    this.#waitingSince = null;
    this.#answered = answerKnown(this.#answered, message.arrival);
  }

  /** The agent looked at it. */
  look(): void {
    this.#unread = 0;
  }

  conversation(handled: Handled): Conversation {
    const { ref, name, avatarUrl } = this.parts;
    return {
      key: conversationKey(ref),
      ...ref,
      buyerName: name,
      avatarUrl,
      mode: this.mode,
      waitingSince: this.#waitingSince,
      answeredUpTo: this.#answered,
      unread: this.#unread,
      last: this.#last === null ? null : lastLineOf(this.#last),
      pinned: this.#pinned,
      ...handled,
      draftRevision: 0,
      firstSeenAt: this.#firstSeenAt,
      lastOrderAt: this.lastOrderAt,
    };
  }

  #add(message: Message): void {
    this.#firstSeenAt = Math.min(this.#firstSeenAt, message.sentAt);
    if (message.orderAt < this.lastOrderAt) return;
    this.lastOrderAt = message.orderAt;
    if (message.type !== 'systemLine') this.#last = message;
  }
}
