import type { Changes } from './changes.ts';
import type { SetAsideFrame } from './ports/store.ts';
import { waitingAfter, windowOf } from './window.ts';
import type { GatewayCounters, WorkingState } from './working-state.ts';
import { CLOCK_OK, type ClockStatus } from '#shared/model/clock-status.ts';
import { NO_COOKIE_NOTES, type CookieNote, type CookieNotes } from '#shared/model/cookie-note.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { UNCONFIGURED_GATEWAY, type GatewayStatus } from '#shared/model/gateway-status.ts';
import type { ConversationKey, NoticeId, PhraseId, ShopId } from '#shared/model/ids.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import type { Settings } from '#shared/model/settings.ts';
import { NO_SHOWN_PAGES, type PagePlace, type ShownPages } from '#shared/model/shop-page.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import type { Shop, StaffList } from '#shared/model/shop.ts';
import { STORAGE_OK, type StorageStatus } from '#shared/model/storage-status.ts';
import { applyPhrases, type Delta, EMPTY_OVERVIEW, type Replica } from '#shared/sync/delta.ts';

export type LinkStatus = Omit<GatewayStatus, keyof GatewayCounters>;

const {
  pendingFrames: _,
  quarantinedFrames: __,
  setAsideFrames: ___,
  outages: ____,
  ...UNCONFIGURED
} = UNCONFIGURED_GATEWAY;

/** What is durable, and the few things that are about the present moment only: link, storage, clock, shown pages, cookie notes, signs of life. */
export class Committed {
  readonly #shops: Map<ShopId, Shop>;
  readonly #conversations: Map<ConversationKey, Conversation>;
  readonly #staffLists: Map<ShopId, StaffList>;
  readonly #notices: Map<NoticeId, ShopNotice>;
  #phrases: ReadonlyMap<PhraseId, Phrase>;
  #settings: Settings;
  #counters: GatewayCounters;
  #setAside: readonly SetAsideFrame[];
  #link: LinkStatus = UNCONFIGURED;
  #storage: StorageStatus = STORAGE_OK;
  #clock: ClockStatus = CLOCK_OK;
  #shownPages: ShownPages = NO_SHOWN_PAGES;
  #cookieNotes: CookieNotes = NO_COOKIE_NOTES;
  #replica: Replica | null = null;

  /** Starts where the working state starts: just loaded. Rows are immutable and shared. */
  constructor(state: WorkingState) {
    this.#shops = new Map(state.shops);
    this.#conversations = new Map(state.conversations);
    this.#staffLists = new Map(state.staffLists);
    this.#notices = new Map(state.openNotices);
    this.#phrases = new Map(state.phrases);
    this.#settings = state.settings;
    this.#counters = state.counters;
    this.#setAside = state.setAside;
  }

  /** Takes a durable batch; answers what is to be published, null when nothing that is shown changed. */
  apply(changes: Changes): Delta | null {
    const delta = changes.delta();
    const counters = changes.counters();
    const gone = changes.removedShops();
    for (const shopId of gone) this.#forget(shopId);
    for (const row of delta.shops ?? []) this.#shops.set(row.shopId, row);
    for (const row of delta.conversations ?? []) {
      // Put last, as in the working state.
      this.#conversations.delete(row.key);
      this.#conversations.set(row.key, row);
    }
    for (const row of delta.staffLists ?? []) this.#staffLists.set(row.shopId, row);
    for (const row of delta.notices ?? []) {
      if (row.ended === null) this.#notices.set(row.noticeId, row);
      else this.#notices.delete(row.noticeId);
    }
    this.#phrases = applyPhrases(this.#phrases, delta);
    this.#settings = delta.settings ?? this.#settings;
    this.#counters = counters ?? this.#counters;
    this.#setAside = changes.setAside() ?? this.#setAside;
    this.#replica = null;
    const whole = {
      ...delta,
      ...(counters !== null && { gateway: this.#gateway() }),
      ...(gone.size > 0 && { shownPages: this.#shownPages, cookieNotes: this.#cookieNotes }),
    };
    return Object.keys(whole).length === 0 ? null : whole;
  }

  /** The conversation as it was published last; null where it is at rest and only in the database. */
  conversation(key: ConversationKey): Conversation | null {
    return this.#conversations.get(key) ?? null;
  }

  phrases(): readonly Phrase[] {
    return [...this.#phrases.values()];
  }

  /** Memory keeps what lives (PF1). These are still what the windows have of them. */
  letGo(keys: readonly ConversationKey[]): void {
    for (const key of keys) this.#conversations.delete(key);
    this.#replica = null;
  }

  #forget(shopId: ShopId): void {
    this.#shops.delete(shopId);
    this.#staffLists.delete(shopId);
    for (const row of this.#conversations.values()) {
      if (row.shopId === shopId) this.#conversations.delete(row.key);
    }
    for (const row of this.#notices.values()) {
      if (row.shopId === shopId) this.#notices.delete(row.noticeId);
    }
    this.setPageShown(shopId, null);
    this.setCookieNote(shopId, { count: 0, names: [] });
  }

  setLink(link: LinkStatus): Delta {
    this.#link = link;
    this.#replica = null;
    return { gateway: this.#gateway() };
  }

  setStorage(storage: StorageStatus): Delta {
    this.#storage = storage;
    this.#replica = null;
    return { storage };
  }

  setClock(clock: ClockStatus): Delta {
    this.#clock = clock;
    this.#replica = null;
    return { clock };
  }

  /** A shop's real page was opened before a person's eyes, or (null) is out of sight again. */
  setPageShown(shopId: ShopId, place: PagePlace | null): Delta {
    const others = Object.entries<PagePlace>(this.#shownPages).filter(([id]) => id !== shopId);
    const shown = place === null ? others : [...others, [shopId, place] as const];
    this.#shownPages = Object.fromEntries(shown);
    this.#replica = null;
    return { shownPages: this.#shownPages };
  }

  /** What of a shop's push could not be set (PL3). The session remembers it, so every life is told anew. */
  setCookieNote(shopId: ShopId, note: CookieNote): Delta | null {
    const isKnown = Object.hasOwn(this.#cookieNotes, shopId);
    if (note.count === 0 && !isKnown) return null;
    const others = Object.entries<CookieNote>(this.#cookieNotes).filter(([id]) => id !== shopId);
    const notes = note.count === 0 ? others : [...others, [shopId, note] as const];
    this.#cookieNotes = Object.fromEntries(notes);
    this.#replica = null;
    return { cookieNotes: this.#cookieNotes };
  }

  /** A shop's page gave a sign of life; not worth a write. */
  setHeard(heard: ReadonlyMap<ShopId, number>): Delta | null {
    const shops: Shop[] = [];
    for (const [shopId, lastHeardAt] of heard) {
      const shop = this.#shops.get(shopId);
      if (shop === undefined) continue;
      const next = { ...shop, lastHeardAt };
      this.#shops.set(shopId, next);
      shops.push(next);
    }
    this.#replica = null;
    return shops.length === 0 ? null : { shops };
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Made anew only after a change. */
  replica(): Replica {
    this.#replica ??= {
      // What is of the computer and not of the work is put in by the program.
      ...EMPTY_OVERVIEW,
      shops: Object.fromEntries(this.#shops),
      ...windowOf(this.#conversations.values()),
      staffLists: Object.fromEntries(this.#staffLists),
      notices: Object.fromEntries(this.#notices),
      gateway: this.#gateway(),
      storage: this.#storage,
      clock: this.#clock,
      shownPages: this.#shownPages,
      cookieNotes: this.#cookieNotes,
      settings: this.#settings,
    };
    return this.#replica;
  }

  /** A page of those who wait (PF1: all of them are in memory), in the order of their keys. */
  waitingAfter(after: ConversationKey | null, limit: number): readonly Conversation[] {
    return waitingAfter(this.#conversations.values(), after, limit);
  }

  /** Frames that wait for the agent (GW9), oldest first. The replica has only their number. */
  setAside(): readonly SetAsideFrame[] {
    return this.#setAside;
  }

  #gateway(): GatewayStatus {
    return { ...this.#link, ...this.#counters };
  }
}
