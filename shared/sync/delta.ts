import { CLOCK_OK, type ClockStatus } from '../model/clock-status.ts';
import { NO_COOKIE_NOTES, type CookieNotes } from '../model/cookie-note.ts';
import type { Conversation } from '../model/conversation.ts';
import { UNCONFIGURED_GATEWAY, type GatewayStatus } from '../model/gateway-status.ts';
import type { ConversationKey, NoticeId, PhraseId, ShopId } from '../model/ids.ts';
import { type ManagedStatus, NOTHING_MANAGED } from '../model/managed.ts';
import type { Message } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import { DEFAULT_SETTINGS, type Settings } from '../model/settings.ts';
import type { ShopNotice } from '../model/shop-notice.ts';
import type { Shop, StaffList } from '../model/shop.ts';
import { NO_SHOWN_PAGES, type ShownPages } from '../model/shop-page.ts';
import { STORAGE_OK, type StorageStatus } from '../model/storage-status.ts';
import { NO_UPDATES, type UpdateStatus } from '../model/updates.ts';

/**
 * The replica and its algebra. A delta is plain data: whole records that replace records, by id.
 * Messages and phrases are not part of the snapshot: what a window needs of them is loaded by query, and deltas keep it current.
 */
export type Replica = Overview & {
  /**
   * Those that live and the ones that changed last (PF1); the rest comes by page and by question. A delta brings every
   * conversation that changes, in the snapshot or not.
   */
  readonly conversations: Readonly<Record<ConversationKey, Conversation>>;
  /** Who waits and found no room in a snapshot; a window asks for them by `conversations.loadWaiting`. */
  readonly waitingLeftOut: number;
};

/** Everything but the conversations: few rows, whole in every window. */
export type Overview = {
  readonly shops: Readonly<Record<ShopId, Shop>>;
  readonly staffLists: Readonly<Record<ShopId, StaffList>>;
  /** The open ones (GW13). */
  readonly notices: Readonly<Record<NoticeId, ShopNotice>>;
  readonly gateway: GatewayStatus;
  readonly storage: StorageStatus;
  readonly clock: ClockStatus;
  readonly shownPages: ShownPages;
  readonly cookieNotes: CookieNotes;
  readonly settings: Settings;
  readonly managed: ManagedStatus;
  readonly updates: UpdateStatus;
};

/** Before anything is known. */
export const EMPTY_OVERVIEW: Overview = {
  shops: {},
  staffLists: {},
  notices: {},
  gateway: UNCONFIGURED_GATEWAY,
  storage: STORAGE_OK,
  clock: CLOCK_OK,
  shownPages: NO_SHOWN_PAGES,
  cookieNotes: NO_COOKIE_NOTES,
  settings: DEFAULT_SETTINGS,
  managed: NOTHING_MANAGED,
  updates: NO_UPDATES,
};

export type Delta = {
  readonly shops?: readonly Shop[];
  readonly removedShops?: readonly ShopId[];
  readonly conversations?: readonly Conversation[];
  readonly messages?: readonly Message[];
  readonly staffLists?: readonly StaffList[];
  /** New, changed and ended ones; those that have ended leave the replica. */
  readonly notices?: readonly ShopNotice[];
  readonly phrases?: readonly Phrase[];
  /** Gone before those of `phrases` came. */
  readonly removedPhrases?: readonly PhraseId[];
  readonly gateway?: GatewayStatus;
  readonly storage?: StorageStatus;
  readonly clock?: ClockStatus;
  /** All of them. */
  readonly shownPages?: ShownPages;
  /** All of them. */
  readonly cookieNotes?: CookieNotes;
  readonly settings?: Settings;
  readonly managed?: ManagedStatus;
  readonly updates?: UpdateStatus;
};

/** The parts that a delta replaces as wholes. */
const WHOLE_PARTS = [
  'gateway',
  'storage',
  'clock',
  'shownPages',
  'cookieNotes',
  'settings',
  'managed',
  'updates',
] as const satisfies readonly (keyof Overview & keyof Delta)[];
type WholeParts = Pick<Overview, (typeof WHOLE_PARTS)[number]>;

/** Of each part the newer one, where there is one. */
const newestParts = <Older extends Partial<WholeParts>>(
  older: Older,
  newer: Partial<WholeParts>,
): Pick<Older, keyof WholeParts> =>
  Object.fromEntries(WHOLE_PARTS.map((name) => [name, newer[name] ?? older[name]]));

/** `epoch` is one life of the core; `seq` grows by one with every published delta of that life. */
export type Cursor = { readonly epoch: string; readonly seq: number };
export type Snapshot = { readonly cursor: Cursor; readonly replica: Replica };
export type DeltaFrame = { readonly cursor: Cursor; readonly delta: Delta };

/** What to do with a frame that arrives while the replica stands at `at`. */
export const judgeFrame = (at: Cursor, frame: Cursor): 'apply' | 'ignore' | 'resync' => {
  if (frame.epoch !== at.epoch) return 'resync';
  if (frame.seq <= at.seq) return 'ignore';
  return frame.seq === at.seq + 1 ? 'apply' : 'resync';
};

const putAll = <Id extends string, Row>(
  table: Readonly<Record<Id, Row>>,
  rows: readonly Row[] | undefined,
  idOf: (row: Row) => Id,
): Readonly<Record<Id, Row>> => {
  if (rows === undefined || rows.length === 0) return table;
  const next: Record<Id, Row> = { ...table };
  for (const row of rows) {
    // Defined, not assigned: ids come from outside, and one that is called `__proto__` is an id like any other.
    Object.defineProperty(next, idOf(row), {
      value: row,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return next;
};

const withNotices = (
  open: Replica['notices'],
  rows: readonly ShopNotice[] | undefined,
): Replica['notices'] => {
  const last = new Map(rows?.map((row) => [row.noticeId, row]));
  const next = putAll(open, [...last.values()], (row) => row.noticeId);
  const hasEnded = [...last.values()].some(({ ended }) => ended !== null);
  if (!hasEnded) return next;
  return Object.fromEntries(
    Object.entries<ShopNotice>(next).filter(([, row]) => row.ended === null),
  );
};

const withoutShops = <Id extends string, Row extends { readonly shopId: ShopId }>(
  table: Readonly<Record<Id, Row>>,
  { removedShops = [] }: Delta,
): Readonly<Record<Id, Row>> =>
  removedShops.length === 0
    ? table
    : (Object.fromEntries(
        Object.entries<Row>(table).filter(([, row]) => !removedShops.includes(row.shopId)),
      ) as Record<Id, Row>);

/** The overview after a delta. Tables that the delta does not touch keep their identity. */
export const applyOverview = (overview: Overview, delta: Delta): Overview => ({
  shops: putAll(withoutShops(overview.shops, delta), delta.shops, (shop) => shop.shopId),
  staffLists: putAll(
    withoutShops(overview.staffLists, delta),
    delta.staffLists,
    (list) => list.shopId,
  ),
  notices: withNotices(withoutShops(overview.notices, delta), delta.notices),
  ...newestParts(overview, delta),
});

/** What a delta means, said of the whole replica. A window does the same without a copy of the conversations. */
export const applyDelta = (replica: Replica, delta: Delta): Replica => ({
  ...applyOverview(replica, delta),
  waitingLeftOut: replica.waitingLeftOut,
  conversations: putAll(
    withoutShops(replica.conversations, delta),
    delta.conversations,
    (row) => row.key,
  ),
});

const squashRows = <Row>(
  older: readonly Row[] | undefined,
  newer: readonly Row[] | undefined,
  idOf: (row: Row) => string,
): readonly Row[] | undefined => {
  if (older === undefined || newer === undefined) return newer ?? older;
  const byId = new Map(older.map((row) => [idOf(row), row]));
  for (const row of newer) byId.set(idOf(row), row);
  return [...byId.values()];
};

const ofKept = <Row extends { readonly shopId: ShopId }>(
  rows: readonly Row[] | undefined,
  removed: readonly ShopId[] | undefined,
): readonly Row[] | undefined =>
  removed === undefined ? rows : rows?.filter((row) => !removed.includes(row.shopId));

/** One delta that does what `older` and then `newer` do: apply(apply(r, a), b) equals apply(r, squash(a, b)). */
export const squash = (older: Delta, newer: Delta): Delta => {
  const gone = newer.removedShops;
  const merged = {
    shops: squashRows(ofKept(older.shops, gone), newer.shops, (shop) => shop.shopId),
    removedShops: squashRows(older.removedShops, gone, (shopId) => shopId),
    conversations: squashRows(
      ofKept(older.conversations, gone),
      newer.conversations,
      (row) => row.key,
    ),
    messages: squashRows(
      ofKept(older.messages, gone),
      newer.messages,
      (message) => message.messageId,
    ),
    staffLists: squashRows(ofKept(older.staffLists, gone), newer.staffLists, (list) => list.shopId),
    notices: squashRows(ofKept(older.notices, gone), newer.notices, (row) => row.noticeId),
    phrases: squashRows(
      older.phrases?.filter((row) => newer.removedPhrases?.includes(row.phraseId) !== true),
      newer.phrases,
      (row) => row.phraseId,
    ),
    removedPhrases: squashRows(older.removedPhrases, newer.removedPhrases, (id) => id),
    ...newestParts(older, newer),
  };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
};

/** The phrases after a delta; the same table when it changes none. */
export const applyPhrases = (
  phrases: ReadonlyMap<PhraseId, Phrase>,
  delta: Pick<Delta, 'phrases' | 'removedPhrases'>,
): ReadonlyMap<PhraseId, Phrase> => {
  if (delta.phrases === undefined && delta.removedPhrases === undefined) return phrases;
  const next = new Map(phrases);
  for (const phraseId of delta.removedPhrases ?? []) next.delete(phraseId);
  for (const row of delta.phrases ?? []) next.set(row.phraseId, row);
  return next;
};
