import type { BuyerPin, MessageId, PlatformMessageId, ShopId } from './ids.ts';
import type { ErrorKind } from './result.ts';

/**
 * Longest content of one message, in UTF-16 units as `String.length` counts them; far above what any platform takes. It
 * holds for the gateway's frames, for a send and for a draft, so that what fits the composer fits the draft (CV13).
 */
export const MAX_CONTENT_CHARACTERS = 65_536;

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
export type SystemLine =
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

/**
 * Why a send is in its state. `auto`: a queued back-office reply that nobody chose, which may still be held (CV5).
 * `late`: a queued one that waited too long and goes only when the agent says so (CV12).
 * `held`: a cancelled one that lives on as a suggestion. `refused`: by the platform, `words` are its own.
 * `impossible`: by this program, which has a sentence for it. `unclear`: no evidence; `trace` helps support.
 */
export type SendReason =
  | { readonly code: 'auto' }
  | { readonly code: 'late' }
  | { readonly code: 'held' }
  | { readonly code: 'refused'; readonly platformCode: string; readonly words: string | null }
  | { readonly code: 'impossible'; readonly error: ErrorKind }
  | { readonly code: 'unclear'; readonly trace: string };

export const AUTO_REPLY: SendReason = { code: 'auto' };
export const LATE_SEND: SendReason = { code: 'late' };
export const HELD_REPLY: SendReason = { code: 'held' };

/** `reason` is null while all is well. */
export type SendStatus = {
  readonly state: SendState;
  readonly reason: SendReason | null;
  readonly changedAt: number;
};

/** A send that waits for the agent's word (CV12). */
export const isLateSend = (send: SendStatus | null): boolean =>
  send?.state === 'queued' && send.reason?.code === 'late';

/** One entry of a conversation's timeline. */
export type Message = {
  readonly messageId: MessageId;
  readonly shopId: ShopId;
  readonly buyerPin: BuyerPin;
  readonly origin: Origin;
  readonly type: MessageType | 'systemLine' | 'unknown';
  /** Text, or the link of an image, a video or a card, or an order card's text, just as on the wire; '' for a system line. */
  readonly content: string;
  readonly card: CardDetail | null;
  readonly systemLine: SystemLine | null;
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
  !(origin === 'backoffice' && send?.state === 'cancelled' && send.reason?.code === 'held');
