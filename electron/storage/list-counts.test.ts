import { expect, test } from 'vitest';
import type { Conversation } from '#shared/model/conversation.ts';
import { asBuyerPin, type ShopId } from '#shared/model/ids.ts';
import { comparePlaces, INBOX_FILTERS, isInPage, placeOf } from '#shared/model/inbox.ts';
import type { InboxQuery } from '#shared/model/inbox.ts';
import type { Write } from '../core/ports/store.ts';
import { openDatabase } from './database.ts';
import { runOperation } from './operations.ts';
import { openOwn, type OpenFile } from './own-database.ts';
import { conversationRow, OTHER_SHOP, SHOP, shopRow } from './testing/rows.ts';
import { listeningLog, temporaryFile } from './testing/temporary-file.ts';

const OPERATIONS = 10_000;
const COMPARED_EVERY = 2_500;
const BUYERS = 400;
const SHOPS = [SHOP, OTHER_SHOP];

/** mulberry32: a failing run can be made again. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

const anyRow = (shopId: ShopId, random: (below: number) => number): Conversation => {
  const at = random(1_000);
  const origin = random(2) === 0 ? 'buyer' : 'backoffice';
  return conversationRow({
    shopId,
    buyerPin: asBuyerPin(`b${random(BUYERS)}`),
    waitingSince: random(4) === 0 ? at : null,
    unread: random(4) === 0 ? 2 : 0,
    starred: random(8) === 0,
    closed: random(3) === 0,
    mode: random(3) === 0 ? { kind: 'manual', endsAt: null } : { kind: 'auto' },
    lastOrderAt: at,
    last:
      random(5) === 0 ? null : { origin, type: 'text', text: '在吗', at: at + 1, sendState: null },
  });
};

const pagedKeys = (
  file: OpenFile,
  query: Omit<InboxQuery, 'below' | 'limit'>,
): readonly string[] => {
  const keys: string[] = [];
  let below: InboxQuery['below'] = null;
  do {
    const page: ReturnType<typeof loadPage> = loadPage(file, { ...query, below, limit: 150 });
    keys.push(...page.conversations.map(({ key }) => key));
    below = page.next;
  } while (below !== null);
  return keys;
};
const loadPage = (file: OpenFile, query: InboxQuery) => runOperation(file, 'loadInboxPage', query);

const compare = (file: OpenFile, rows: readonly Conversation[]): void => {
  for (const filter of INBOX_FILTERS.filter((name) => name !== 'waiting')) {
    for (const shopId of [null, ...SHOPS]) {
      const expected = rows
        .filter((row) => isInPage(row, { filter, shopId }))
        .toSorted((a, b) => comparePlaces(placeOf(a), placeOf(b)));
      expect(pagedKeys(file, { filter, shopId })).toEqual(expected.map(({ key }) => key));
    }
  }
  const counts = SHOPS.flatMap((shopId) => {
    const own = rows.filter((row) => row.shopId === shopId);
    const waiting = own.filter(({ waitingSince }) => waitingSince !== null).length;
    return own.length === 0 ? [] : [{ shopId, conversations: own.length, waiting }];
  });
  expect(runOperation(file, 'countConversations', null)).toEqual(counts);
  expect(SHOPS.flatMap((shopId) => runOperation(file, 'countConversations', shopId))).toEqual(
    counts,
  );
};

test(`[PF1] after ${OPERATIONS} random changes pages and counts are those of a look at every row`, async () => {
  const place = await temporaryFile();
  const db = openDatabase(place.file);
  db.pragma('synchronous = OFF');
  const file = openOwn(db, listeningLog());
  const random = randomFrom(20_261_129);
  const rows = new Map<string, Conversation>();
  let writes: Write[] = [
    { put: 'shop', row: shopRow() },
    { put: 'shop', row: shopRow({ shopId: OTHER_SHOP }) },
  ];
  for (let operation = 1; operation <= OPERATIONS; operation += 1) {
    const shopId = random(2) === 0 ? SHOP : OTHER_SHOP;
    if (random(2_000) === 0) {
      writes.push({ remove: 'shop', shopId }, { put: 'shop', row: shopRow({ shopId }) });
      for (const row of rows.values()) if (row.shopId === shopId) rows.delete(row.key);
    } else {
      const row = anyRow(shopId, random);
      writes.push({ put: 'conversation', row });
      rows.set(row.key, row);
    }
    if (operation % 50 !== 0) continue;
    runOperation(file, 'commit', writes);
    writes = [];
    if (operation % COMPARED_EVERY === 0) compare(file, [...rows.values()]);
  }
  file.close();
  await place.remove();
});
