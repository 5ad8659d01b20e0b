import type { Conversation } from '#shared/model/conversation.ts';
import type { Message } from '#shared/model/message.ts';
import type { Lookup, Store, Write } from '../../core/ports/store.ts';
import { BUYER, SHOP, shopRow } from '../testing/rows.ts';

/** A place that outlives a store: `open` again after `close` is a restart of the app. */
export type StorePlace = { open(): Promise<Store>; dispose(): Promise<void> };

export const NOTHING: Lookup = {
  conversations: [],
  platformMessages: [],
  messages: [],
  gatewayFrames: [],
  buyerMessagesAfter: [],
};
export const REF = { shopId: SHOP, buyerPin: BUYER };
export const putMessages = (rows: readonly Message[]): readonly Write[] =>
  rows.map((row) => ({ put: 'message', row }));
export const putConversation = (row: Conversation): Write => ({ put: 'conversation', row });

/** The store of one case, and the place that it stands at. */
export class ContractPlace {
  readonly #make: () => Promise<StorePlace>;
  #begun: { readonly place: StorePlace; store: Store } | null = null;

  constructor(make: () => Promise<StorePlace>) {
    this.#make = make;
  }

  get store(): Store {
    return this.#parts.store;
  }

  async begin(): Promise<void> {
    const place = await this.#make();
    this.#begun = { place, store: await place.open() };
  }

  async end(): Promise<void> {
    await this.store.close();
    await this.#parts.place.dispose();
  }

  /** Opens the place of a store that was closed. */
  async open(): Promise<void> {
    this.#parts.store = await this.#parts.place.open();
  }

  async reopen(): Promise<void> {
    await this.store.close();
    await this.open();
  }

  commit(...writes: readonly Write[]): Promise<void> {
    return this.store.commit(writes);
  }

  commitWithShop(...writes: readonly Write[]): Promise<void> {
    return this.commit({ put: 'shop', row: shopRow() }, ...writes);
  }

  get #parts(): { readonly place: StorePlace; store: Store } {
    if (this.#begun === null) throw new Error('the case has not begun');
    return this.#begun;
  }
}
