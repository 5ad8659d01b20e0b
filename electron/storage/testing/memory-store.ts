import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import type { Outage } from '#shared/model/gateway-status.ts';
import { conversationKey, type ConversationRef, type ShopId } from '#shared/model/ids.ts';
import {
  comparePlaces,
  isInPage,
  isLive,
  placeOf,
  type InboxPage,
  type InboxQuery,
} from '#shared/model/inbox.ts';
import { comparePositions, type Message, type MessagePosition } from '#shared/model/message.ts';
import { assertNever } from '#shared/model/result.ts';
import { NOTHING_FOUND, type SearchAnswer } from '#shared/model/search.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import type { Settings } from '#shared/model/settings.ts';
import { isAnswered } from '#shared/model/waiting-clock.ts';
import type { Shop, StaffList } from '#shared/model/shop.ts';
import {
  StorageError,
  type ConversationCount,
  type Lookup,
  type LookupAnswer,
  type OutboxRow,
  type SetAsideFrame,
  type Store,
  type StoredState,
  type SweepAnswer,
  type SweepQuery,
  type Write,
} from '../../core/ports.ts';
import { LIMITS, wholeMs } from '../limits.ts';
import { buyersAmong, messagesAmong, numbersAmong, type FaceOf } from '../search/groups.ts';
import { parseQuery } from '../search/query.ts';
import { syllablesOf } from '../search/syllables.ts';
import type { StorageReason } from '#shared/model/storage-status.ts';

const joined = (...parts: readonly string[]): string => parts.join('\u001f');
const isOpenSend = ({ send }: Message): boolean =>
  send?.state === 'queued' || send?.state === 'sending' || send?.state === 'unconfirmed';

/** What outlives a MemoryStore, as the file outlives the real store: hand it to a second one to "restart". */
export class MemoryTables {
  readonly shops = new Map<string, Shop>();
  readonly conversations = new Map<string, Conversation>();
  readonly messages = new Map<string, Message>();
  readonly byPlatformId = new Map<string, string>();
  readonly byArrival = new Map<number, string>();
  readonly timelines = new Map<string, Map<string, Message>>();
  readonly staffLists = new Map<string, StaffList>();
  readonly notices = new Map<string, ShopNotice>();
  readonly outages = new Map<number, Outage>();
  readonly outbox = new Map<number, OutboxRow['frame']>();
  readonly setAside = new Map<string, SetAsideFrame>();
  readonly gatewayFrames = new Map<
    string,
    LookupAnswer['gatewayFrames'][number] & { readonly at: number }
  >();
  quarantine: readonly QuarantineEntry[] = [];
  settings: Settings | null = null;
  /** Never given twice, not even after rows are gone. */
  lastOutboxSeq = 0;
}

/** What a file holds of a row (CV13). */
const asStored = (row: Conversation): Conversation => ({ ...row, draftRevision: 0 });

/**
 * The `Store` without a file, for the core's tests. It passes the same contract as the real one (contract/store.contract.ts):
 * same constraints, all or nothing, copies in and out.
 */
export class MemoryStore implements Store {
  readonly tables: MemoryTables;
  /** While set, every commit is refused with this kind and writes nothing. */
  failing: StorageReason | null = null;
  #closed = false;

  constructor(tables: MemoryTables = new MemoryTables()) {
    this.tables = tables;
  }

  async load(): Promise<StoredState> {
    this.#assertOpen();
    const { tables } = this;
    return structuredClone({
      shops: [...tables.shops.values()],
      conversations: this.#window().map(asStored),
      staffLists: [...tables.staffLists.values()],
      settings: tables.settings,
      openNotices: [...tables.notices.values()]
        .filter(({ ended }) => ended === null)
        .sort((a, b) => a.at - b.at),
      outages: [...tables.outages.values()]
        .sort((a, b) => a.from - b.from)
        .slice(-LIMITS.loadedOutages),
      openSends: [...tables.messages.values()]
        .filter(isOpenSend)
        .sort((a, b) => a.arrival - b.arrival),
      lastArrival: [...tables.byArrival.keys()].reduce((a, b) => Math.max(a, b), 0),
      pendingFrames: tables.outbox.size,
      quarantinedFrames: tables.quarantine.length,
      setAside: [...tables.setAside.values()].sort((a, b) => a.at - b.at),
    });
  }

  async lookUp(lookup: Lookup): Promise<LookupAnswer> {
    this.#assertOpen();
    const { tables } = this;
    const isPresent = <Row>(row: Row | undefined): row is Row => row !== undefined;
    const unique = <Row>(rows: readonly (Row | undefined)[]): readonly Row[] => [
      ...new Set(rows.filter(isPresent)),
    ];
    return structuredClone({
      conversations: unique(lookup.conversations.map((ref) => this.#conversation(ref))),
      platformMessages: unique(
        lookup.platformMessages.map(({ shopId, id }) =>
          tables.messages.get(tables.byPlatformId.get(joined(shopId, id)) ?? ''),
        ),
      ),
      messages: unique(lookup.messages.map((id) => tables.messages.get(id))),
      gatewayFrames: unique(
        lookup.gatewayFrames.map(({ shopId, frameId }) =>
          tables.gatewayFrames.get(joined(shopId, frameId)),
        ),
      ).map(({ shopId, frameId }) => ({ shopId, frameId })),
      buyerMessagesAfter: unique(
        lookup.buyerMessagesAfter.map(({ after, ...ref }) =>
          this.#timeline(ref).find(
            (message) =>
              message.origin === 'buyer' && !isAnswered({ answeredUpTo: after }, message),
          ),
        ),
      ),
    });
  }

  async commit(writes: readonly Write[]): Promise<void> {
    this.#assertOpen();
    if (this.failing !== null) throw new StorageError(this.failing, 'The test store is failing.');
    const transaction = new MemoryTransaction(this.tables);
    try {
      for (const write of structuredClone(writes)) transaction.apply(write);
      transaction.assertShopsExist();
    } catch (error) {
      transaction.undo();
      throw error;
    }
  }

  async loadMessages(
    ref: ConversationRef,
    before: MessagePosition | null,
    limit: number,
  ): Promise<{ readonly messages: readonly Message[]; readonly hasOlder: boolean }> {
    this.#assertOpen();
    const older = this.#timeline(ref).filter(
      (message) => before === null || comparePositions(message, before) < 0,
    );
    return structuredClone({
      messages: older.slice(Math.max(0, older.length - limit)),
      hasOlder: older.length > limit,
    });
  }

  async loadConversation(ref: ConversationRef): Promise<Conversation | null> {
    this.#assertOpen();
    return structuredClone(this.#conversation(ref) ?? null);
  }

  async loadInboxPage(query: InboxQuery): Promise<InboxPage> {
    this.#assertOpen();
    const { filter, below, limit } = query;
    const rows = [...this.tables.conversations.values()]
      .filter((row) => filter !== 'waiting' && isInPage(row, query))
      .filter((row) => below === null || comparePlaces(placeOf(row), below) > 0)
      .sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return structuredClone({
      conversations: rows.slice(0, limit).map(asStored),
      next: last === undefined ? null : placeOf(last),
    });
  }

  async countConversations(shopId: ShopId | null): Promise<readonly ConversationCount[]> {
    this.#assertOpen();
    const rows = [...this.tables.conversations.values()].filter(
      (row) => shopId === null || row.shopId === shopId,
    );
    return [...Map.groupBy(rows, (row) => row.shopId)].map(([id, own]) => ({
      shopId: id,
      conversations: own.length,
      waiting: own.filter(({ waitingSince }) => waitingSince !== null).length,
    }));
  }

  /** All in one step. */
  async sweep({ messagesBefore, frameIdsBefore }: SweepQuery): Promise<SweepAnswer> {
    this.#assertOpen();
    const { tables } = this;
    for (const [key, { at }] of tables.gatewayFrames)
      if (at < frameIdsBefore) tables.gatewayFrames.delete(key);
    const isOld = (row: Message): boolean =>
      messagesBefore !== null &&
      row.orderAt < messagesBefore &&
      !isOpenSend(row) &&
      tables.conversations.get(conversationKey(row))?.starred !== true;
    const old = [...tables.messages.values()].filter(isOld);
    const transaction = new MemoryTransaction(tables);
    for (const row of old) transaction.dropMessage(row);
    return { removedMessages: old.length, next: null, isDone: true };
  }

  async loadMessagesFrom(
    ref: ConversationRef,
    from: MessagePosition,
    limit: number,
  ): Promise<{ readonly messages: readonly Message[]; readonly hasNewer: boolean }> {
    this.#assertOpen();
    const newer = this.#timeline(ref).filter((message) => comparePositions(message, from) >= 0);
    return structuredClone({
      messages: newer.slice(0, limit),
      hasNewer: newer.length > limit,
    });
  }

  async loadOutbox(after: number, limit: number): Promise<readonly OutboxRow[]> {
    this.#assertOpen();
    return structuredClone(
      [...this.tables.outbox]
        .map(([outboxSeq, frame]) => ({ outboxSeq, frame }))
        .filter((row) => row.outboxSeq > after)
        .sort((a, b) => a.outboxSeq - b.outboxSeq)
        .slice(0, limit),
    );
  }

  async search(text: string): Promise<SearchAnswer> {
    this.#assertOpen();
    const query = parseQuery(text);
    if (query === null) return NOTHING_FOUND;
    const { conversations, messages } = this.tables;
    const newestFirst = [...messages.values()].sort((a, b) => b.arrival - a.arrival);
    const buyers = [...conversations.values()].map(
      ({ shopId, buyerPin, buyerName, lastOrderAt }) => ({
        shopId,
        buyerPin,
        name: buyerName,
        pinyin: buyerName === null ? null : syllablesOf(buyerName),
        at: lastOrderAt,
      }),
    );
    const faceOf: FaceOf = (ref) => {
      const { buyerName = null, avatarUrl = null } = conversations.get(conversationKey(ref)) ?? {};
      return { buyerName, avatarUrl };
    };
    return structuredClone({
      buyers: buyersAmong(buyers, query, faceOf),
      messages: messagesAmong(newestFirst, query, faceOf),
      numbers: numbersAmong(newestFirst, query, faceOf),
      progress: null,
    });
  }

  async loadNotices(shopId: ShopId): Promise<readonly ShopNotice[]> {
    this.#assertOpen();
    return structuredClone(
      [...this.tables.notices.values()]
        .filter((row) => row.shopId === shopId)
        .sort((a, b) => b.at - a.at)
        .slice(0, LIMITS.loadedNotices),
    );
  }

  async loadQuarantine(): Promise<readonly QuarantineEntry[]> {
    this.#assertOpen();
    return structuredClone(this.tables.quarantine.slice(-LIMITS.loadedQuarantine).toReversed());
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** PF1: as `load` of the real store, in no particular order. */
  #window(): readonly Conversation[] {
    const rows = [...this.tables.conversations.values()];
    const sending = new Set(
      [...this.tables.messages.values()].filter(isOpenSend).map(conversationKey),
    );
    const newest = [...Map.groupBy(rows, (row) => row.shopId).values()].flatMap((own) =>
      own
        .filter((row) => isInPage(row, { filter: 'all', shopId: null }))
        .sort((a, b) => comparePlaces(placeOf(a), placeOf(b)))
        .slice(0, LIMITS.newestOfShop),
    );
    return [...new Set([...newest, ...rows.filter((row) => isLive(row) || sending.has(row.key))])];
  }

  #conversation(ref: ConversationRef): Conversation | undefined {
    const row = this.tables.conversations.get(conversationKey(ref));
    return row === undefined ? undefined : asStored(row);
  }

  #timeline(ref: ConversationRef): readonly Message[] {
    const rows = this.tables.timelines.get(conversationKey(ref));
    return rows === undefined ? [] : [...rows.values()].sort(comparePositions);
  }

  #assertOpen(): void {
    if (this.#closed) throw new StorageError('storage.failed', 'The database is closed.');
  }
}

/** One commit over the tables, with the way back. */
class MemoryTransaction {
  readonly #tables: MemoryTables;
  readonly #undo: (() => void)[] = [];
  readonly #shopsNeeded = new Set<ShopId>();

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  apply(write: Write): void {
    if ('remove' in write) {
      if (write.remove === 'shop') this.#removeShop(write.shopId);
      else if (write.remove === 'outboxUpTo') this.#removeOutbox((seq) => seq <= write.outboxSeq);
      else if (write.remove === 'outboxRow') this.#delete(this.#tables.outbox, write.outboxSeq);
      else if (write.remove === 'setAside')
        this.#delete(this.#tables.setAside, joined(write.shopId, write.messageId));
      else assertNever(write);
      return;
    }
    const tables = this.#tables;
    switch (write.put) {
      case 'shop':
        this.#set(tables.shops, write.row.shopId, write.row);
        return;
      case 'conversation':
        this.#shopsNeeded.add(write.row.shopId);
        this.#set(tables.conversations, write.row.key, write.row);
        return;
      case 'message':
        this.#putMessage({
          ...write.row,
          orderAt: wholeMs(write.row.orderAt),
          sentAt: wholeMs(write.row.sentAt),
        });
        return;
      case 'staffList':
        this.#shopsNeeded.add(write.row.shopId);
        this.#set(tables.staffLists, write.row.shopId, write.row);
        return;
      case 'notice':
        this.#shopsNeeded.add(write.row.shopId);
        this.#set(tables.notices, write.row.noticeId, write.row);
        return;
      case 'settings':
        this.#assign('settings', write.row);
        return;
      case 'outage':
        this.#set(tables.outages, write.row.from, write.row);
        return;
      case 'outbox':
        this.#shopsNeeded.add(write.row.store_id);
        this.#assign('lastOutboxSeq', tables.lastOutboxSeq + 1);
        this.#set(tables.outbox, tables.lastOutboxSeq, write.row);
        return;
      case 'setAside': {
        const { frame, at } = write.row;
        this.#shopsNeeded.add(frame.store_id);
        this.#set(tables.setAside, joined(frame.store_id, frame.message_id), {
          ...write.row,
          at: wholeMs(at),
        });
        return;
      }
      case 'gatewayFrameId': {
        const { shopId, frameId, at } = write.row;
        this.#shopsNeeded.add(shopId);
        this.#set(tables.gatewayFrames, joined(shopId, frameId), { shopId, frameId, at });
        return;
      }
      case 'quarantine':
        this.#assign('quarantine', [...tables.quarantine, write.row].slice(-LIMITS.keptQuarantine));
        return;
      default:
        assertNever(write);
    }
  }

  /** As a foreign key that is checked at the end of the transaction. */
  assertShopsExist(): void {
    for (const shopId of this.#shopsNeeded) {
      if (!this.#tables.shops.has(shopId)) {
        throw new StorageError(
          'storage.failed',
          `A row names the shop ${shopId}, which is unknown.`,
        );
      }
    }
  }

  undo(): void {
    for (const step of this.#undo.toReversed()) step();
  }

  #putMessage(row: Message): void {
    const { byArrival, byPlatformId } = this.#tables;
    this.#shopsNeeded.add(row.shopId);
    const platformKey =
      row.platformMessageId === null ? null : joined(row.shopId, row.platformMessageId);
    if ((byArrival.get(row.arrival) ?? row.messageId) !== row.messageId) {
      throw new StorageError('storage.failed', `Two messages have the arrival ${row.arrival}.`);
    }
    if (
      platformKey !== null &&
      (byPlatformId.get(platformKey) ?? row.messageId) !== row.messageId
    ) {
      throw new StorageError('storage.failed', 'Two messages of a shop have one platform id.');
    }
    const old = this.#tables.messages.get(row.messageId);
    if (old !== undefined) this.dropMessage(old);
    this.#set(this.#tables.messages, row.messageId, row);
    this.#set(byArrival, row.arrival, row.messageId);
    if (platformKey !== null) this.#set(byPlatformId, platformKey, row.messageId);
    const key = conversationKey(row);
    const timeline = this.#tables.timelines.get(key) ?? new Map<string, Message>();
    this.#set(this.#tables.timelines, key, timeline);
    this.#set(timeline, row.messageId, row);
  }

  /** The row with all that points to it. */
  dropMessage(row: Message): void {
    this.#delete(this.#tables.messages, row.messageId);
    this.#delete(this.#tables.byArrival, row.arrival);
    if (row.platformMessageId !== null) {
      this.#delete(this.#tables.byPlatformId, joined(row.shopId, row.platformMessageId));
    }
    const timeline = this.#tables.timelines.get(conversationKey(row));
    if (timeline !== undefined) this.#delete(timeline, row.messageId);
  }

  #removeShop(shopId: ShopId): void {
    const tables = this.#tables;
    this.#shopsNeeded.delete(shopId);
    this.#delete(tables.shops, shopId);
    this.#delete(tables.staffLists, shopId);
    for (const row of tables.conversations.values()) {
      if (row.shopId === shopId) this.#delete(tables.conversations, row.key);
    }
    for (const row of tables.messages.values()) {
      if (row.shopId === shopId) this.dropMessage(row);
    }
    for (const [id, row] of tables.notices) {
      if (row.shopId === shopId) this.#delete(tables.notices, id);
    }
    for (const [key, row] of tables.gatewayFrames) {
      if (row.shopId === shopId) this.#delete(tables.gatewayFrames, key);
    }
    for (const [key, { frame }] of tables.setAside) {
      if (frame.store_id === shopId) this.#delete(tables.setAside, key);
    }
    this.#removeOutbox((_, frame) => frame.store_id === shopId);
  }

  #removeOutbox(isDone: (seq: number, frame: OutboxRow['frame']) => boolean): void {
    for (const [seq, frame] of this.#tables.outbox) {
      if (isDone(seq, frame)) this.#delete(this.#tables.outbox, seq);
    }
  }

  #set<Key, Row>(table: Map<Key, Row>, key: Key, row: Row): void {
    const old = table.get(key);
    this.#undo.push(() => {
      if (old === undefined) table.delete(key);
      else table.set(key, old);
    });
    table.set(key, row);
  }

  #delete<Key, Row>(table: Map<Key, Row>, key: Key): void {
    const old = table.get(key);
    if (old === undefined) return;
    this.#undo.push(() => table.set(key, old));
    table.delete(key);
  }

  #assign<Name extends 'settings' | 'quarantine' | 'lastOutboxSeq'>(
    name: Name,
    value: MemoryTables[Name],
  ): void {
    const old = this.#tables[name];
    this.#undo.push(() => {
      this.#tables[name] = old;
    });
    this.#tables[name] = value;
  }
}
