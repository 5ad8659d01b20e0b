import type { Conversation } from './conversation.ts';
import type { BuyerPin, ShopId } from './ids.ts';
import { assertNever } from './result.ts';

/** What the list of conversations can be narrowed to. */
export const INBOX_FILTERS = [
  'all',
  'waiting',
  'unread',
  'backoffice',
  'starred',
  'closed',
] as const;
export type InboxFilter = (typeof INBOX_FILTERS)[number];

/** Someone waits in this row. A closed conversation asks for nothing until the buyer speaks again. */
export const isWaiting = ({ waitingSince, closed }: Conversation): boolean =>
  waitingSince !== null && !closed;

/** The back office answers this buyer, and has just done so. */
const isWithOffice = ({ mode, last }: Conversation): boolean =>
  mode.kind === 'auto' && last?.origin === 'backoffice';

/** True when `row` belongs in the list under `filter`. Closed conversations are only under 已完结. */
export const isListed = (row: Conversation, filter: InboxFilter): boolean => {
  if (filter === 'closed') return row.closed;
  if (row.closed) return false;
  switch (filter) {
    case 'all':
      return true;
    case 'waiting':
      return row.waitingSince !== null;
    case 'unread':
      return row.unread > 0;
    case 'backoffice':
      return isWithOffice(row) || (row.mode.kind === 'auto' && row.waitingSince !== null);
    case 'starred':
      return row.starred;
    default:
      return assertNever(filter);
  }
};

/** A row's place among those where nobody waits: the newest line first. Ids part rows of one millisecond. */
export type InboxPlace = {
  /** Epoch ms of the line that the list shows. */
  readonly listedAt: number;
  readonly shopId: ShopId;
  readonly buyerPin: BuyerPin;
};

export const placeOf = ({ last, lastOrderAt, shopId, buyerPin }: Conversation): InboxPlace => ({
  listedAt: last?.at ?? lastOrderAt,
  shopId,
  buyerPin,
});

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Negative when `a` stands above `b`. */
export const comparePlaces = (a: InboxPlace, b: InboxPlace): number =>
  b.listedAt - a.listedAt || compareText(b.shopId, a.shopId) || compareText(b.buyerPin, a.buyerPin);

/** A page of the rows under a filter in which nobody waits. */
export type InboxQuery = {
  readonly filter: InboxFilter;
  /** Null for all shops. */
  readonly shopId: ShopId | null;
  /** Rows below this place; null for the top. */
  readonly below: InboxPlace | null;
  readonly limit: number;
};

export type InboxPage = {
  /** In the order of the list. */
  readonly conversations: readonly Conversation[];
  /** Where the next page begins; null when this was the last one. */
  readonly next: InboxPlace | null;
};

/** Whether an `InboxQuery` asks for this row, its place apart. */
export const isInPage = (
  row: Conversation,
  { filter, shopId }: Pick<InboxQuery, 'filter' | 'shopId'>,
): boolean =>
  !isWaiting(row) && isListed(row, filter) && (shopId === null || row.shopId === shopId);

/**
 * PF1. Something is still to be done here, by the program or by the agent, or she has marked it as hers. These
 * conversations are in memory whatever their number; all others come by page and by question.
 */
export const isLive = (row: Conversation): boolean =>
  row.waitingSince !== null ||
  row.starred ||
  row.draft !== '' ||
  row.suggestions.length > 0 ||
  row.transferQuestion !== null ||
  (row.mode.kind === 'manual' && row.mode.endsAt !== null);
