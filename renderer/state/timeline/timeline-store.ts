import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '#shared/ipc/contract.ts';
import { conversationKey, type ConversationKey, type ConversationRef } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import type { Delta } from '#shared/sync/delta.ts';
import {
  LOADING_WINDOW,
  withChanges,
  withoutOldest,
  withPage,
  type TimelineWindow,
} from './timeline-window.ts';

export type TimelineState = Readonly<Record<ConversationKey, TimelineWindow>>;

const PAGE_SIZE = 60;
/** Conversations whose messages stay in memory; beyond it the one looked at longest ago goes. */
const MOST_WINDOWS = 24;

/** The messages of the conversations that were looked at lately: loaded by page, kept current by deltas. */
export class Timelines {
  readonly store: StoreApi<TimelineState> = createStore<TimelineState>(() => ({}));
  readonly #bridge: Bridge;
  /** Messages that deltas brought while a page of that conversation is under way. */
  readonly #underWay = new Map<ConversationKey, Set<Message['messageId']>>();
  /** Least recently looked at first. */
  readonly #recent = new Set<ConversationKey>();
  readonly #refs = new Map<ConversationKey, ConversationRef>();

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Someone looks at this conversation: loads its newest page unless it is here. */
  open(ref: ConversationRef): void {
    const key = conversationKey(ref);
    this.#recent.delete(key);
    this.#recent.add(key);
    this.#refs.set(key, ref);
    this.#forgetOldest();
    if (this.store.getState()[key] === undefined) void this.#loadNewest(key, ref);
  }

  retry(ref: ConversationRef): void {
    void this.#loadNewest(conversationKey(ref), ref);
  }

  /** One page further back. Does nothing while a page is under way or when there is none. */
  async loadOlder(ref: ConversationRef): Promise<void> {
    const key = conversationKey(ref);
    const first = this.store.getState()[key];
    const oldest = first?.messages[0];
    if (first?.hasOlder !== true || oldest === undefined || this.#underWay.has(key)) return;
    await this.#loadPage(key, ref, { orderAt: oldest.orderAt, arrival: oldest.arrival });
  }

  /** The agent looks at the newest messages: what has piled up above them need not stay in memory. */
  dropOldest(ref: ConversationRef): void {
    const key = conversationKey(ref);
    this.store.setState((state) => {
      const window = state[key];
      if (window === undefined || this.#underWay.has(key)) return state;
      const shorter = withoutOldest(window);
      return shorter === window ? state : { [key]: shorter };
    });
  }

  applyDelta(delta: Delta): void {
    if (delta.removedShops !== undefined) this.#forgetShops(delta.removedShops);
    const changed = Map.groupBy(delta.messages ?? [], conversationKey);
    if (changed.size === 0) return;
    const inSight = [...this.#recent].at(-1);
    this.store.setState((state) => {
      const next: Record<ConversationKey, TimelineWindow> = {};
      for (const [key, messages] of changed) {
        const window = state[key];
        if (window === undefined) continue;
        const touched = this.#underWay.get(key);
        for (const message of messages) touched?.add(message.messageId);
        const changedWindow = withChanges(window, messages);
        next[key] = key === inSight ? changedWindow : withoutOldest(changedWindow);
      }
      return next;
    });
  }

  /** A new snapshot: deltas were missed, so what is in memory may be stale. What is shown stays until the page is here. */
  reload(): void {
    this.#underWay.clear();
    const latest = [...this.#recent].at(-1);
    for (const key of this.#recent) if (key !== latest) this.#forget(key);
    const ref = latest === undefined ? undefined : this.#refs.get(latest);
    if (latest !== undefined && ref !== undefined) void this.#loadNewest(latest, ref);
  }

  async #loadNewest(key: ConversationKey, ref: ConversationRef): Promise<void> {
    this.store.setState((state) => ({
      [key]:
        state[key] === undefined || state[key].messages.length === 0 ? LOADING_WINDOW : state[key],
    }));
    await this.#loadPage(key, ref, null);
  }

  async #loadPage(
    key: ConversationKey,
    ref: ConversationRef,
    before: { readonly orderAt: number; readonly arrival: number } | null,
  ): Promise<void> {
    const touched = new Set<Message['messageId']>();
    this.#underWay.set(key, touched);
    const answer = await this.#bridge.call('messages.loadPage', {
      shopId: ref.shopId,
      buyerPin: ref.buyerPin,
      before,
      limit: PAGE_SIZE,
    });
    // A later load, or a reload, has taken over.
    if (this.#underWay.get(key) !== touched) return;
    this.#underWay.delete(key);
    this.store.setState((state) => {
      const window = state[key];
      if (window === undefined) return state;
      if (answer.ok) return { [key]: withPage(window, answer.value, touched) };
      return { [key]: { ...window, phase: before === null ? 'failed' : window.phase } };
    });
  }

  #forgetOldest(): void {
    for (const key of this.#recent) {
      if (this.#recent.size <= MOST_WINDOWS) return;
      this.#forget(key);
    }
  }

  #forgetShops(shopIds: readonly string[]): void {
    for (const [key, ref] of this.#refs) if (shopIds.includes(ref.shopId)) this.#forget(key);
  }

  #forget(key: ConversationKey): void {
    this.#recent.delete(key);
    this.#refs.delete(key);
    this.#underWay.delete(key);
    this.store.setState(
      (state) => Object.fromEntries(Object.entries(state).filter(([other]) => other !== key)),
      true,
    );
  }
}
