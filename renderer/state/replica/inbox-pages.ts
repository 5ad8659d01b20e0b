import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '#shared/ipc/contract.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { refOfKey, type ConversationKey, type ShopId } from '#shared/model/ids.ts';
import {
  comparePlaces,
  isInPage,
  isLive,
  placeOf,
  type InboxFilter,
  type InboxPlace,
} from '#shared/model/inbox.ts';
import type { ReplicaFollower } from './replica-store.ts';

const PAGE_SIZE = 60;
/** The most that one call answers. */
const LONGEST_PAGE = 200;
/** Rows that stay in memory; live ones come on top. */
const KEPT_AT_REST = 4_000;
/** So many more may come before the next look: a look costs as much as there are rows. */
const ROWS_BETWEEN_LOOKS = 500;

/** One way to look at the list. */
export type InboxChoice = { readonly filter: InboxFilter; readonly shopId: ShopId | null };

/**
 * How far down the list a window has every row. `place` null: not yet known, because the first page is under way. `end`: there is
 * nothing below.
 */
export type Reach =
  | { readonly kind: 'place'; readonly place: InboxPlace | null }
  | { readonly kind: 'end' };

export type InboxPagesState = InboxChoice & {
  readonly reach: Reach;
  readonly phase: 'idle' | 'loading' | 'failed';
};

const NOT_KNOWN: Reach = { kind: 'place', place: null };
const END: Reach = { kind: 'end' };

/** Whoever waits is in every window, so that view has no pages. */
const firstReach = ({ filter }: InboxChoice): Reach => (filter === 'waiting' ? END : NOT_KNOWN);

const nameOf = ({ filter, shopId }: InboxChoice): string => `${filter}\u001f${shopId ?? ''}`;

/** Whether the window has every row down to this one, so that it may be shown without a hole above it. */
export const isReached = (row: Conversation, reach: Reach): boolean =>
  reach.kind === 'end' || reach.place === null || comparePlaces(placeOf(row), reach.place) <= 0;

/**
 * The part of the list that the snapshot does not have (PF1): its pages, from the top down, and single conversations that are
 * opened from elsewhere. What has been read stays right by itself, because a delta brings every change.
 */
export class InboxPages {
  readonly store: StoreApi<InboxPagesState>;
  readonly #bridge: Pick<Bridge, 'call'>;
  readonly #follower: ReplicaFollower;
  /** How far down each view was read since the last snapshot. */
  readonly #reaches = new Map<string, Reach>();
  /** Rows that were read for the present view. */
  #read = 0;
  /** An answer to an older question must not be taken for the newest one's. */
  #question = 0;
  #hasSnapshot = false;
  /** The conversation that was opened last: whoever reads it must not lose it. */
  #open: ConversationKey | null = null;
  #lookAtRows = KEPT_AT_REST + ROWS_BETWEEN_LOOKS;

  constructor(bridge: Pick<Bridge, 'call'>, follower: ReplicaFollower) {
    this.#bridge = bridge;
    this.#follower = follower;
    const choice: InboxChoice = { filter: 'all', shopId: null };
    this.store = createStore(() => ({ ...choice, reach: NOT_KNOWN, phase: 'idle' }));
  }

  reachOf(choice: InboxChoice): Reach {
    return this.#reaches.get(nameOf(choice)) ?? firstReach(choice);
  }

  /** This view is looked at from now on. */
  choose(choice: InboxChoice): void {
    if (nameOf(this.store.getState()) === nameOf(choice)) return;
    this.#forgetRest(choice);
    this.#begin(choice, PAGE_SIZE);
  }

  /** One page further down. Does nothing while one is under way, or at the end. */
  loadMore(): void {
    if (this.store.getState().phase === 'idle') void this.#load(PAGE_SIZE);
  }

  retry(): void {
    void this.#load(PAGE_SIZE);
  }

  /** A snapshot replaced all rows: what was read is read again. */
  reload(): void {
    this.#hasSnapshot = true;
    this.#reaches.clear();
    const wanted = Math.max(PAGE_SIZE, this.#read);
    this.#begin(this.store.getState(), Math.min(wanted, LONGEST_PAGE));
  }

  #begin({ filter, shopId }: InboxChoice, limit: number): void {
    const choice = { filter, shopId };
    const reach = this.reachOf(choice);
    this.#question += 1;
    this.#read = 0;
    this.store.setState({ ...choice, reach, phase: 'idle' });
    if (reach === NOT_KNOWN) void this.#load(limit);
  }

  /** A conversation that is opened may be one that this window does not have. */
  async need(key: ConversationKey): Promise<void> {
    this.#open = key;
    if (this.#follower.conversations.get(key) !== null) return;
    const answer = await this.#bridge.call('conversations.load', refOfKey(key));
    if (answer.ok && answer.value !== null) this.#follower.add([answer.value]);
  }

  async #load(limit: number): Promise<void> {
    const { filter, shopId, reach } = this.store.getState();
    if (reach.kind === 'end' || !this.#hasSnapshot) return;
    this.#question += 1;
    const question = this.#question;
    this.store.setState({ phase: 'loading' });
    const query = { filter, shopId, below: reach.place, limit };
    const answer = await this.#bridge.call('conversations.loadPage', query);
    if (question !== this.#question) return;
    if (!answer.ok) {
      this.store.setState({ phase: 'failed' });
      return;
    }
    const { conversations, next } = answer.value;
    const reached: Reach = next === null ? END : { kind: 'place', place: next };
    this.#reaches.set(nameOf(query), reached);
    this.#read += conversations.length;
    this.#follower.add(conversations);
    this.store.setState({ reach: reached, phase: 'idle' });
  }

  /**
   * Every change brings its row, so that memory would grow with all that is said while one view is looked at (PF1): the rows at rest
   * that are furthest down go, and come again by page.
   */
  trim(): void {
    const { conversations } = this.#follower;
    const { filter, shopId, reach, phase } = this.store.getState();
    // The page that is under way continues the present reach.
    if (conversations.order.replied.length < this.#lookAtRows || phase === 'loading') return;
    const choice = { filter, shopId };
    const inView = conversations.order.replied
      .flatMap((key) => conversations.get(key) ?? [])
      .filter((row) => isInPage(row, choice) && isReached(row, reach));
    const kept = inView.slice(0, Math.max(KEPT_AT_REST, this.#read));
    const last = kept.at(-1);
    const lowered: Reach =
      last === undefined || kept.length === inView.length
        ? reach
        : { kind: 'place', place: placeOf(last) };
    this.#reaches.clear();
    this.#reaches.set(nameOf(choice), lowered);
    this.store.setState({ reach: lowered });
    const keys = new Set(kept.map(({ key }) => key));
    this.#follower.keep((row) => isLive(row) || keys.has(row.key) || row.key === this.#open);
    this.#lookAtRows = conversations.order.replied.length + ROWS_BETWEEN_LOOKS;
  }

  /** Views that nobody looks at keep their place only as long as there is room for their rows. */
  #forgetRest(choice: InboxChoice): void {
    const { conversations } = this.#follower;
    if (conversations.size <= KEPT_AT_REST) return;
    const kept = this.#reaches.get(nameOf(choice));
    this.#reaches.clear();
    if (kept !== undefined) this.#reaches.set(nameOf(choice), kept);
    this.#follower.keep(
      (row) =>
        isLive(row) || row.key === this.#open || (kept !== undefined && isInPage(row, choice)),
    );
  }
}
