import { KeyedListeners } from '#shared/async/keyed-listeners.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import type { ConversationKey } from '#shared/model/ids.ts';
import type { Delta } from '#shared/sync/delta.ts';
import type { Urgency } from './urgency.ts';
import { EMPTY_ORDER, isSamePlace, orderAfter, orderOf, type InboxOrder } from './inbox-order.ts';

/**
 * The conversations that this window has, and their order. It is changed in place, so that a message costs what it changes
 * and not what the window holds (PF2); a row itself is never changed, but replaced. Whoever shows a row listens to that row.
 */
export class ConversationTable {
  readonly #rows = new Map<ConversationKey, Conversation>();
  readonly #listeners = new KeyedListeners<ConversationKey, void>();
  #order: InboxOrder = EMPTY_ORDER;
  #urgency: Urgency;

  constructor(urgency: Urgency) {
    this.#urgency = urgency;
  }

  get order(): InboxOrder {
    return this.#order;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: ConversationKey | null): Conversation | null {
    return key === null ? null : (this.#rows.get(key) ?? null);
  }

  rows(): Iterable<Conversation> {
    return this.#rows.values();
  }

  /** A snapshot: these and no others. */
  replace(rows: readonly Conversation[]): void {
    const before = [...this.#rows.keys()];
    this.#rows.clear();
    for (const row of rows) this.#rows.set(row.key, row);
    this.#order = orderOf(this.#rows, this.#urgency);
    this.#tell(new Set([...before, ...this.#rows.keys()]));
  }

  apply({ removedShops = [], conversations = [] }: Delta): void {
    if (removedShops.length > 0) this.keep((row) => !removedShops.includes(row.shopId));
    this.#put(conversations);
  }

  /** Rows of a page. What is here already was told by a delta, and is at least as new. */
  add(rows: readonly Conversation[]): void {
    this.#put(rows.filter(({ key }) => !this.#rows.has(key)));
  }

  /** From now on the waiting stand in this order. */
  rank(urgency: Urgency): void {
    this.#urgency = urgency;
    this.#order = orderOf(this.#rows, urgency);
  }

  /** Lets all others go. */
  keep(isKept: (row: Conversation) => boolean): void {
    const gone = [...this.#rows.values()].filter((row) => !isKept(row)).map(({ key }) => key);
    for (const key of gone) this.#rows.delete(key);
    if (gone.length > 0) this.#order = orderOf(this.#rows, this.#urgency);
    this.#tell(gone);
  }

  /** Hears of every change of one row. Returns its undo. */
  listen(key: ConversationKey, listener: () => void): () => void {
    return this.#listeners.listen(key, listener);
  }

  #put(rows: readonly Conversation[]): void {
    const moved = new Map<ConversationKey, Conversation>();
    for (const row of rows) {
      const before = this.#rows.get(row.key);
      this.#rows.set(row.key, row);
      if (before === undefined || moved.has(row.key) || !isSamePlace(before, row, this.#urgency))
        moved.set(row.key, row);
    }
    this.#order = orderAfter(this.#order, this.#rows, moved, this.#urgency);
    this.#tell(rows.map(({ key }) => key));
  }

  #tell(keys: Iterable<ConversationKey>): void {
    for (const key of keys) this.#listeners.notify(key);
  }
}
