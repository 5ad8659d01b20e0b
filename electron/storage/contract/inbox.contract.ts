import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Conversation } from '#shared/model/conversation.ts';
import { asBuyerPin, asSuggestionId, type ShopId } from '#shared/model/ids.ts';
import {
  comparePlaces,
  INBOX_FILTERS,
  isInPage,
  isLive,
  placeOf,
  type InboxPage,
  type InboxQuery,
} from '#shared/model/inbox.ts';
import { LIMITS } from '../limits.ts';
import { conversationRow, messageRow, OTHER_SHOP, SHOP, shopRow } from '../testing/rows.ts';
import { type ContractPlace, NOTHING, putConversation, putMessages } from './place.contract.ts';

const rowOf = (shopId: ShopId, pin: string, change: Partial<Conversation> = {}): Conversation => {
  const ref = { shopId, buyerPin: asBuyerPin(pin) };
  return conversationRow({ ...ref, ...change });
};

const line = (origin: 'buyer' | 'backoffice', at: number): Conversation['last'] => ({
  origin,
  type: 'text',
  text: '在吗',
  at,
  sendState: null,
});

/** Every field that a page or the window looks at, in all its kinds. */
const anyRow = fc
  .record({
    shop: fc.constantFrom(SHOP, OTHER_SHOP),
    pin: fc.constantFrom('一', '二', '三', 'a', 'b', '__proto__', '😀', '\uE000'),
    change: fc.record({
      waitingSince: fc.constantFrom(null, null, 5),
      unread: fc.constantFrom(0, 3),
      starred: fc.boolean(),
      closed: fc.boolean(),
      draft: fc.constantFrom('', '', '写到一半'),
      lastOrderAt: fc.integer({ min: 0, max: 3 }),
      last: fc.oneof(
        fc.constant(null),
        fc.integer({ min: 0, max: 3 }).map((at) => line('buyer', at)),
        fc.integer({ min: 0, max: 3 }).map((at) => line('backoffice', at)),
      ),
      mode: fc.constantFrom<Conversation['mode'][]>(
        { kind: 'auto' },
        { kind: 'manual', endsAt: null },
        { kind: 'manual', endsAt: 9 },
      ),
      transferQuestion: fc.constantFrom(null, null, {
        staffName: '小王',
        why: 'none' as const,
        askedAt: 1,
      }),
      suggestions: fc.constantFrom(
        [],
        [],
        [
          {
            suggestionId: asSuggestionId('s-1'),
            type: 'text' as const,
            content: '在的',
            receivedAt: 1,
            why: 'manual' as const,
          },
        ],
      ),
    }),
  })
  .map(({ shop, pin, change }) => rowOf(shop, pin, change));
const anyRows = fc.uniqueArray(anyRow, { selector: ({ key }) => key, maxLength: 16 });

const shops = [
  { put: 'shop', row: shopRow() },
  { put: 'shop', row: shopRow({ shopId: OTHER_SHOP }) },
] as const;

const readAllPages = async (
  loadPage: (query: InboxQuery) => Promise<InboxPage>,
  query: Omit<InboxQuery, 'below'>,
): Promise<readonly Conversation[]> => {
  const rows: Conversation[] = [];
  let below: InboxQuery['below'] = null;
  do {
    const page: InboxPage = await loadPage({ ...query, below });
    rows.push(...page.conversations);
    below = page.next;
  } while (below !== null);
  return rows;
};

export const inboxContract = (at: ContractPlace): void => {
  describe('the list by page, and the window', () => {
    test('[PF1] pages of any length are together the rows of a filter, each once and in order', async () => {
      await fc.assert(
        fc.asyncProperty(anyRows, fc.integer({ min: 1, max: 5 }), async (rows, limit) => {
          await at.commit(
            { remove: 'shop', shopId: SHOP },
            { remove: 'shop', shopId: OTHER_SHOP },
            ...shops,
            ...rows.map(putConversation),
          );
          for (const filter of INBOX_FILTERS) {
            for (const shopId of [null, SHOP]) {
              const query = { filter, shopId, limit };
              const expected = rows
                .filter((row) => filter !== 'waiting' && isInPage(row, query))
                .sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
              const read = await readAllPages((asked) => at.store.loadInboxPage(asked), query);
              const byPlace = (row: Conversation) => placeOf(row).listedAt;
              expect(read.map(byPlace)).toEqual(expected.map(byPlace));
              expect(new Set(read.map(({ key }) => key))).toEqual(
                new Set(expected.map(({ key }) => key)),
              );
              expect(read).toHaveLength(expected.length);
            }
          }
        }),
        { numRuns: 6 },
      );
    });

    test('[PF1] the window is what lives and the newest of each shop, whatever else there is', async () => {
      await fc.assert(
        fc.asyncProperty(anyRows, async (rows) => {
          await at.commit(
            { remove: 'shop', shopId: SHOP },
            { remove: 'shop', shopId: OTHER_SHOP },
            ...shops,
            ...rows.map(putConversation),
          );
          const { conversations } = await at.store.load();
          const loaded = new Set(conversations.map(({ key }) => key));
          expect(conversations).toHaveLength(loaded.size);
          for (const row of rows.filter(isLive)) expect(loaded).toContain(row.key);
          for (const shopId of [SHOP, OTHER_SHOP]) {
            const atRest = conversations.filter((row) => row.shopId === shopId && !isLive(row));
            expect(atRest.length).toBeLessThanOrEqual(LIMITS.newestOfShop);
          }
          for (const row of conversations) expect(rows).toContainEqual(row);
        }),
        { numRuns: 6 },
      );
    });

    test('[PF1] the conversation of a send that is not at its end is in the window', async () => {
      const quiet = rowOf(SHOP, '等发送', { lastOrderAt: 1 });
      const newer = Array.from({ length: LIMITS.newestOfShop }, (_, index) =>
        rowOf(SHOP, `新${index}`, { lastOrderAt: 100 + index }),
      );
      const send = { state: 'unconfirmed', reason: null, changedAt: 1 } as const;
      const message = messageRow(1, { ...quiet, origin: 'agent', send });
      await at.commit(...shops, ...[quiet, ...newer].map(putConversation));
      expect((await at.store.load()).conversations).not.toContainEqual(quiet);
      await at.commit(...putMessages([message]));
      expect((await at.store.load()).conversations).toContainEqual(quiet);
    });

    test('[PF1] a conversation that is not in the window is found by its key, with its held replies', async () => {
      const row = rowOf(SHOP, '很久以前');
      await at.commit(...shops, putConversation(row));
      const { shopId, buyerPin } = row;
      expect(await at.store.loadConversation({ shopId, buyerPin })).toEqual(row);
      expect(await at.store.loadConversation({ shopId: OTHER_SHOP, buyerPin })).toBeNull();
      const { conversations } = await at.store.lookUp({
        ...NOTHING,
        conversations: [
          { shopId, buyerPin },
          { shopId: OTHER_SHOP, buyerPin },
        ],
      });
      expect(conversations).toEqual([row]);
    });

    test('conversations are counted by shop', async () => {
      await at.commit(
        ...shops,
        putConversation(rowOf(SHOP, '一', { waitingSince: 1 })),
        putConversation(rowOf(SHOP, '二')),
      );
      const counts = { shopId: SHOP, conversations: 2, waiting: 1 };
      expect(await at.store.countConversations(null)).toEqual([counts]);
      expect(await at.store.countConversations(SHOP)).toEqual([counts]);
      expect(await at.store.countConversations(OTHER_SHOP)).toEqual([]);
    });
  });
};
