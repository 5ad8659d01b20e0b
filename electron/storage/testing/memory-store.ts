import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { conversationKey, type ConversationRef, type ShopId } from '#shared/model/ids.ts';
import type { InboxPage, InboxQuery } from '#shared/model/inbox.ts';
import { comparePositions, type Message, type MessagePosition } from '#shared/model/message.ts';
import { NOTHING_FOUND, type SearchAnswer } from '#shared/model/search.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import type { StorageReason } from '#shared/model/storage-status.ts';
import { isAnswered } from '#shared/model/waiting-clock.ts';
import {
  StorageError,
  type ConversationCount,
  type Lookup,
  type LookupAnswer,
  type OutboxRow,
  type Store,
  type StoredState,
  type SweepAnswer,
  type SweepQuery,
  type Write,
} from '../../core/ports/store.ts';
import { LIMITS } from '../limits.ts';
import { buyersAmong, messagesAmong, numbersAmong, type FaceOf } from '../search/groups.ts';
import { parseQuery } from '../search/query.ts';
import { syllablesOf } from '../search/syllables.ts';
import { asStored, countsOfShops, inboxPage, loadedWindow } from './memory-inbox.ts';
import { isOpenSend, joined, MemoryTables } from './memory-tables.ts';
import { MemoryTransaction } from './memory-transaction.ts';

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
      conversations: loadedWindow(tables),
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
      phrases: [...tables.phrases.values()],
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
    return structuredClone(inboxPage(this.tables, query));
  }

  async countConversations(shopId: ShopId | null): Promise<readonly ConversationCount[]> {
    this.#assertOpen();
    return countsOfShops(this.tables, shopId);
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
