/**
 * Opaque ids. All of them are strings, never numbers: platform ids exceed 2^53.
 * A branded id is made only at an edge (a schema, a database row), by the `as…` functions below.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A merchant's store; `store_id` on the gateway's wire, 店铺 on the screen. */
export type ShopId = Branded<'ShopId'>;
/** A buyer's account on the platform (`sender.id` and `receiver.id` on the wire). Unique only within a shop. */
export type BuyerPin = Branded<'BuyerPin'>;
/** Our own id of a message (UUIDv7), and its `message_id` on the gateway's wire. Also the client id of a send. */
export type MessageId = Branded<'MessageId'>;
/** The platform's id of a message. Unique only within a shop. */
export type PlatformMessageId = Branded<'PlatformMessageId'>;
/** One of a shop's service accounts. */
export type StaffId = Branded<'StaffId'>;
/** A held back-office reply. */
export type SuggestionId = Branded<'SuggestionId'>;
/** An error frame of the back office, as an entry of its own (GW13). */
export type NoticeId = Branded<'NoticeId'>;
/** A quick phrase (快捷语); made by the window that writes it (UUIDv7). */
export type PhraseId = Branded<'PhraseId'>;
/** (shop, buyer) as one string, for maps and list keys (CV1). */
export type ConversationKey = Branded<'ConversationKey'>;

export const asShopId = (text: string): ShopId => text as ShopId;
export const asBuyerPin = (text: string): BuyerPin => text as BuyerPin;
export const asMessageId = (text: string): MessageId => text as MessageId;
export const asPlatformMessageId = (text: string): PlatformMessageId => text as PlatformMessageId;
export const asStaffId = (text: string): StaffId => text as StaffId;
export const asSuggestionId = (text: string): SuggestionId => text as SuggestionId;
export const asPhraseId = (text: string): PhraseId => text as PhraseId;
export const asNoticeId = (text: string): NoticeId => text as NoticeId;

/** What a conversation is keyed by. Two shops may have the same buyer pin. */
export type ConversationRef = { readonly shopId: ShopId; readonly buyerPin: BuyerPin };

/** Joins a reference to one string. The separator (U+001F) is refused in shop ids by every schema, so keys never collide. */
export const conversationKey = ({ shopId, buyerPin }: ConversationRef): ConversationKey =>
  `${shopId}\u001f${buyerPin}` as ConversationKey;

/** The reference back out of its key. */
export const refOfKey = (key: ConversationKey): ConversationRef => {
  const at = key.indexOf('\u001f');
  return { shopId: asShopId(key.slice(0, at)), buyerPin: asBuyerPin(key.slice(at + 1)) };
};

/** How the keys of all conversations of a shop begin. */
export const keyStartOf = (shopId: ShopId): string => `${shopId}\u001f`;
