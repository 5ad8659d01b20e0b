import type { BuyerPin, ConversationKey, ShopId, SuggestionId } from './ids.ts';
import type { CardDetail, Message, MessageType, Origin, SendState } from './message.ts';

/** Who answers. In `manual` back-office replies are held as suggestions; `endsAt` null means until switched off. */
export type ReplyMode =
  | { readonly kind: 'auto' }
  | { readonly kind: 'manual'; readonly endsAt: number | null };

/** Why a back-office reply was held (CV5). */
export type HoldReason = 'manual' | 'agentTyping' | 'stale' | 'shopOffline';

/** A back-office reply that waits for the agent: 采用, 编辑 or 忽略. */
export type Suggestion = {
  readonly suggestionId: SuggestionId;
  readonly type: MessageType;
  readonly content: string;
  readonly receivedAt: number;
  readonly why: HoldReason;
};

/** `late`: it waits for the agent's word (CV12). */
export type LineState = SendState | 'late';

/** What the list shows of the newest message; `text` is at most 200 characters. */
export type LastLine = {
  readonly origin: Origin;
  readonly type: Message['type'];
  readonly text: string;
  readonly at: number;
  readonly sendState: LineState | null;
};

/** The buyer's newest product or order card; it stays in sight. */
export type PinnedCard = {
  readonly type: 'product_card' | 'order_card';
  readonly content: string;
  readonly card: CardDetail | null;
  readonly at: number;
};

/**
 * The gateway asked for a transfer that needs the agent's choice (CV10). `underWay` is no question yet: the app is at it,
 * and it is kept so that an end of the process does not forget what was asked.
 */
export type TransferQuestion = {
  readonly staffName: string;
  readonly why: 'none' | 'several' | 'offline' | 'failed' | 'underWay';
  readonly askedAt: number;
};
/** One that the agent has to answer. */
export type OpenQuestion = TransferQuestion & {
  readonly why: Exclude<TransferQuestion['why'], 'underWay'>;
};

export const isForAgent = (question: TransferQuestion | null): question is OpenQuestion =>
  question !== null && question.why !== 'underWay';

/**
 * What is answered is what was known (CV7). `arrival`: every message that had arrived on this computer up to this number when
 * a reply was decided here. `elsewhereAt`: every message that the platform dates before this moment (epoch ms), because who
 * replied there, on a phone, saw the platform's own order; null when nobody did.
 */
export type Answered = { readonly arrival: number; readonly elsewhereAt: number | null };

/** One buyer in one shop: a row of the list and the head of the chat. */
export type Conversation = {
  readonly key: ConversationKey;
  readonly shopId: ShopId;
  readonly buyerPin: BuyerPin;
  readonly buyerName: string | null;
  readonly avatarUrl: string | null;
  readonly mode: ReplyMode;
  /** Time of the first unanswered buyer message of this round, null when nobody waits (CV7). */
  readonly waitingSince: number | null;
  /** What of the buyer's messages is answered, by a reply that counts or by 无需回复; null while nothing is. */
  readonly answeredUpTo: Answered | null;
  /** Buyer messages since the agent last looked. */
  readonly unread: number;
  readonly last: LastLine | null;
  readonly pinned: PinnedCard | null;
  readonly suggestions: readonly Suggestion[];
  readonly transferQuestion: TransferQuestion | null;
  readonly draft: string;
  /**
   * Grows with every save and every send of a window, so that a window can say what it typed upon (CV13). It counts within
   * one life of the core and is not stored: it begins at 0 again, and a window that knows a higher number carries on from its own.
   */
  readonly draftRevision: number;
  readonly starred: boolean;
  readonly closed: boolean;
  readonly firstSeenAt: number;
  /** Place of the newest message, for the order of the next one. */
  readonly lastOrderAt: number;
};

/** What a window typed upon: the window, made known by an id of its own, and the revision of the draft that it showed. */
export type DraftBase = { readonly windowId: string; readonly revision: number };

/** A draft after a save. It need not be the text that was saved: what another window typed later stays. */
export type KeptDraft = {
  readonly draft: string;
  readonly revision: number;
  /** The text that gave way without its window or this one having seen the other; null when none did. */
  readonly displaced: string | null;
};

/** The name to show: the platform's nickname, else the pin. */
export const buyerLabel = (conversation: Pick<Conversation, 'buyerName' | 'buyerPin'>): string =>
  conversation.buyerName ?? conversation.buyerPin;
