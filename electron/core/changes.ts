import type { Effect } from './effects.ts';
import type { SetAsideFrame, Write } from './ports/store.ts';
import type { GatewayCounters, WorkingState } from './working-state.ts';
import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import type { Outage } from '#shared/model/gateway-status.ts';
import {
  conversationKey,
  type ConversationKey,
  type MessageId,
  type NoticeId,
  type PhraseId,
  type PlatformMessageId,
  type ShopId,
} from '#shared/model/ids.ts';
import { isInTimeline, type Message } from '#shared/model/message.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import type { Shop, StaffList } from '#shared/model/shop.ts';
import type { BusinessFrame } from '#shared/protocol/frames.ts';
import type { Delta } from '#shared/sync/delta.ts';

/** A shop's own id (a platform message, a gateway frame) as one map key. */
export const shopScoped = (shopId: ShopId, id: string): string => `${shopId}\u001f${id}`;

const isPutOutbox = (write: Write): boolean => 'put' in write && write.put === 'outbox';

const MAX_OUTAGES = 50;

/** The shop of a write that is not merged by its row. */
const shopOf = (write: Write): ShopId | null => {
  if (!('put' in write)) return null;
  if (write.put === 'outbox') return write.row.store_id;
  if (write.put === 'setAside') return write.row.frame.store_id;
  return write.put === 'gatewayFrameId' ? write.row.shopId : null;
};

/**
 * All that one batch of inputs changes. Every put goes to the working state and into this list at once, so that the
 * two cannot drift apart even when a step throws half way. Puts of the same row are merged: only the last is written.
 */
export class Changes {
  readonly #state: WorkingState;
  readonly #shops = new Map<ShopId, Shop>();
  readonly #conversations = new Map<ConversationKey, Conversation>();
  readonly #messages = new Map<MessageId, Message>();
  readonly #shown = new Set<MessageId>();
  readonly #byPlatformId = new Map<string, Message>();
  readonly #buyerMessages = new Map<ConversationKey, Message[]>();
  readonly #staffLists = new Map<ShopId, StaffList>();
  readonly #notices = new Map<NoticeId, ShopNotice>();
  readonly #phrases = new Map<PhraseId, Phrase>();
  readonly #removedPhrases = new Set<PhraseId>();
  readonly #frameIds = new Set<string>();
  #others: Write[] = [];
  readonly #effects: Effect[] = [];
  readonly #removedShops = new Set<ShopId>();
  #settings: Settings | null = null;
  #setAside: readonly SetAsideFrame[] | null = null;
  #counters: GatewayCounters | null = null;
  #hasNewFrames = false;

  constructor(state: WorkingState) {
    this.#state = state;
  }

  /**
   * PL13: the shop goes with all its rows, also those that this batch has put before. From here on a row of it is not taken,
   * whatever step brings it; `frames` of its frames were waiting for the back office.
   */
  removeShop(shopId: ShopId, frames: number): void {
    this.#state.removeShop(shopId);
    this.#removedShops.add(shopId);
    this.#shops.delete(shopId);
    this.#staffLists.delete(shopId);
    for (const [key, row] of this.#conversations) {
      if (row.shopId === shopId) this.#conversations.delete(key);
    }
    for (const [key, rows] of this.#buyerMessages) {
      if (rows[0]?.shopId === shopId) this.#buyerMessages.delete(key);
    }
    for (const [id, row] of this.#messages) if (row.shopId === shopId) this.#messages.delete(id);
    for (const [id, row] of this.#notices) if (row.shopId === shopId) this.#notices.delete(id);
    for (const [id, row] of this.#byPlatformId) {
      if (row.shopId === shopId) this.#byPlatformId.delete(id);
    }
    for (const id of this.#frameIds) {
      if (id.startsWith(shopScoped(shopId, ''))) this.#frameIds.delete(id);
    }
    const others = this.#others.filter((write) => shopOf(write) !== shopId);
    const dropped = this.#others.filter(isPutOutbox).length - others.filter(isPutOutbox).length;
    this.#others = others;
    const { pendingFrames } = this.#state.counters;
    this.#count({ pendingFrames: Math.max(0, pendingFrames - frames - dropped) });
    const setAside = this.#state.setAside.filter(({ frame }) => frame.store_id !== shopId);
    if (setAside.length !== this.#state.setAside.length) this.#keepSetAside(setAside);
  }

  /** The shops that this batch removed; one that it made anew afterwards is among them. */
  removedShops(): ReadonlySet<ShopId> {
    return this.#removedShops;
  }

  #isRemoved(shopId: ShopId): boolean {
    return this.#state.removedShops.has(shopId);
  }

  putShop(row: Shop): void {
    if (this.#isRemoved(row.shopId)) return;
    this.#state.putShop(row);
    this.#shops.set(row.shopId, row);
  }

  putConversation(row: Conversation): void {
    if (this.#state.conversations.get(row.key) === row || this.#isRemoved(row.shopId)) return;
    // Put last: those that did not change for the longest time are let go first.
    this.#state.conversations.delete(row.key);
    this.#state.conversations.set(row.key, row);
    this.#state.newestOrderAt = Math.max(this.#state.newestOrderAt, row.lastOrderAt);
    this.#conversations.set(row.key, row);
  }

  /** `show` false keeps the row out of the delta; true tells the renderer of one that leaves the timeline. */
  putMessage(row: Message, show = isInTimeline(row)): void {
    if (this.#isRemoved(row.shopId)) return;
    this.#state.sends.note(row);
    // The last put stands last: a platform id that moves from one row to another must be freed before it is taken.
    this.#messages.delete(row.messageId);
    this.#messages.set(row.messageId, row);
    if (show) this.#shown.add(row.messageId);
    if (row.platformMessageId !== null) {
      this.#byPlatformId.set(shopScoped(row.shopId, row.platformMessageId), row);
    }
    if (row.origin !== 'buyer') return;
    const key = conversationKey(row);
    const rows = this.#buyerMessages.get(key);
    if (rows === undefined) this.#buyerMessages.set(key, [row]);
    else rows.push(row);
  }

  putStaffList(row: StaffList): void {
    if (this.#isRemoved(row.shopId)) return;
    this.#state.staffLists.set(row.shopId, row);
    this.#staffLists.set(row.shopId, row);
  }

  /** One that has ended leaves the alerts and stays in the shop's history (GW13). */
  putNotice(row: ShopNotice): void {
    if (this.#isRemoved(row.shopId)) return;
    if (row.ended === null) this.#state.openNotices.set(row.noticeId, row);
    else this.#state.openNotices.delete(row.noticeId);
    this.#notices.set(row.noticeId, row);
  }

  putPhrase(row: Phrase): void {
    this.#state.phrases.set(row.phraseId, row);
    this.#phrases.set(row.phraseId, row);
  }

  removePhrase(phraseId: PhraseId): void {
    this.#state.phrases.delete(phraseId);
    this.#phrases.delete(phraseId);
    this.#removedPhrases.add(phraseId);
  }

  putSettings(row: Settings): void {
    this.#state.settings = row;
    this.#settings = row;
  }

  /** A frame for the back office, durable together with everything else of this batch (GW9). */
  addFrame(frame: BusinessFrame): void {
    if (this.#isRemoved(frame.store_id)) return;
    this.#others.push({ put: 'outbox', row: frame });
    this.#count({ pendingFrames: this.#state.counters.pendingFrames + 1 });
    this.#hasNewFrames = true;
  }

  /** The gateway has read the rows up to this number; `frames` of them were still waiting. */
  removeFrames(outboxSeq: number, frames: number): void {
    this.#others.push({ remove: 'outboxUpTo', outboxSeq });
    this.#count({ pendingFrames: Math.max(0, this.#state.counters.pendingFrames - frames) });
  }

  /** GW9: the row leaves the outbox without having been read; the agent decides what becomes of its frame. */
  setFrameAside(outboxSeq: number, row: SetAsideFrame): void {
    if (this.#isRemoved(row.frame.store_id)) return;
    this.#others.push({ put: 'setAside', row }, { remove: 'outboxRow', outboxSeq });
    this.#count({ pendingFrames: Math.max(0, this.#state.counters.pendingFrames - 1) });
    this.#keepSetAside([...this.#state.setAside, row]);
  }

  /** The frame is set aside no longer. */
  takeSetAside(row: SetAsideFrame): void {
    const { store_id: shopId, message_id: messageId } = row.frame;
    this.#others.push({ remove: 'setAside', shopId, messageId });
    this.#keepSetAside(this.#state.setAside.filter((other) => other !== row));
  }

  #keepSetAside(rows: readonly SetAsideFrame[]): void {
    this.#state.setAside = rows;
    this.#setAside = rows;
    this.#count({ setAsideFrames: rows.length });
  }

  addFrameId(shopId: ShopId, frameId: MessageId, at: number): void {
    if (this.#isRemoved(shopId)) return;
    this.#frameIds.add(shopScoped(shopId, frameId));
    this.#others.push({ put: 'gatewayFrameId', row: { shopId, frameId, at } });
  }

  addQuarantine(row: QuarantineEntry): void {
    this.#others.push({ put: 'quarantine', row });
    this.#count({ quarantinedFrames: this.#state.counters.quarantinedFrames + 1 });
  }

  /** `from` is the key: the end of an outage replaces its beginning. */
  putOutage(row: Outage): void {
    this.#others.push({ put: 'outage', row });
    const others = this.#state.counters.outages.filter((outage) => outage.from !== row.from);
    const outages = [...others, row].sort((a, b) => a.from - b.from).slice(-MAX_OUTAGES);
    this.#count({ outages });
  }

  /** Done after the commit, in order. */
  after(effect: Effect): void {
    this.#effects.push(effect);
  }

  /** One transaction. Shops first, for readers of the log; foreign keys are checked at its end. */
  writes(): readonly Write[] {
    return [
      // First: a shop that was made anew in this batch comes after its own end.
      ...[...this.#removedShops].map((shopId): Write => ({ remove: 'shop', shopId })),
      ...[...this.#shops.values()].map((row): Write => ({ put: 'shop', row })),
      ...[...this.#staffLists.values()].map((row): Write => ({ put: 'staffList', row })),
      ...[...this.#conversations.values()].map((row): Write => ({ put: 'conversation', row })),
      ...[...this.#messages.values()].map((row): Write => ({ put: 'message', row })),
      ...[...this.#notices.values()].map((row): Write => ({ put: 'notice', row })),
      ...(this.#settings === null ? [] : [{ put: 'settings', row: this.#settings } as const]),
      ...[...this.#removedPhrases].map((phraseId): Write => ({ remove: 'phrase', phraseId })),
      ...[...this.#phrases.values()].map((row): Write => ({ put: 'phrase', row })),
      ...this.#others,
    ];
  }

  /** What the renderer hears; the gateway's counters are apart because its status has a second source. */
  delta(): Omit<Delta, 'gateway' | 'storage' | 'clock'> {
    const shown = [...this.#messages.values()].filter((row) => this.#shown.has(row.messageId));
    return {
      ...(this.#removedShops.size > 0 && { removedShops: [...this.#removedShops] }),
      ...(this.#shops.size > 0 && { shops: [...this.#shops.values()] }),
      ...(this.#conversations.size > 0 && { conversations: [...this.#conversations.values()] }),
      ...(shown.length > 0 && { messages: shown }),
      ...(this.#staffLists.size > 0 && { staffLists: [...this.#staffLists.values()] }),
      ...(this.#notices.size > 0 && { notices: [...this.#notices.values()] }),
      ...(this.#phrases.size > 0 && { phrases: [...this.#phrases.values()] }),
      ...(this.#removedPhrases.size > 0 && { removedPhrases: [...this.#removedPhrases] }),
      ...(this.#settings !== null && { settings: this.#settings }),
    };
  }

  /** All frames that are set aside after this batch; null when it changed none. */
  setAside(): readonly SetAsideFrame[] | null {
    return this.#setAside;
  }

  counters(): GatewayCounters | null {
    return this.#counters;
  }

  effects(): readonly Effect[] {
    return this.#hasNewFrames ? [{ kind: 'gateway.outboxGrew' }, ...this.#effects] : this.#effects;
  }

  // ---- what later batches ask while this one is not yet in the database ----

  hasConversation(key: ConversationKey): boolean {
    return this.#conversations.has(key);
  }

  findMessage(messageId: MessageId): Message | null {
    return this.#messages.get(messageId) ?? null;
  }

  findByPlatformId(shopId: ShopId, id: PlatformMessageId): Message | null {
    return this.#byPlatformId.get(shopScoped(shopId, id)) ?? null;
  }

  hasFrameId(shopId: ShopId, frameId: MessageId): boolean {
    return this.#frameIds.has(shopScoped(shopId, frameId));
  }

  buyerMessagesOf(key: ConversationKey): readonly Message[] {
    return this.#buyerMessages.get(key) ?? [];
  }

  #count(counters: Partial<GatewayCounters>): void {
    this.#state.counters = { ...this.#state.counters, ...counters };
    this.#counters = this.#state.counters;
  }
}
