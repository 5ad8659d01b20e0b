import { conversationKey, type ShopId } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import { assertNever } from '#shared/model/result.ts';
import { StorageError, type OutboxRow, type Write } from '../../core/ports/store.ts';
import { LIMITS, wholeMs } from '../limits.ts';
import { joined, type MemoryTables } from './memory-tables.ts';

/** One commit over the tables, with the way back. */
export class MemoryTransaction {
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
      else if (write.remove === 'phrase') this.#delete(this.#tables.phrases, write.phraseId);
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
      case 'phrase': {
        const { usedAt } = write.row;
        this.#set(tables.phrases, write.row.phraseId, {
          ...write.row,
          usedAt: usedAt === null ? null : wholeMs(usedAt),
        });
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
