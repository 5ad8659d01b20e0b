import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '#shared/ipc/contract.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import type { ConversationRef } from '#shared/model/ids.ts';
import type { AppError } from '#shared/model/result.ts';
import {
  applyOverview,
  EMPTY_OVERVIEW,
  judgeFrame,
  squash,
  type Cursor,
  type Delta,
  type DeltaFrame,
  type Overview,
  type Snapshot,
} from '#shared/sync/delta.ts';
import { ConversationTable } from './conversation-table.ts';
import type { InboxOrder } from './inbox-order.ts';
import { Urgency } from './urgency.ts';

export type ReplicaState = {
  /** `loading` until the first snapshot; a later resync keeps what is shown and stays `ready`. */
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly error: AppError | null;
  readonly overview: Overview;
  readonly cursor: Cursor | null;
  /** One and the same table for the life of the window; its rows change. */
  readonly conversations: ConversationTable;
  /** The table's order at this change. */
  readonly order: InboxOrder;
};

/** What else wants to see every delta that was applied, and every snapshot that replaced the replica. */
export type ReplicaListener = {
  readonly onDelta: (delta: Delta) => void;
  /** `isNewLife`: the core was started anew since the last one, and counts from the beginning what it keeps in memory alone. */
  readonly onSnapshot: (isNewLife: boolean) => void;
};

/** How long after a failed snapshot the next is asked for. */
const RETRY_MS = 1_000;
const WAITING_PAGE = 1_000;
/** Frames kept while a snapshot is under way. More than that and the next snapshot is the cheaper way. */
const MOST_HELD_FRAMES = 5_000;

/**
 * Follows the core: listens first, then takes a snapshot, then applies deltas by (epoch, seq).
 * A gap or another epoch leads to a new snapshot. Deltas that come between two frames are applied as one change.
 */
export class ReplicaFollower {
  readonly store: StoreApi<ReplicaState>;
  readonly conversations: ConversationTable;
  readonly #clock: { readonly now: () => number };
  #urgency: Urgency;
  readonly #bridge: Bridge;
  readonly #later: (ms: number, run: () => void) => () => void;
  readonly #soon: (run: () => void) => void;
  readonly #listeners = new Set<ReplicaListener>();
  readonly #undo: (() => void)[] = [];
  /** Heard since the last frame, not yet looked at. */
  #heard: DeltaFrame[] = [];
  #held: DeltaFrame[] = [];
  #isLoading = false;
  /** A load that was begun before the line dropped must not answer for the next one. */
  #load = 0;
  /** The core's life that the window has followed last. */
  #epoch: string | null = null;
  #cancelRetry: (() => void) | null = null;

  constructor(parts: {
    readonly bridge: Bridge;
    readonly clock: { readonly now: () => number };
    readonly later: (ms: number, run: () => void) => () => void;
    /** Runs once, a little later: before the window's next frame, if it has frames. */
    readonly soon: (run: () => void) => void;
  }) {
    this.#bridge = parts.bridge;
    this.#clock = parts.clock;
    this.#urgency = new Urgency(EMPTY_OVERVIEW, parts.clock.now());
    this.conversations = new ConversationTable(this.#urgency);
    this.#later = parts.later;
    this.#soon = parts.soon;
    this.store = createStore<ReplicaState>(() => ({
      phase: 'loading',
      error: null,
      overview: EMPTY_OVERVIEW,
      cursor: null,
      conversations: this.conversations,
      order: this.conversations.order,
    }));
  }

  start(): void {
    this.#undo.push(
      this.#bridge.on('sync.delta', (frame) => {
        this.#heard.push(frame);
        if (this.#heard.length > 1) return;
        this.#soon(() => {
          this.catchUp();
        });
      }),
      this.#bridge.onTransport((state) => {
        if (state === 'open') void this.#loadSnapshot();
        else this.#abandonLoad();
      }),
    );
  }

  /** Takes what was heard and waits for the next frame. */
  catchUp(): void {
    if (this.#heard.length > 0) this.#follow(this.#heard.splice(0));
  }

  stop(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#abandonLoad();
  }

  /** Returns its undo. */
  listen(listener: ReplicaListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Rows that were asked for, by page or one by one. */
  add(rows: readonly Conversation[]): void {
    this.conversations.add(rows);
    this.store.setState({ order: this.conversations.order });
  }

  /** Memory that nobody looks at: all rows but these go. */
  keep(isKept: (row: Conversation) => boolean): void {
    this.conversations.keep(isKept);
    this.store.setState({ order: this.conversations.order });
  }

  retry(): void {
    if (!this.#isLoading) void this.#loadSnapshot();
  }

  /** Frames in the order in which they came; those without a gap become one change. */
  #follow(frames: readonly DeltaFrame[]): void {
    if (this.#isLoading) {
      this.#held.push(...frames.slice(0, MOST_HELD_FRAMES - this.#held.length));
      return;
    }
    let { cursor } = this.store.getState();
    if (cursor === null) return;
    let change: Delta | null = null;
    for (const [index, frame] of frames.entries()) {
      const judgement = judgeFrame(cursor, frame.cursor);
      if (judgement === 'ignore') continue;
      if (judgement === 'resync') {
        if (change !== null) this.#apply({ cursor, delta: change });
        void this.#loadSnapshot(frames.slice(index));
        return;
      }
      change = change === null ? frame.delta : squash(change, frame.delta);
      cursor = frame.cursor;
    }
    if (change !== null) this.#apply({ cursor, delta: change });
  }

  #apply(frame: DeltaFrame): void {
    const overview = applyOverview(this.store.getState().overview, frame.delta);
    this.#rank(overview);
    this.conversations.apply(frame.delta);
    this.store.setState({ overview, cursor: frame.cursor, order: this.conversations.order });
    for (const listener of this.#listeners) listener.onDelta(frame.delta);
  }

  /** Somebody's duty may have begun or ended: from time to time the order is looked at. */
  rankAgain(): void {
    this.#rank(this.store.getState().overview);
    this.store.setState({ order: this.conversations.order });
  }

  /** Takes another reading of the clock where the last one no longer tells who is urgent. */
  #rank(overview: Overview): void {
    const now = this.#clock.now();
    if (this.#urgency.holds(overview, now)) return;
    this.#urgency = new Urgency(overview, now);
    this.conversations.rank(this.#urgency);
  }

  async #loadSnapshot(early: readonly DeltaFrame[] = []): Promise<void> {
    this.#abandonLoad();
    const load = this.#load;
    this.#isLoading = true;
    this.#held = [...early];
    const answer = await this.#bridge.call('sync.loadSnapshot', {});
    if (load !== this.#load) return;
    this.#isLoading = false;
    if (answer.ok) this.#take(answer.value);
    else this.#failed(answer.error);
  }

  #take(snapshot: Snapshot): void {
    const load = this.#load;
    const { conversations, waitingLeftOut, ...overview } = snapshot.replica;
    this.#rank(overview);
    this.conversations.replace(Object.values(conversations));
    this.store.setState({
      phase: 'ready',
      error: null,
      overview,
      cursor: snapshot.cursor,
      order: this.conversations.order,
    });
    const { epoch } = snapshot.cursor;
    const isNewLife = this.#epoch !== epoch;
    this.#epoch = epoch;
    for (const listener of this.#listeners) listener.onSnapshot(isNewLife);
    const held = this.#held;
    this.#held = [];
    this.#follow(held);
    if (waitingLeftOut > 0) void this.#loadWaiting(load, null);
  }

  /** Who waits and found no room in the snapshot, page by page; the next snapshot begins anew. */
  async #loadWaiting(load: number, after: ConversationRef | null): Promise<void> {
    const page = { after, limit: WAITING_PAGE };
    const answer = await this.#bridge.call('conversations.loadWaiting', page);
    if (load !== this.#load) return;
    if (!answer.ok) {
      this.#cancelRetry = this.#later(RETRY_MS, () => void this.#loadWaiting(load, after));
      return;
    }
    this.add(answer.value);
    const last = answer.value.at(-1);
    if (last !== undefined && answer.value.length === WAITING_PAGE) {
      await this.#loadWaiting(load, { shopId: last.shopId, buyerPin: last.buyerPin });
    }
  }

  #failed(error: AppError): void {
    this.#held = [];
    this.store.setState((state) => ({
      error,
      cursor: null,
      phase: state.phase === 'ready' ? 'ready' : 'failed',
    }));
    // A closed line calls again by itself when it opens.
    if (error.kind === 'ipc.disconnected') return;
    this.#cancelRetry = this.#later(RETRY_MS, () => void this.#loadSnapshot());
  }

  #abandonLoad(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#load += 1;
    this.#isLoading = false;
    this.#held = [];
  }
}
