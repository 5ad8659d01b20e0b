import type { BuyerPin, MessageId, PlatformMessageId, ShopId } from './ids.ts';

/** The message types of the gateway's wire (spec 3.1). */
export const MESSAGE_TYPES = ['text', 'image', 'video', 'product_card', 'order_card'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** Who wrote it (CV2). `platform` is our side speaking elsewhere, for example from a phone. */
export type Origin = 'buyer' | 'agent' | 'backoffice' | 'platform' | 'system';

/** What a platform told about a card beyond the wire's text. Every text is untrusted. */
export type CardDetail = {
  readonly title: string | null;
  readonly priceText: string | null;
  readonly imageUrl: string | null;
  readonly goodsId: string | null;
  readonly orderId: string | null;
  readonly link: string | null;
};

/** A line that nobody wrote: what happened to the conversation. The renderer gives it words. */
export type Notice =
  | { readonly code: 'takeover.started'; readonly by: 'switch' | 'reply' }
  | { readonly code: 'takeover.ended'; readonly by: 'switch' | 'countdown' }
  | {
      readonly code: 'transfer.done';
      readonly staffName: string;
      readonly by: 'agent' | 'backoffice';
    }
  | { readonly code: 'transfer.failed'; readonly staffName: string; readonly reason: string }
  | { readonly code: 'gateway.error'; readonly text: string }
  | { readonly code: 'platform.notice'; readonly text: string };

/**
 * CV3. `queued` waits its turn, `sending` is with the platform page, `sent` has the platform's evidence,
 * `unconfirmed` has none and is never sent again by itself, `rejected` was refused, `cancelled` never left.
 */
export type SendState = 'queued' | 'sending' | 'sent' | 'unconfirmed' | 'rejected' | 'cancelled';

/** `reason` of a queued back-office reply that nobody chose: it may still be held (CV5). */
export const AUTO_REPLY = 'auto';
/** `reason` of a cancelled back-office reply that lives on as a suggestion (CV5). */
export const HELD_REPLY = 'held';

/** `reason` is the platform's own text or a short cause (`AUTO_REPLY`, `HELD_REPLY`); null while all is well. */
export type SendStatus = {
  readonly state: SendState;
  readonly reason: string | null;
  readonly changedAt: number;
};

/** One entry of a conversation's timeline. */
export type Message = {
  readonly messageId: MessageId;
  readonly shopId: ShopId;
  readonly buyerPin: BuyerPin;
  readonly origin: Origin;
  readonly type: MessageType | 'notice' | 'unknown';
  /** Text, or the link of an image, a video or a card, or an order card's text, just as on the wire; '' for a notice. */
  readonly content: string;
  readonly card: CardDetail | null;
  readonly notice: Notice | null;
  /** Place in the conversation: the platform's time in ms where known (CV9), then `arrival`. */
  readonly orderAt: number;
  /** Strictly increasing over the whole database, in the order in which this computer got to know. */
  readonly arrival: number;
  /** The time shown. */
  readonly sentAt: number;
  readonly platformMessageId: PlatformMessageId | null;
  /** Only on what this app sends (origin agent or backoffice). */
  readonly send: SendStatus | null;
};

/** Where a message stands in its conversation. */
export type MessagePosition = Pick<Message, 'orderAt' | 'arrival'>;

/** Ascending timeline order (CV9). */
export const comparePositions = (a: MessagePosition, b: MessagePosition): number =>
  a.orderAt - b.orderAt || a.arrival - b.arrival;

/** A buyer's words come in; all else is our side's. */
export const directionOf = (origin: Origin): 'in' | 'out' =>
  origin === 'buyer' || origin === 'system' ? 'in' : 'out';

/**
 * False for a back-office reply that became a suggestion (CV5): its row stays, so that it is neither lost nor doubled,
 * but what the agent sees of it is the suggestion.
 */
export const isInTimeline = ({ origin, send }: Pick<Message, 'origin' | 'send'>): boolean =>
  !(origin === 'backoffice' && send?.state === 'cancelled' && send.reason === HELD_REPLY);
