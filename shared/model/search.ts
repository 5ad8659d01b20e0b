import type { BuyerPin, MessageId, ShopId } from './ids.ts';
import type { Message, MessagePosition } from './message.ts';

/** What each group of an answer shows at most, and how far `more` counts; the lists that an agent reads are short. */
export const SEARCH_LIMITS = { buyers: 20, messages: 30, numbers: 20, more: 30 } as const;

/** Only so much of a query counts, in UTF-16 units: a pasted paragraph is told by its beginning. */
export const MAX_QUERY_CHARACTERS = 200;

/** A text with the places that fit the query, `[from, to)` in UTF-16 units, ascending and apart. Untrusted. */
export type MarkedText = {
  readonly text: string;
  readonly marks: readonly (readonly [from: number, to: number])[];
};

/** What a row needs of a conversation that may be in no replica. */
type FoundIn = {
  readonly shopId: ShopId;
  readonly buyerPin: BuyerPin;
  readonly buyerName: string | null;
  readonly avatarUrl: string | null;
};

export type FoundBuyer = FoundIn & {
  /** The name, or the pin of a buyer without one. A hit by pinyin marks the characters that are read so. */
  readonly label: MarkedText;
  /** The pin, where it is what was found and is not the label. */
  readonly account: MarkedText | null;
  /** Epoch ms of the newest message. */
  readonly at: number;
};

export type FoundMessage = FoundIn &
  Pick<Message, 'messageId' | 'origin' | 'type' | 'sentAt'> &
  MessagePosition & { readonly excerpt: MarkedText };

/** `mentioned`: a long number in somebody's words; only a card says which kind it is. */
export type NumberKind = 'order' | 'goods' | 'mentioned';

/** A number with the newest message of that buyer in which it is. */
export type FoundNumber = FoundIn &
  MessagePosition & {
    readonly messageId: MessageId;
    readonly sentAt: number;
    readonly kind: NumberKind;
    readonly number: MarkedText;
  };

/** `more`: how many beyond the hits fit too, at most `SEARCH_LIMITS.more`. */
export type FoundGroup<Hit> = { readonly hits: readonly Hit[]; readonly more: number };

/** What this computer knows that fits a query, newest first in each group. */
export type SearchAnswer = {
  readonly buyers: FoundGroup<FoundBuyer>;
  readonly messages: FoundGroup<FoundMessage>;
  readonly numbers: FoundGroup<FoundNumber>;
  /** 0 to 1 while older messages are still being made findable; null when all are. */
  readonly progress: number | null;
};

const NONE = { hits: [], more: 0 } as const;
export const NOTHING_FOUND: SearchAnswer = {
  buyers: NONE,
  messages: NONE,
  numbers: NONE,
  progress: null,
};
