import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import type { Answered, Conversation } from '#shared/model/conversation.ts';
import type { CookieNote } from '#shared/model/cookie-note.ts';
import type { GatewayEndReason, GatewayStatus, Outage } from '#shared/model/gateway-status.ts';
import type {
  BuyerPin,
  ConversationRef,
  MessageId,
  PlatformMessageId,
  NoticeId,
  ShopId,
  StaffId,
  SuggestionId,
} from '#shared/model/ids.ts';
import type { InboxPage, InboxQuery } from '#shared/model/inbox.ts';
import { KindError } from '#shared/model/kind-error.ts';
import type { CardDetail, Message, MessagePosition, MessageType } from '#shared/model/message.ts';
import type { Capability, Platform } from '#shared/model/platform.ts';
import type { ErrorKind, Result } from '#shared/model/result.ts';
import type { SearchAnswer } from '#shared/model/search.ts';
import type { Secret } from '#shared/model/secret.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { PagePlace } from '#shared/model/shop-page.ts';
import type { ShopEvent } from '#shared/model/shop-state.ts';
import type { Shop, Staff, StaffList } from '#shared/model/shop.ts';
import type { StorageReason, StorageRepair } from '#shared/model/storage-status.ts';
import type { BusinessFrame, InboundBusinessFrame } from '#shared/protocol/frames.ts';
import type { Delta } from '#shared/sync/delta.ts';

/**
 * Everything the core needs of the world and everything the world tells it. The core imports no socket,
 * no SQL and no Electron; an entry hands these in.
 */

// ---- time and ids ----

export interface Clock {
  /** Epoch milliseconds; may jump. */
  now(): number;
  /** Milliseconds that only grow, for durations and deadlines. */
  monotonicMs(): number;
  /** Runs `run` once after `ms`; returns its undo. */
  setTimer(ms: number, run: () => void): () => void;
}

export interface IdSource {
  messageId(): MessageId;
  suggestionId(): SuggestionId;
  noticeId(): NoticeId;
  /** A fresh text for one life of the core. */
  epoch(): string;
}

// ---- storage ----

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
  /** A shop with all its rows. */
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

/** A statement, or an operation as a whole (`sql` null), that took longer than 50 ms. No value stands in it. */
export type SlowQuery = {
  readonly operation: string;
  readonly sql: string | null;
  /** SQLite's query plan, a line a step; empty where it has none. */
  readonly plan: readonly string[];
  readonly count: number;
  readonly worstMs: number;
};

/** How busy the database is. */
export type StorageFigures = {
  /** Calls that were made and are not answered. */
  readonly waitingCalls: number;
  /** The most since the database was opened. */
  readonly mostWaitingCalls: number;
  /** Each SQL text once, the one that was slow last first; at most 50. */
  readonly slow: readonly SlowQuery[];
};

export const NO_STORAGE_FIGURES: StorageFigures = {
  waitingCalls: 0,
  mostWaitingCalls: 0,
  slow: [],
};

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

// ---- the gateway, as the core uses it ----

export interface GatewayLink {
  /** Checks and keeps address and token, then connects. Refuses with `gateway.addressInvalid` or `gateway.tokenMissing`. */
  configure(server: string, token: Secret): Promise<Result<null>>;
  forget(): Promise<void>;
  reconnectNow(): Result<null>;
  /** The network came back or changed (GW3): try at once, or ask the line that stands for a sign of life. */
  networkChanged(): void;
  /** New outbox rows are durable: drain. */
  outboxGrew(): void;
}

// ---- the platforms, as the core uses them ----

/** The files that the agent sends, by the content of their messages (`outgoing:…`). */
export interface OutgoingMedia {
  /** Null when the file is gone. */
  read(content: string): Promise<{
    readonly name: string;
    readonly mimeType: string;
    readonly base64: string;
  } | null>;
}

/** Content of one outgoing message. */
export type SendPart = { readonly type: MessageType; readonly content: string };

/** CV3: `sent` carries the platform's evidence; `unconfirmed` means nobody knows; `rejected` is the platform's no. */
export type SendOutcome =
  | {
      readonly kind: 'sent';
      readonly platformMessageId: PlatformMessageId;
      readonly sentAt: number | null;
    }
  | { readonly kind: 'unconfirmed'; readonly why: string }
  /** The platform refused it; `text` is its own. */
  | { readonly kind: 'rejected'; readonly code: string; readonly text: string }
  /** It cannot be sent from here: nothing was written, and trying again changes nothing. */
  | { readonly kind: 'impossible'; readonly error: ErrorKind }
  /** The shop was not online: nothing was written to the page, it may be tried again. */
  | { readonly kind: 'notWritten'; readonly why: string };

export type TransferOutcome =
  | { readonly kind: 'transferred' }
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'unconfirmed'; readonly why: string };

/** Makes durable under which address the platform has an uploaded file; rejects when it could not. */
export type KeepAddress = (address: string) => Promise<void>;

export type SendRequest = {
  readonly buyerPin: BuyerPin;
  readonly part: SendPart;
};

export interface Connectors {
  /** A cookie was pushed, or (null) a known shop is taken up again with the session it still has (PL3). */
  connect(shopId: ShopId, platform: Platform, cookies: Secret | null): void;
  /**
   * Never rejects. `keepAddress` is done before an uploaded file is written to the buyer, so that its echo is known even after
   * a crash. `mayWrite` is asked once more right before the write (CV5). Where one says no, it ends as `notWritten`.
   */
  send(
    shopId: ShopId,
    request: SendRequest,
    mayWrite: () => boolean,
    keepAddress: KeepAddress,
  ): Promise<SendOutcome>;
  listStaff(shopId: ShopId): Promise<Result<readonly Staff[]>>;
  transfer(
    shopId: ShopId,
    request: {
      readonly operationId: MessageId;
      readonly buyerPin: BuyerPin;
      readonly staffId: StaffId;
      readonly reason: string;
    },
  ): Promise<TransferOutcome>;
  /** Shows the shop's page, or `link` in the shop's session where it is allowed (PL8). */
  showPage(shopId: ShopId, link: string | null): Promise<Result<null>>;
  /** Puts a shown page out of sight; the shop goes on with it. Never rejects. */
  hidePage(shopId: ShopId): Promise<void>;
  /**
   * The gateway says that the platform wants a person (spec 5.2): pause, and probe until it is over. Answers the host of a
   * link that the shop's session may not visit (PL8), null when it may, or when the shop has no session yet.
   */
  challenge(shopId: ShopId, link: string, text: string): string | null;
  retry(shopId: ShopId): Result<null>;
  /** PL13: ends the shop's connector and deletes its session. Rejects when the session could not be deleted. */
  forget(shopId: ShopId): Promise<void>;
}

// ---- facts ----

/** A message as an adapter's codec understood it. */
export type PlatformMessage = {
  readonly platformMessageId: PlatformMessageId;
  readonly buyerPin: BuyerPin;
  readonly buyerName: string | null;
  readonly avatarUrl: string | null;
  /** `self` is our side: the echo of a send of ours, or sent elsewhere. The core alone tells the two apart. */
  readonly from: 'buyer' | 'self' | 'system';
  readonly type: MessageType | 'unknown';
  readonly content: string;
  readonly card: CardDetail | null;
  /** The platform's time in ms, null where it gave none. */
  readonly sentAt: number | null;
};

/** Everything the world tells the core. */
export type Fact =
  | { readonly kind: 'gateway.frame'; readonly frame: InboundBusinessFrame }
  | { readonly kind: 'gateway.quarantined'; readonly entry: QuarantineEntry }
  /** Without what the core counts itself. */
  | {
      readonly kind: 'gateway.status';
      readonly status: Omit<
        GatewayStatus,
        'pendingFrames' | 'quarantinedFrames' | 'setAsideFrames' | 'outages'
      >;
    }
  /** What the gateway's server says of the time, while it opens the line: evidence about our own clock. */
  | { readonly kind: 'gateway.serverTime'; readonly at: number }
  /** The pong of a ping behind this row arrived (GW9). */
  | { readonly kind: 'gateway.acknowledged'; readonly outboxSeq: number; readonly frames: number }
  /** The line ended behind this row once more, when it was sent alone (GW9). */
  | {
      readonly kind: 'gateway.frameStuck';
      readonly outboxSeq: number;
      readonly frame: BusinessFrame;
      readonly reason: GatewayEndReason;
    }
  | { readonly kind: 'gateway.outage'; readonly outage: Outage }
  | {
      readonly kind: 'platform.event';
      readonly shopId: ShopId;
      readonly event: ShopEvent;
      /** Epoch ms. */
      readonly at: number;
    }
  | {
      readonly kind: 'platform.identity';
      readonly shopId: ShopId;
      readonly name: string;
      readonly capabilities: readonly Capability[];
      readonly adapterVersion: string;
      readonly textLimit: number;
    }
  | {
      readonly kind: 'platform.messages';
      readonly shopId: ShopId;
      readonly messages: readonly PlatformMessage[];
    }
  | { readonly kind: 'platform.staff'; readonly shopId: ShopId; readonly staff: readonly Staff[] }
  | { readonly kind: 'platform.heard'; readonly shopId: ShopId; readonly at: number }
  /** What of the push behind the shop's session could not be set (PL3); count 0 when it was set whole. */
  | { readonly kind: 'platform.cookieNote'; readonly shopId: ShopId; readonly note: CookieNote }
  | {
      readonly kind: 'platform.pageShown';
      readonly shopId: ShopId;
      readonly place: PagePlace | null;
    };

/** Where facts go. Resolves when they are durable; a frame or a drained page event counts as taken only then. */
export interface FactSink {
  accept(fact: Fact): Promise<void>;
}

// ---- out ----

/** Committed changes, for the renderer. */
export interface Publisher {
  publish(delta: Delta): void;
}

/** One redacting log. `detail` is plain data without secrets. */
export interface Log {
  info(event: string, detail?: Readonly<Record<string, unknown>>): void;
  warn(event: string, detail?: Readonly<Record<string, unknown>>): void;
}

/** A log that knows the program's secrets. Whoever hears others' words takes them out before anything is kept or shown (SE6). */
export interface CleanLog extends Log {
  /** Neither this cookie header nor a value in it appears in a line, until some time after the shop has another (GW15). */
  redactCookies(shopId: ShopId, cookies: Secret): void;
  /** A text as the log would show it: each known secret as its fingerprint. */
  clean(text: string): string;
}
