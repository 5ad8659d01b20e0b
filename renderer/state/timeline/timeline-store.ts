import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '#shared/ipc/contract.ts';
import { conversationKey, type ConversationKey, type ConversationRef } from '#shared/model/ids.ts';
import { comparePositions, type Message, type MessagePosition } from '#shared/model/message.ts';
import { ok, type Result } from '#shared/model/result.ts';
import type { Delta } from '#shared/sync/delta.ts';
import {
  LOADING_WINDOW,
  withChanges,
  withNewer,
  withOlder,
  withoutOldest,
  withPage,
  type LoadedPage,
  type TimelineWindow,
} from './timeline-window.ts';

export type TimelineState = Readonly<Record<ConversationKey, TimelineWindow>>;

const PAGE_SIZE = 60;
/** Conversations whose messages stay in memory; beyond it the one looked at longest ago goes. */
const MOST_WINDOWS = 24;
/** Conversations that were read ahead and not looked at yet. */
const MOST_AHEAD = 8;

/** Messages that deltas brought while a page of that conversation is under way: they are newer than the page. */
type UnderWay = Map<Message['messageId'], Message>;

/** The messages of the conversations that were looked at lately: loaded by page, kept current by deltas. */
export class Timelines {
  readonly store: StoreApi<TimelineState> = createStore<TimelineState>(() => ({}));
  readonly #bridge: Bridge;
  readonly #underWay = new Map<ConversationKey, UnderWay>();
  /** Least recently looked at first. */
  readonly #recent = new Set<ConversationKey>();
  /** Read ahead, oldest first; none of them is in `#recent`. */
  readonly #ahead = new Set<ConversationKey>();
  readonly #refs = new Map<ConversationKey, ConversationRef>();

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Someone looks at this conversation: loads its newest page unless it is here. */
  open(ref: ConversationRef): void {
    const key = this.#note(ref);
    const window = this.store.getState()[key];
    if (window === undefined || window.phase === 'failed') void this.#loadNewest(key, ref);
    else if (window.hasNewer) void this.backToNewest(ref);
  }

  /** Someone may look at this conversation next: its newest page is read ahead, so that it is here when it is opened. */
  prepare(ref: ConversationRef): void {
    const key = conversationKey(ref);
    if (this.store.getState()[key] !== undefined) return;
    this.#ahead.add(key);
    this.#refs.set(key, ref);
    for (const oldest of this.#ahead) {
      if (this.#ahead.size <= MOST_AHEAD) break;
      this.#forget(oldest);
    }
    void this.#loadNewest(key, ref);
  }

  /** Someone looks at this place of the conversation: loads what is around it unless it is here. */
  async openAt(ref: ConversationRef, place: MessagePosition): Promise<void> {
    const key = this.#note(ref);
    const window = this.store.getState()[key];
    const isHere = window?.messages.some((message) => comparePositions(message, place) === 0);
    if (isHere !== true) await this.#loadAround(key, ref, place);
  }

  retry(ref: ConversationRef): void {
    void this.#loadNewest(conversationKey(ref), ref);
  }

  /** From the past to the end of the conversation. What is shown stays until the page is here. */
  async backToNewest(ref: ConversationRef): Promise<void> {
    await this.#loadNewest(conversationKey(ref), ref);
  }

  /** One page further back. Does nothing while a page is under way or when there is none. */
  async loadOlder(ref: ConversationRef): Promise<void> {
    const key = conversationKey(ref);
    const window = this.store.getState()[key];
    const oldest = window?.messages[0];
    if (window?.hasOlder !== true || oldest === undefined || this.#underWay.has(key)) return;
    await this.#load(
      key,
      this.#bridge.call('messages.loadPage', {
        ...namesOf(ref),
        before: positionOf(oldest),
        limit: PAGE_SIZE,
      }),
      withOlder,
    );
  }

  /** One page towards the newest message, in the same way. */
  async loadNewer(ref: ConversationRef): Promise<void> {
    const key = conversationKey(ref);
    const window = this.store.getState()[key];
    const newest = window?.messages.at(-1);
    if (window?.hasNewer !== true || newest === undefined || this.#underWay.has(key)) return;
    await this.#load(
      key,
      this.#bridge.call('messages.loadAfter', {
        ...namesOf(ref),
        after: positionOf(newest),
        limit: PAGE_SIZE,
      }),
      withNewer,
    );
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
        const underWay = this.#underWay.get(key);
        for (const message of messages) underWay?.set(message.messageId, message);
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
    for (const key of [...this.#recent, ...this.#ahead]) if (key !== latest) this.#forget(key);
    const ref = latest === undefined ? undefined : this.#refs.get(latest);
    if (latest === undefined || ref === undefined) return;
    const window = this.store.getState()[latest];
    const middle = window?.messages[Math.floor(window.messages.length / 2)];
    if (window?.hasNewer === true && middle !== undefined) {
      void this.#loadAround(latest, ref, middle);
    } else void this.#loadNewest(latest, ref);
  }

  #note(ref: ConversationRef): ConversationKey {
    const key = conversationKey(ref);
    this.#ahead.delete(key);
    this.#recent.delete(key);
    this.#recent.add(key);
    this.#refs.set(key, ref);
    this.#forgetOldest();
    return key;
  }

  #loadNewest(key: ConversationKey, ref: ConversationRef): Promise<void> {
    return this.#loadWhole(
      key,
      this.#bridge
        .call('messages.loadPage', { ...namesOf(ref), before: null, limit: PAGE_SIZE })
        .then((answer) => (answer.ok ? ok({ ...answer.value, hasNewer: false }) : answer)),
    );
  }

  #loadAround(key: ConversationKey, ref: ConversationRef, place: MessagePosition): Promise<void> {
    return this.#loadWhole(
      key,
      this.#bridge.call('messages.loadAround', {
        ...namesOf(ref),
        around: positionOf(place),
        limit: PAGE_SIZE,
      }),
    );
  }

  /** A page that takes the window's place. */
  async #loadWhole(key: ConversationKey, call: Promise<Result<LoadedPage>>): Promise<void> {
    this.store.setState((state) => ({
      [key]:
        state[key] === undefined || state[key].messages.length === 0 ? LOADING_WINDOW : state[key],
    }));
    const isAnswered = await this.#load(key, call, withPage);
    if (isAnswered !== 'refused') return;
    this.store.setState((state) => {
      const window = state[key];
      return window === undefined ? state : { [key]: { ...window, phase: 'failed' } };
    });
  }

  async #load<Page>(
    key: ConversationKey,
    call: Promise<Result<Page>>,
    join: (window: TimelineWindow, page: Page) => TimelineWindow,
  ): Promise<'done' | 'refused' | 'overtaken'> {
    const underWay: UnderWay = new Map();
    this.#underWay.set(key, underWay);
    const answer = await call;
    // A later load, or a reload, has taken over.
    if (this.#underWay.get(key) !== underWay) return 'overtaken';
    this.#underWay.delete(key);
    if (!answer.ok) return 'refused';
    this.store.setState((state) => {
      const window = state[key];
      if (window === undefined) return state;
      return { [key]: withChanges(join(window, answer.value), [...underWay.values()]) };
    });
    return 'done';
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
    this.#ahead.delete(key);
    this.#refs.delete(key);
    this.#underWay.delete(key);
    this.store.setState(
      (state) => Object.fromEntries(Object.entries(state).filter(([other]) => other !== key)),
      true,
    );
  }
}

/** A reference or a place may be a whole row; a call takes no more than its schema names. */
const namesOf = ({ shopId, buyerPin }: ConversationRef): ConversationRef => ({ shopId, buyerPin });
const positionOf = ({ orderAt, arrival }: MessagePosition): MessagePosition => ({
  orderAt,
  arrival,
});
