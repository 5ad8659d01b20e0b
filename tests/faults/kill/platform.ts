import type { SendOutcome, SendRequest } from '../../../electron/core/ports/connectors.ts';
import type { PlatformMessage } from '../../../electron/core/ports/facts.ts';
import type { SeededRandom } from '../../../sandbox/seeded.ts';
import {
  asBuyerPin,
  asPlatformMessageId,
  asShopId,
  asStaffId,
  type ConversationRef,
  type MessageId,
  type ShopId,
} from '#shared/model/ids.ts';
import type { Staff } from '#shared/model/shop.ts';
import type { PlatformAnswer } from './wire.ts';

export const SHOPS = ['shop-1', 'shop-2', 'shop-3'].map((id) => asShopId(id));
/** The same in every shop: a key of the pin alone would mix them up (CV1). */
const BUYERS = ['甲', '乙', '丙', '丁'].map((pin) => asBuyerPin(pin));
export const CONVERSATIONS: readonly ConversationRef[] = SHOPS.flatMap((shopId) =>
  BUYERS.map((buyerPin) => ({ shopId, buyerPin })),
);
/** Everybody whom a transfer may name; one person a wish, so that each wish can be told. */
export const colleague = (number: number): Staff => ({
  staffId: asStaffId(`${number}`),
  name: `小王${number}`,
  status: 1,
  department: '',
  online: true,
});

/** What becomes of a send: how the platform may treat it. `late` reaches the buyer some time after nobody waits any more. */
const FATES = ['answered', 'answered', 'answered', 'silent', 'lost', 'refused', 'late'] as const;
const LATEST_MS = 250;

type Parts = {
  readonly random: SeededRandom;
  /** A new message, for a page that is open. */
  readonly push: (shopId: ShopId, messages: readonly PlatformMessage[]) => void;
};

/**
 * The platform behind all shops: what buyers said and what reached them, whatever becomes of the app. Content is unique,
 * so that a second copy can be told.
 */
export class Platform {
  /** In the order of the platform. */
  readonly #messages = new Map<ShopId, PlatformMessage[]>();
  readonly said = new Map<string, ConversationRef>();
  /** What reached a buyer, and how often. */
  readonly delivered = new Map<string, number>();
  readonly transfers = new Map<MessageId, number>();
  /** Every send is answered, and at once. */
  isCalm = false;
  readonly #parts: Parts;
  readonly #late = new Set<NodeJS.Timeout>();
  #ids = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The list of a shop: all its messages. */
  list(shopId: ShopId): readonly PlatformMessage[] {
    return this.#messages.get(shopId) ?? [];
  }

  messageIds(): readonly string[] {
    return SHOPS.flatMap((shopId) => this.list(shopId)).map((message) => message.platformMessageId);
  }

  say(ref: ConversationRef): void {
    const message = this.#add(ref, 'buyer', `b${this.said.size}`);
    this.said.set(message.content, ref);
    this.#parts.push(ref.shopId, [message]);
  }

  /** Something happens to the send at once; the answer is for whoever still hears it, null when none comes. */
  send(shopId: ShopId, { buyerPin, part }: SendRequest): { readonly outcome: SendOutcome } | null {
    const { random } = this.#parts;
    const ref = { shopId, buyerPin };
    const fate = this.isCalm ? 'answered' : random.pick(FATES);
    switch (fate) {
      case 'answered': {
        const { platformMessageId, sentAt } = this.#deliver(ref, part.content);
        return { outcome: { kind: 'sent', platformMessageId, sentAt } };
      }
      case 'silent':
        this.#deliver(ref, part.content);
        return random.next() < 0.5 ? null : { outcome: { kind: 'unconfirmed', why: 'timeout' } };
      case 'lost':
        return { outcome: { kind: 'unconfirmed', why: 'timeout' } };
      case 'refused':
        return { outcome: { kind: 'rejected', code: '1', text: '不行' } };
      case 'late': {
        const timer = setTimeout(
          () => {
            this.#late.delete(timer);
            this.#deliver(ref, part.content);
          },
          random.between(0, LATEST_MS),
        );
        this.#late.add(timer);
        return { outcome: { kind: 'unconfirmed', why: 'timeout' } };
      }
      default:
        return fate;
    }
  }

  transfer(operationId: MessageId): PlatformAnswer {
    this.transfers.set(operationId, (this.transfers.get(operationId) ?? 0) + 1);
    return { transfer: { kind: 'transferred' } };
  }

  /** Nothing is on its way to a buyer any more. */
  get isSettled(): boolean {
    return this.#late.size === 0;
  }

  end(): void {
    for (const timer of this.#late) clearTimeout(timer);
  }

  #deliver(ref: ConversationRef, content: string): PlatformMessage {
    this.delivered.set(content, (this.delivered.get(content) ?? 0) + 1);
    const message = this.#add(ref, 'self', content);
    // Some platforms show our own words on the stream, before or after the answer.
    if (this.#parts.random.next() < 0.7) this.#parts.push(ref.shopId, [message]);
    return message;
  }

  #add(ref: ConversationRef, from: 'buyer' | 'self', content: string): PlatformMessage {
    this.#ids += 1;
    const message: PlatformMessage = {
      platformMessageId: asPlatformMessageId(`p${this.#ids}`),
      buyerPin: ref.buyerPin,
      buyerName: null,
      avatarUrl: null,
      from,
      type: 'text',
      content,
      card: null,
      sentAt: Date.now(),
    };
    const list = this.#messages.get(ref.shopId) ?? [];
    list.push(message);
    this.#messages.set(ref.shopId, list);
    return message;
  }
}
