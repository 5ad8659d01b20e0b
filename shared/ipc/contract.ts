import * as z from 'zod';
import type { Conversation, KeptDraft } from '../model/conversation.ts';
import type { DesktopStatus } from '../model/desktop.ts';
import type { DiagnosticsPreview, Queues } from '../model/diagnostics.ts';
import type { GatewayEndReason } from '../model/gateway-status.ts';
import {
  asMessageId,
  asNoticeId,
  asPhraseId,
  asStaffId,
  asSuggestionId,
  type BuyerPin,
  type ConversationKey,
  type MessageId,
  type ShopId,
} from '../model/ids.ts';
import { LANGUAGES } from '../model/language.ts';
import { INBOX_FILTERS, type InboxPage } from '../model/inbox.ts';
import type { LivePages } from '../model/live-pages.ts';
import { MAX_CONTENT_CHARACTERS, type Message, type MessageType } from '../model/message.ts';
import { PHRASE_FILES } from '../model/phrase-table.ts';
import { charactersOf, PHRASE_LIMITS, type Phrase } from '../model/phrase.ts';
import { PLATFORMS } from '../model/platform.ts';
import { outgoingName } from '../model/outgoing-media.ts';
import type { QuarantineReason } from '../model/quarantine.ts';
import type { Result } from '../model/result.ts';
import type { SearchAnswer } from '../model/search.ts';
import { CLOSINGS, PANEL_WIDTHS } from '../model/settings.ts';
import type { ShopNotice } from '../model/shop-notice.ts';
import type { StaffList } from '../model/shop.ts';
import type { TokenProtection } from '../model/token-protection.ts';
import { readWebLink } from '../model/web-link.ts';
import {
  buyerPinSchema,
  messageTypeSchema,
  shopIdSchema,
  type BusinessFrame,
} from '../protocol/frames.ts';
import type { DeltaFrame, Snapshot } from '../sync/delta.ts';
import type { CallName } from './call-names.ts';

/**
 * The one list of what the renderer may ask and hear. Both transports (Electron IPC, the browser host's WebSocket),
 * the guard, the preload bridge and the renderer's client are derived from it.
 * Names are `group.verbNoun`. Every call answers with a `Result`.
 */

const ref = { shopId: shopIdSchema, buyerPin: buyerPinSchema };
const conversationRef = z.object(ref);
const messageRef = z.object({
  ...ref,
  messageId: z.string().min(1).max(64).transform(asMessageId),
});
const frameRef = z.object({
  shopId: shopIdSchema,
  messageId: z.string().min(1).max(256).transform(asMessageId),
});
const suggestionRef = z.object({
  ...ref,
  suggestionId: z.string().min(1).max(64).transform(asSuggestionId),
});
const position = z.object({ orderAt: z.number(), arrival: z.number() });
const pageLimit = z.number().int().min(1).max(200);
const shopRef = z.object({ shopId: shopIdSchema });
const draftBase = z.object({
  windowId: z.string().min(1).max(64),
  revision: z.number().int().min(-1),
});
const minuteOfDay = z.number().int().min(0).max(1440);
const widthWithin = (panel: keyof typeof PANEL_WIDTHS) =>
  z.number().int().min(PANEL_WIDTHS[panel].min).max(PANEL_WIDTHS[panel].max);
const limitsSchema = z.object({
  warnMs: z.number().int().min(0),
  limitMs: z.number().int().min(0),
  dutyFromMinute: minuteOfDay,
  dutyToMinute: minuteOfDay,
  backofficeCounts: z.boolean(),
});

const alertsSchema = z.object({
  notify: z.boolean(),
  showWords: z.boolean(),
  muted: z.boolean(),
  quietFromMinute: minuteOfDay,
  quietToMinute: minuteOfDay,
});
const phraseId = z.string().min(1).max(64).transform(asPhraseId);
const phrasePart = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().max(PHRASE_LIMITS.characters).regex(/\S/u),
  }),
  z.object({
    kind: z.literal('link'),
    url: z.string().refine((url) => readWebLink(url)?.url === url),
    title: z.string().trim().max(PHRASE_LIMITS.title),
  }),
  z.object({
    kind: z.literal('image'),
    content: z.string().refine((content) => outgoingName(content) !== null),
  }),
]);
const phraseSchema = z.object({
  phraseId,
  scope: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('all') }),
    z.object({ kind: z.literal('platform'), platform: z.enum(PLATFORMS) }),
    z.object({ kind: z.literal('shop'), shopId: shopIdSchema }),
  ]),
  group: z.string().trim().max(PHRASE_LIMITS.group),
  code: z.string().trim().max(PHRASE_LIMITS.code),
  parts: z
    .array(phrasePart)
    .min(1)
    .max(PHRASE_LIMITS.parts)
    .refine((parts) => charactersOf(parts) <= PHRASE_LIMITS.characters)
    .readonly(),
  place: z.number().int().min(0).max(1_000_000).nullable(),
  usedCount: z.number().int().min(0).max(1_000_000_000),
  usedAt: z.number().min(0).nullable(),
}) satisfies z.ZodType<Phrase>;

/** One call: the schema of its input, and (as a phantom) what it answers. */
type Call<Input extends z.ZodType, Output> = { readonly input: Input; readonly output?: Output };
const call =
  <Output>() =>
  <Input extends z.ZodType>(input: Input): Call<Input, Output> => ({ input });

export type MessagePage = {
  /** Ascending. */
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
};

/** A page that goes on towards the newest message. */
export type NewerPage = {
  /** Ascending. */
  readonly messages: readonly Message[];
  readonly hasNewer: boolean;
};

/** What the deletion of a shop would take with it (PL13). */
export type ShopLoss = {
  readonly conversations: number;
  /** Replies that are queued, on their way or unconfirmed. */
  readonly unsent: number;
  readonly drafts: number;
  readonly suggestions: number;
};

/** What the connection panel shows beyond the replica. */
export type QuarantineEntry = {
  readonly at: number;
  readonly reason: QuarantineReason;
  readonly bytes: number;
  /** First 300 characters, secrets replaced. */
  readonly preview: string;
};

/** `outbox.loadSetAside` answers no more than the newest of them. */
export const MOST_SET_ASIDE_SHOWN = 200;

/** A frame for the back office that is not sent any more, because the line ended behind it again and again (GW9). */
export type SetAsideEntry = {
  readonly shopId: ShopId;
  readonly messageId: MessageId;
  readonly type: BusinessFrame['type'];
  /** Null for a staff list. */
  readonly buyerPin: BuyerPin | null;
  readonly msgType: MessageType;
  /** First 300 characters. */
  readonly content: string;
  /** How the line ended behind it the last time. */
  readonly reason: GatewayEndReason;
  /** When it was set aside, epoch ms. */
  readonly at: number;
};

export const CALLS = {
  // ---- queries ----
  'sync.loadSnapshot': call<Snapshot>()(z.object({})),
  'messages.loadPage': call<MessagePage>()(
    z.object({
      ...ref,
      /** Older than this place; null for the newest page. */
      before: position.nullable(),
      limit: pageLimit,
    }),
  ),
  /** The `limit` messages that follow a place. */
  'messages.loadAfter': call<NewerPage>()(z.object({ ...ref, after: position, limit: pageLimit })),
  /** Up to `limit` messages before a place and as many from it on. The message there may be gone. */
  'messages.loadAround': call<MessagePage & NewerPage>()(
    z.object({ ...ref, around: position, limit: pageLimit }),
  ),
  /** What this computer knows that fits a query, in groups that are capped (`SEARCH_LIMITS`). */
  'search.loadAnswer': call<SearchAnswer>()(z.object({ query: z.string().max(4096) })),
  'gateway.loadQuarantine': call<readonly QuarantineEntry[]>()(z.object({})),
  /** Newest first, at most 200. */
  'outbox.loadSetAside': call<readonly SetAsideEntry[]>()(z.object({})),

  // ---- gateway ----
  /** Checks address and token, keeps them, connects. Answers once the attempt has begun. */
  'gateway.connect': call<null>()(
    z.object({ server: z.string().max(2048), token: z.string().max(4096) }),
  ),
  'gateway.reconnectNow': call<null>()(z.object({})),
  /** Whoever notices it says so: the line is tried at once, or asked for a sign of life (GW3). */
  'gateway.noteNetworkChange': call<null>()(z.object({})),
  /** What will protect a token that is kept now: to be said before one is typed (SE11). */
  'gateway.loadTokenProtection': call<TokenProtection>()(z.object({})),
  /** Forgets server and token, closes the line, keeps every queue. */
  'gateway.forget': call<null>()(z.object({})),

  // ---- frames that were set aside (GW9) ----
  /** 重发: back to the end of the outbox under the same `message_id`. */
  'outbox.resendSetAside': call<null>()(frameRef),
  /** 放弃: it is never sent; the conversation keeps the buyer's words. */
  'outbox.dropSetAside': call<null>()(frameRef),

  // ---- messages ----
  /**
   * The agent's reply. `messageId` is made by the renderer (UUIDv7) so that a repeated call is one send.
   * `suggestionId` tells which suggestion an edited text came from; it is then settled.
   * `typedUpon` goes with a text of the composer, and settles the draft. `draft.sentElsewhere`: another window sent this very
   * text from the same draft (CV13).
   */
  'messages.send': call<null>()(
    z.object({
      ...ref,
      messageId: z.string().min(1).max(64).transform(asMessageId),
      type: messageTypeSchema,
      content: z.string().min(1).max(MAX_CONTENT_CHARACTERS),
      suggestionId: z.string().min(1).max(64).transform(asSuggestionId).nullable(),
      typedUpon: draftBase.nullable(),
    }),
  ),
  /** 重发: the same client id, really sent again (CV4). Only for unconfirmed and rejected. */
  'messages.resend': call<null>()(messageRef),
  /** 已发: the agent saw on the platform that it arrived. Only for unconfirmed. */
  'messages.markSent': call<null>()(messageRef),
  /** Takes back what is still queued. */
  'messages.cancel': call<null>()(messageRef),

  // ---- conversations ----
  /** One that the replica does not have; null where there is none. */
  'conversations.load': call<Conversation | null>()(conversationRef),
  /** The list below what the replica has of it: rows in which nobody waits, the newest line first (PF1). */
  'conversations.loadPage': call<InboxPage>()(
    z.object({
      filter: z.enum(INBOX_FILTERS),
      shopId: shopIdSchema.nullable(),
      below: z
        .object({ listedAt: z.number(), shopId: shopIdSchema, buyerPin: buyerPinSchema })
        .nullable(),
      limit: z.number().int().min(1).max(200),
    }),
  ),
  /** Who waits and was left out of the snapshot, in the order of the keys; those who are in it come along (PF1). */
  'conversations.loadWaiting': call<readonly Conversation[]>()(
    z.object({
      after: conversationRef.nullable(),
      limit: z.number().int().min(1).max(1_000),
    }),
  ),
  'conversations.setManual': call<null>()(z.object({ ...ref, manual: z.boolean() })),
  'conversations.markRead': call<null>()(conversationRef),
  /** 无需回复: stops the clock by hand. */
  'conversations.settleWaiting': call<null>()(conversationRef),
  'conversations.setStarred': call<null>()(z.object({ ...ref, starred: z.boolean() })),
  'conversations.setClosed': call<null>()(z.object({ ...ref, closed: z.boolean() })),
  /** `typedAgoMs`: how long ago the last key was pressed. Refused with `draft.sentElsewhere` as a send is. */
  'conversations.saveDraft': call<KeptDraft>()(
    z.object({
      ...ref,
      draft: z.string().max(MAX_CONTENT_CHARACTERS),
      typedUpon: draftBase,
      typedAgoMs: z.number().min(0),
    }),
  ),
  /** A key was pressed in the composer with text in it: back-office replies are held for 15 s (CV5). */
  'conversations.noteTyping': call<null>()(z.object({ ...ref, hasText: z.boolean() })),

  // ---- quick phrases ----
  /** All of them, in no particular order. A window asks once; changes follow by delta. */
  'phrases.load': call<readonly Phrase[]>()(z.object({})),
  /** New ones and changed ones, all or none; an older use count than the known one does not win. */
  'phrases.save': call<null>()(
    z.object({ phrases: z.array(phraseSchema).min(1).max(PHRASE_LIMITS.atOnce).readonly() }),
  ),
  /** Those that are gone already are no fault. */
  'phrases.remove': call<null>()(
    z.object({ phraseIds: z.array(phraseId).min(1).max(PHRASE_LIMITS.phrases).readonly() }),
  ),
  /** The agent has put it into a reply, or sent it. */
  'phrases.noteUse': call<null>()(z.object({ phraseId })),
  /** Writes all of them as a table into the data directory; answers where it is. */
  'phrases.export': call<{ readonly path: string }>()(z.object({ format: z.enum(PHRASE_FILES) })),

  // ---- suggestions ----
  'suggestions.adopt': call<null>()(suggestionRef),
  'suggestions.dismiss': call<null>()(suggestionRef),

  // ---- staff and transfer ----
  'staff.refresh': call<StaffList>()(shopRef),
  /** The agent's own transfer: answers with the platform's evidence or its refusal (CV10). */
  'transfers.start': call<null>()(
    z.object({
      ...ref,
      staffId: z.string().min(1).max(256).transform(asStaffId),
      reason: z.string().max(500),
    }),
  ),
  /** The agent does not follow the gateway's wish. */
  'transfers.dismissQuestion': call<null>()(conversationRef),

  // ---- shops ----
  /** 知道了 under an error of the back office (GW13). */
  'shops.dismissNotice': call<null>()(
    z.object({ noticeId: z.string().min(1).max(64).transform(asNoticeId) }),
  ),
  /** The shop's errors of the back office, open and ended, newest first. */
  'shops.loadNotices': call<readonly ShopNotice[]>()(shopRef),
  /** 去验证 / 打开平台页面: shows the shop's real page in its own session. */
  'shops.showPage': call<null>()(
    z.object({
      shopId: shopIdSchema,
      /** The error of the back office whose link is to be opened; null for what the shop's state asks for. */
      noticeId: z.string().min(1).max(64).transform(asNoticeId).nullable(),
    }),
  ),
  /** 关闭平台页面: out of sight again; the shop goes on with it. */
  'shops.hidePage': call<null>()(shopRef),
  /** 重试 / 重新接管. */
  'shops.retry': call<null>()(shopRef),
  /** The agent looks at these shops: where platform pages wait to be opened, theirs go first. */
  'shops.noteWatched': call<null>()(z.object({ shopIds: z.array(shopIdSchema).max(8) })),
  /** What would go with the shop, for the question before 删除店铺. Counted when asked. */
  'shops.loadLoss': call<ShopLoss>()(shopRef),
  /** 删除店铺 (PL13): its rows, queues and session. The agent has been asked. */
  'shops.remove': call<null>()(shopRef),
  'shops.update': call<null>()(
    z.object({
      shopId: shopIdSchema,
      alias: z.string().trim().max(40).nullable().optional(),
      color: z
        .string()
        .regex(/^#[0-9a-f]{6}$/u)
        .optional(),
      position: z.number().int().min(0).max(10_000).optional(),
      defaultMode: z.enum(['auto', 'manual']).optional(),
    }),
  ),

  // ---- settings ----
  'settings.update': call<null>()(
    z
      .object({
        limits: z.record(z.enum(PLATFORMS), limitsSchema),
        takeOverOnReply: z.boolean(),
        takeOverMinutes: z.number().int().min(0).max(1440),
        sendAgentReplyFrames: z.boolean(),
        keepDays: z.number().int().min(0).max(3_650),
        theme: z.enum(['system', 'light', 'dark']),
        sendKey: z.enum(['enter', 'ctrlEnter']),
        language: z.enum(LANGUAGES),
        panels: z.object({ list: widthWithin('list'), side: widthWithin('side') }),
        alerts: alertsSchema,
        closing: z.enum(CLOSINGS),
      })
      .partial(),
  ),

  // ---- diagnostics ----
  /** Counted when asked: the panel asks while it is open. */
  'diagnostics.loadQueues': call<Queues>()(z.object({})),
  /** Counted when asked, and not for nothing: the panel asks while it is open. */
  'diagnostics.loadPages': call<LivePages>()(z.object({})),
  /** What an export would write, in the reader's language. Secrets and buyers are not in it. */
  'diagnostics.preview': call<DiagnosticsPreview>()(z.object({ language: z.enum(LANGUAGES) })),
  /** Writes the previewed text, and nothing else, into the data directory. Only the newest preview can be exported. */
  'diagnostics.export': call<{ readonly path: string }>()(
    z.object({ previewId: z.string().min(1).max(64) }),
  ),

  // ---- newer versions of the program ----
  /** Asks the feed now. Each of these is refused with `updates.notNow` where it does not fit the state. */
  'updates.check': call<null>()(z.object({})),
  'updates.download': call<null>()(z.object({})),
  /** 稍后: the notice is gone until the next start. */
  'updates.later': call<null>()(z.object({})),
  /** 跳过此版本. */
  'updates.skip': call<null>()(z.object({})),
  /** 退出时安装. */
  'updates.installOnQuit': call<null>()(z.object({})),
  /** 重启并安装: ends the program in order, installs, starts it again. */
  'updates.installNow': call<null>()(z.object({})),

  // ---- the desktop ----
  /** Null in a browser, where nothing of it can be had. */
  'desktop.load': call<DesktopStatus | null>()(z.object({})),
  /** 开机启动: kept by the system and by nothing of ours. Answers what holds then. */
  'desktop.setStartsAtLogin': call<DesktopStatus>()(z.object({ startsAtLogin: z.boolean() })),

  /** 在新窗口打开: one window a conversation; a second time it comes to the front. */
  'desktop.openConversation': call<null>()(conversationRef),

  // ---- this computer ----
  /** Something of our own lies over the page beside the conversation: that one is a window of the system, and would lie over it. */
  'window.coverPage': call<null>()(z.object({ isCovered: z.boolean() })),
  /** 知道了: the agent has read what a damaged database cost. */
  'storage.acknowledgeRepair': call<null>()(z.object({})),
  /**
   * Opens a confirmed http(s) link in the system browser (SE4); never inside a shop's session. Only the address as the agent was
   * shown it: whatever else a browser would read another one from is refused.
   */
  'links.openExternal': call<null>()(
    z.object({ url: z.string().refine((url) => readWebLink(url)?.url === url) }),
  ),
} as const satisfies Record<CallName, Call<z.ZodType, unknown>>;

/** What the caller passes. */
export type CallInput<Name extends CallName> = z.input<(typeof CALLS)[Name]['input']>;
/** What the handler receives: checked, ids branded. */
export type CallArguments<Name extends CallName> = z.output<(typeof CALLS)[Name]['input']>;
export type CallOutput<Name extends CallName> =
  NonNullable<(typeof CALLS)[Name]['output']> extends never
    ? null
    : Exclude<(typeof CALLS)[Name]['output'], undefined>;

/** The core's side: one handler for every call. */
export type CallHandlers = {
  readonly [Name in CallName]: (
    input: CallArguments<Name>,
  ) => Promise<Result<CallOutput<Name>>> | Result<CallOutput<Name>>;
};

/** What the renderer hears without asking. */
export type Events = {
  /** The next change of the replica. */
  readonly 'sync.delta': DeltaFrame;
  /** Bring a conversation to the front, for example after a click on a notification. */
  readonly 'window.openConversation': { readonly key: ConversationKey };
  /** The same of a shop, for example after a click on a link. */
  readonly 'window.openShop': { readonly shopId: ShopId };
};
export type EventName = keyof Events;

/** What the renderer holds: `window.duodian` in the desktop host, a WebSocket client in the browser host. */
export interface Bridge {
  call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
  ): Promise<Result<CallOutput<Name>>>;
  /** Returns its undo. */
  on<Name extends EventName>(name: Name, hear: (payload: Events[Name]) => void): () => void;
  /** The transport's own state; the desktop host is always 'open'. Calls the listener at once with the present state. */
  onTransport(hear: (state: 'open' | 'closed') => void): () => void;
}
