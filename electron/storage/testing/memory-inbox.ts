import type { Conversation } from '#shared/model/conversation.ts';
import { conversationKey, type ShopId } from '#shared/model/ids.ts';
import {
  comparePlaces,
  isInPage,
  isLive,
  placeOf,
  type InboxPage,
  type InboxQuery,
} from '#shared/model/inbox.ts';
import type { ConversationCount } from '../../core/ports/store.ts';
import { LIMITS } from '../limits.ts';
import { isOpenSend, type MemoryTables } from './memory-tables.ts';

/** What is read of all conversations: the window that is loaded, the pages of the rest, how many a shop has. */

/** What a file holds of a row (CV13). */
export const asStored = (row: Conversation): Conversation => ({ ...row, draftRevision: 0 });

const byPlace = (a: Conversation, b: Conversation): number => comparePlaces(placeOf(a), placeOf(b));

/** PF1: as `load` of the real store, in no particular order. */
export const loadedWindow = (tables: MemoryTables): readonly Conversation[] => {
  const rows = [...tables.conversations.values()];
  const sending = new Set([...tables.messages.values()].filter(isOpenSend).map(conversationKey));
  const newest = [...Map.groupBy(rows, (row) => row.shopId).values()].flatMap((own) =>
    own
      .filter((row) => isInPage(row, { filter: 'all', shopId: null }))
      .sort(byPlace)
      .slice(0, LIMITS.newestOfShop),
  );
  const live = rows.filter((row) => isLive(row) || sending.has(row.key));
  return [...new Set([...newest, ...live])].map(asStored);
};

export const inboxPage = (tables: MemoryTables, query: InboxQuery): InboxPage => {
  const { filter, below, limit } = query;
  const rows = [...tables.conversations.values()]
    .filter((row) => filter !== 'waiting' && isInPage(row, query))
    .filter((row) => below === null || comparePlaces(placeOf(row), below) > 0)
    .sort(byPlace);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    conversations: rows.slice(0, limit).map(asStored),
    next: last === undefined ? null : placeOf(last),
  };
};

export const countsOfShops = (
  tables: MemoryTables,
  shopId: ShopId | null,
): readonly ConversationCount[] => {
  const rows = [...tables.conversations.values()].filter(
    (row) => shopId === null || row.shopId === shopId,
  );
  return [...Map.groupBy(rows, (row) => row.shopId)].map(([id, own]) => ({
    shopId: id,
    conversations: own.length,
    waiting: own.filter(({ waitingSince }) => waitingSince !== null).length,
  }));
};
