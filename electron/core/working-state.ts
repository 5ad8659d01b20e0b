import type { PlatformMessage } from './ports/facts.ts';
import type { SetAsideFrame, StoredState } from './ports/store.ts';
import { OpenSends } from './open-sends.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import type { GatewayStatus } from '#shared/model/gateway-status.ts';
import type { ConversationKey, MessageId, NoticeId, PhraseId, ShopId } from '#shared/model/ids.ts';
import { isLive } from '#shared/model/inbox.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import { nextShopState } from '#shared/model/shop-state.ts';
import type { Shop, StaffList } from '#shared/model/shop.ts';

/** The part of the gateway's status that is durable and kept by the core; the rest is the link's own. */
export type GatewayCounters = Pick<
  GatewayStatus,
  'pendingFrames' | 'quarantinedFrames' | 'setAsideFrames' | 'outages'
>;

/** Conversations that are kept although nothing is to be done in them: the ones that changed or were asked for last. */
const KEPT_AT_REST = 2_000;
/** So much of that may come on top before they are looked through again. */
const SLACK = 0.25;

/** Where the present draft of a conversation comes from, and the text that was last sent from it. */
export type DraftTrace = {
  /** As the conversation has it; kept here while that is not in memory. */
  readonly revision: number;
  /** The window whose text stands there; null when it was not written in this life of the core. */
  readonly windowId: string | null;
  /** Elapsed ms of this life at its last key; before all others when unknown. */
  readonly typedAtMs: number;
  readonly sent: {
    readonly content: string;
    /** The revision that the send made. */
    readonly revision: number;
    readonly windowId: string;
  } | null;
};

/**
 * What decisions are made over: shops, settings and the conversations that live (PF1), ahead of the database by the batches that
 * are being committed. Messages, and conversations at rest, are asked for when an input needs them. Rows are written only by `Changes`, which notes the same change for the database; the sets below them are
 * memory of this life. Nothing of it is ever shown.
 */
export class WorkingState {
  readonly shops = new Map<ShopId, Shop>();
  /** The one that was put or taken up last stands last. */
  readonly conversations = new Map<ConversationKey, Conversation>();
  readonly staffLists = new Map<ShopId, StaffList>();
  readonly openNotices = new Map<NoticeId, ShopNotice>();
  /** Open notices whose page a person has opened in this life. */
  readonly visitedNotices = new Set<NoticeId>();
  readonly phrases = new Map<PhraseId, Phrase>();
  readonly sends = new OpenSends();
  /** Back-office replies on their way that nobody chose: they may still be held (CV5). */
  readonly autoReplies = new Set<MessageId>();
  /** Our side's messages that may be the echo of a send whose outcome is not there yet. */
  readonly heldEchoes = new Map<ConversationKey, readonly PlatformMessage[]>();
  /** Whose the drafts are, of those that were touched in this life (CV13). */
  readonly draftTraces = new Map<ConversationKey, DraftTrace>();
  /** When the countdown of a take-over ends, in elapsed ms of this life. */
  readonly takeOverEnds = new Map<ConversationKey, number>();
  /** The staff list as the gateway was last told it in this online time of the shop. */
  readonly toldStaff = new Map<ShopId, string>();
  /** Deleted in this life (PL13): what still arrives for them is written nowhere, until the back office pushes a cookie again. */
  readonly removedShops = new Set<ShopId>();
  /** Every shop that was ever spoken of, deleted ones too, by its id in small letters. */
  readonly #spellings = new Map<string, ShopId>();
  readonly #keptAtRest: number;
  #lookThroughAt: number;
  /** The newest date of a line that is known. The world is at least as late, whatever our own clock says. */
  newestOrderAt = 0;
  settings: Settings;
  /** Oldest first. They are few: each has cost three connections. */
  setAside: readonly SetAsideFrame[];
  counters: GatewayCounters;
  lastArrival: number;

  /**
   * The id under which the shop is known: as it was first seen, whatever case the gateway writes it in now (GW6). Asked for when
   * a frame is looked up, so that two spellings of a new shop are one before a step has made it.
   */
  shopIdOf(given: ShopId): ShopId {
    if (this.shops.has(given)) return given;
    const plain = given.toLowerCase();
    const known = this.#spellings.get(plain) ?? given;
    this.#spellings.set(plain, known);
    return known;
  }

  /** Nothing is receiving right after a start, so only states that a person must mend are kept (PL1). */
  constructor(stored: StoredState, now: number, keptAtRest = KEPT_AT_REST) {
    this.#keptAtRest = keptAtRest;
    this.#lookThroughAt = keptAtRest * (1 + SLACK);
    for (const shop of stored.shops) {
      const state = nextShopState(shop.state, { kind: 'program.started' }, now);
      this.putShop({ ...shop, state });
    }
    for (const row of stored.conversations) {
      this.conversations.set(row.key, row);
      this.newestOrderAt = Math.max(this.newestOrderAt, row.lastOrderAt);
    }
    for (const list of stored.staffLists) this.staffLists.set(list.shopId, list);
    for (const notice of stored.openNotices) this.openNotices.set(notice.noticeId, notice);
    for (const phrase of stored.phrases) this.phrases.set(phrase.phraseId, phrase);
    for (const message of stored.openSends) {
      this.sends.note(message);
      if (message.send?.state === 'queued' && message.send.reason?.code === 'auto') {
        this.autoReplies.add(message.messageId);
      }
    }
    this.settings = stored.settings ?? DEFAULT_SETTINGS;
    this.setAside = stored.setAside;
    this.counters = {
      pendingFrames: stored.pendingFrames,
      quarantinedFrames: stored.quarantinedFrames,
      setAsideFrames: stored.setAside.length,
      outages: stored.outages,
    };
    this.lastArrival = stored.lastArrival;
  }

  /** The time by which something may be forgotten: our clock's, but for one that runs far ahead of all that is known. */
  believedNow(now: number): number {
    return Math.min(now, this.newestOrderAt);
  }

  putShop(row: Shop): void {
    this.shops.set(row.shopId, row);
    const plain = row.shopId.toLowerCase();
    if (!this.#spellings.has(plain)) this.#spellings.set(plain, row.shopId);
  }

  /** Rows of the database that an input asked for. What is here already is newer. */
  takeUp(rows: readonly Conversation[]): void {
    for (const row of rows) {
      if (this.conversations.has(row.key) || this.removedShops.has(row.shopId)) continue;
      const draftRevision = this.draftTraces.get(row.key)?.revision ?? row.draftRevision;
      this.conversations.set(row.key, { ...row, draftRevision });
    }
  }

  /**
   * Lets conversations at rest go, the longest unchanged first, once they are too many; answers which. `isDurable` tells of
   * one whether the database has it as it is here.
   */
  letGo(isDurable: (key: ConversationKey) => boolean): readonly ConversationKey[] {
    if (this.conversations.size < this.#lookThroughAt) return [];
    const gone = [...this.conversations.values()]
      .filter((row) => !isLive(row) && !this.sends.has(row.key) && !this.heldEchoes.has(row.key))
      .toReversed()
      .slice(this.#keptAtRest)
      .map(({ key }) => key)
      .filter(isDurable);
    for (const key of gone) this.conversations.delete(key);
    this.#lookThroughAt = this.conversations.size + this.#keptAtRest * SLACK;
    return gone;
  }

  /** Forgets a shop with all that is kept by it. */
  removeShop(shopId: ShopId): void {
    this.removedShops.add(shopId);
    this.shops.delete(shopId);
    this.staffLists.delete(shopId);
    this.toldStaff.delete(shopId);
    for (const messageId of this.sends.forgetShop(shopId)) this.autoReplies.delete(messageId);
    for (const { noticeId, shopId: owner } of this.openNotices.values()) {
      if (owner !== shopId) continue;
      this.openNotices.delete(noticeId);
      this.visitedNotices.delete(noticeId);
    }
    for (const { key, shopId: owner } of this.conversations.values()) {
      if (owner !== shopId) continue;
      this.conversations.delete(key);
      this.heldEchoes.delete(key);
      this.draftTraces.delete(key);
    }
  }
}
