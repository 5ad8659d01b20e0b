import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import type { Answered, Conversation } from '#shared/model/conversation.ts';
import type { GatewayEndReason, Outage } from '#shared/model/gateway-status.ts';
import type {
  ConversationRef,
  MessageId,
  PhraseId,
  PlatformMessageId,
  ShopId,
} from '#shared/model/ids.ts';
import type { InboxPage, InboxQuery } from '#shared/model/inbox.ts';
import { KindError } from '#shared/model/kind-error.ts';
import type { Message, MessagePosition } from '#shared/model/message.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import type { SearchAnswer } from '#shared/model/search.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { Shop, StaffList } from '#shared/model/shop.ts';
import type { StorageReason, StorageRepair } from '#shared/model/storage-status.ts';
import type { BusinessFrame } from '#shared/protocol/frames.ts';
import type { StorageFigures } from './storage-figures.ts';

/**
 * A frame that was taken out of the outbox because the line to the back office ended behind it again and again (GW9).
 * It waits for the agent; its shop and its own id are in the frame.
 */
export type SetAsideFrame = {
  readonly frame: BusinessFrame;
  /** How the line ended behind it the last time. */
  readonly reason: GatewayEndReason;
  readonly at: number;
};

/** What can be put, and what a row of it is. */
export type Rows = {
  readonly shop: Shop;
  readonly conversation: Conversation;
  readonly message: Message;
  readonly staffList: StaffList;
  readonly notice: ShopNotice;
  readonly settings: Settings;
  /** `from` is the key. */
  readonly outage: Outage;
  /** A frame for the back office (GW9). The database numbers it. */
  readonly outbox: BusinessFrame;
  /** A `message_id` that the gateway used in this shop (GW11). */
  readonly gatewayFrameId: {
    readonly shopId: ShopId;
    readonly frameId: MessageId;
    readonly at: number;
  };
  readonly quarantine: QuarantineEntry;
  /** The frame's shop and `message_id` are the key. */
  readonly setAside: SetAsideFrame;
  readonly phrase: Phrase;
};

export type RowName = keyof Rows;

/** One row that is put; it replaces by primary key. */
export type Put<Name extends RowName = RowName> = {
  [Each in Name]: { readonly put: Each; readonly row: Rows[Each] };
}[Name];

/** One row operation. A list of them is one transaction. */
export type Write =
  | Put
  | { readonly remove: 'setAside'; readonly shopId: ShopId; readonly messageId: MessageId }
  /** Proven read by the gateway: rows up to and including this number are done. */
  | { readonly remove: 'outboxUpTo'; readonly outboxSeq: number }
  /** This row alone; nothing where it is gone already. */
  | { readonly remove: 'outboxRow'; readonly outboxSeq: number }
  | { readonly remove: 'phrase'; readonly phraseId: PhraseId }
  /** A shop with all its rows. The agent's phrases for it are not among them. */
  | { readonly remove: 'shop'; readonly shopId: ShopId };

export type StoredState = {
  readonly shops: readonly Shop[];
  /** The live ones (PF1), those of open sends, and the newest of each shop. */
  readonly conversations: readonly Conversation[];
  readonly staffLists: readonly StaffList[];
  readonly settings: Settings | null;
  /** Errors of the back office that nobody has ended, oldest first (GW13). */
  readonly openNotices: readonly ShopNotice[];
  readonly outages: readonly Outage[];
  /** Outgoing messages in state `queued`, `sending` or `unconfirmed`, oldest first. */
  readonly openSends: readonly Message[];
  readonly lastArrival: number;
  readonly pendingFrames: number;
  readonly quarantinedFrames: number;
  /** All of them, oldest first. */
  readonly setAside: readonly SetAsideFrame[];
  /** All of them, in no particular order; `PHRASE_LIMITS` says how many. */
  readonly phrases: readonly Phrase[];
};

/** Rows that a batch of facts has to know before the core may decide. */
export type Lookup = {
  readonly conversations: readonly ConversationRef[];
  readonly platformMessages: readonly { readonly shopId: ShopId; readonly id: PlatformMessageId }[];
  readonly messages: readonly MessageId[];
  readonly gatewayFrames: readonly { readonly shopId: ShopId; readonly frameId: MessageId }[];
  /** The earliest buyer message that is not answered, to restart the waiting clock. */
  readonly buyerMessagesAfter: readonly (ConversationRef & { readonly after: Answered })[];
};

/** Found rows, in no particular order; what is absent does not exist. */
export type LookupAnswer = {
  readonly conversations: readonly Conversation[];
  readonly platformMessages: readonly Message[];
  readonly messages: readonly Message[];
  readonly gatewayFrames: readonly { readonly shopId: ShopId; readonly frameId: MessageId }[];
  /** At most one message for each question, the earliest. */
  readonly buyerMessagesAfter: readonly Message[];
};

export type OutboxRow = { readonly outboxSeq: number; readonly frame: BusinessFrame };

/** What a shop has of conversations, live or not. */
export type ConversationCount = {
  readonly shopId: ShopId;
  readonly conversations: number;
  readonly waiting: number;
};

/** One small step of forgetting what is older than it is kept (PF4, GW11). */
export type SweepQuery = {
  /** Conversations behind this one, in the order of their keys; null for the first ones. */
  readonly after: ConversationRef | null;
  /** Messages that are dated before may go, but for those of starred conversations and open sends; null keeps all. */
  readonly messagesBefore: number | null;
  /** The gateway's message ids that came before are forgotten. */
  readonly frameIdsBefore: number;
};

export type SweepAnswer = {
  readonly removedMessages: number;
  /** The `after` of the next step. */
  readonly next: ConversationRef | null;
  readonly isDone: boolean;
};

/**
 * The database, in its own thread. Calls run in the order in which they were made.
 * A rejected promise carries a `StorageError`; a failed `commit` wrote nothing.
 */
export interface Store {
  load(): Promise<StoredState>;
  lookUp(lookup: Lookup): Promise<LookupAnswer>;
  /** Durable when it resolves (ST1: synchronous=FULL). */
  commit(writes: readonly Write[]): Promise<void>;
  /** Ascending; the `limit` newest before `before`, and whether older ones exist. */
  loadMessages(
    ref: ConversationRef,
    before: MessagePosition | null,
    limit: number,
  ): Promise<{ readonly messages: readonly Message[]; readonly hasOlder: boolean }>;
  loadConversation(ref: ConversationRef): Promise<Conversation | null>;
  loadInboxPage(query: InboxQuery): Promise<InboxPage>;
  /** Null for every shop that has conversations. */
  countConversations(shopId: ShopId | null): Promise<readonly ConversationCount[]>;
  sweep(query: SweepQuery): Promise<SweepAnswer>;
  /** Ascending; the `limit` oldest at `from` or later, and whether newer ones exist. */
  loadMessagesFrom(
    ref: ConversationRef,
    from: MessagePosition,
    limit: number,
  ): Promise<{ readonly messages: readonly Message[]; readonly hasNewer: boolean }>;
  /** Rows with a number above `after`, ascending. */
  loadOutbox(after: number, limit: number): Promise<readonly OutboxRow[]>;
  /** What fits a query of any length and characters, newest first (PF3). */
  search(query: string): Promise<SearchAnswer>;
  /** A shop's errors of the back office, the newest 100, newest first. */
  loadNotices(shopId: ShopId): Promise<readonly ShopNotice[]>;
  /** Newest first, at most 200. */
  loadQuarantine(): Promise<readonly QuarantineEntry[]>;
  /** Writes what is waiting and closes the file. */
  close(): Promise<void>;
}

/** A database as it was found. `readonly`: a newer app wrote it, `commit` rejects with `storage.newer` (ST3). */
export type OpenedStore = {
  readonly store: Store;
  readonly access: 'readwrite' | 'readonly';
  /** What this opening had to repair, null where the file was sound. */
  readonly repair: StorageRepair | null;
  /** Hears of damage that was met and repaired while the database was open. Returns its undo. */
  readonly onRepair: (listener: (repair: StorageRepair) => void) => () => void;
  /** Reads every row and page, and repairs what is damaged; for whoever has seen damage from outside. */
  readonly mend: () => Promise<void>;
  readonly figures: () => StorageFigures;
};

export class StorageError extends KindError<StorageReason> {}
