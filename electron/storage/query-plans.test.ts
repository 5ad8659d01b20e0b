import type Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { CONVERSATION_SQL, PAGE_SQL } from './repositories/conversation.ts';
import { GATEWAY_FRAME_ID_SQL } from './repositories/gateway-frame-id.ts';
import { MESSAGE_SQL } from './repositories/message.ts';
import { OUTAGE_SQL } from './repositories/outage.ts';
import { OUTBOX_SQL } from './repositories/outbox.ts';
import { PHRASE_SQL } from './repositories/phrase.ts';
import { QUARANTINE_SQL } from './repositories/quarantine.ts';
import { SEARCH_SQL } from './repositories/search.ts';
import { SETTINGS_SQL } from './repositories/settings.ts';
import { SHOP_NOTICE_SQL } from './repositories/shop-notice.ts';
import { SHOP_SQL } from './repositories/shop.ts';
import { STAFF_SQL } from './repositories/staff.ts';
import { queryPlanOf } from './slow-watch.ts';
import { temporaryFile, type TemporaryFile } from './testing/temporary-file.ts';

let place: TemporaryFile;
let db: Database.Database;
beforeAll(async () => {
  place = await temporaryFile();
  db = openDatabase(place.file);
});
afterAll(async () => {
  db.close();
  await place.remove();
});

const planOf = (sql: string): readonly string[] => queryPlanOf(db, sql);

/** Everything that runs while the app works, with the index that answers it. */
const HOT: Readonly<Record<string, readonly [sql: string, plan: readonly string[]]>> = {
  'the newest page of a conversation': [
    MESSAGE_SQL.newest,
    ['SEARCH message USING INDEX message_timeline (shop_id=? AND buyer_pin=?)'],
  ],
  'an older page': [
    MESSAGE_SQL.olderThan,
    ['SEARCH message USING INDEX message_timeline (shop_id=? AND buyer_pin=? AND order_at<?)'],
  ],
  'the page that follows a place': [
    MESSAGE_SQL.from,
    ['SEARCH message USING INDEX message_timeline (shop_id=? AND buyer_pin=? AND order_at>?)'],
  ],
  // By rowid and not by relevance: the newest come first without a sort.
  'messages that the search index names': [
    SEARCH_SQL.messages,
    [
      'SCAN message_search VIRTUAL TABLE INDEX 192:M1<',
      'SEARCH message USING INTEGER PRIMARY KEY (rowid=?)',
    ],
  ],
  'buyers that the search index names': [
    SEARCH_SQL.buyers,
    [
      'SCAN buyer_search VIRTUAL TABLE INDEX 192:M1',
      'SEARCH search_buyer USING INTEGER PRIMARY KEY (rowid=?)',
      'SEARCH conversation USING INDEX sqlite_autoindex_conversation_1 (shop_id=? AND buyer_pin=?)',
    ],
  ],
  'messages above the search index': [
    SEARCH_SQL.messagesAbove,
    ['SEARCH message USING INTEGER PRIMARY KEY (rowid>?)'],
  ],
  'messages that the search index takes up next': [
    SEARCH_SQL.messagesAfter,
    ['SEARCH message USING INTEGER PRIMARY KEY (rowid>?)'],
  ],
  'messages of the past that it takes up next': [
    SEARCH_SQL.messagesBelow,
    ['SEARCH message USING INTEGER PRIMARY KEY (rowid<?)'],
  ],
  // A scan, but of a table that holds nothing else.
  'messages that changed since they were indexed': [
    SEARCH_SQL.messagesStale,
    ['SCAN search_stale', 'SEARCH message USING INTEGER PRIMARY KEY (rowid=?)'],
  ],
  'the same, oldest first': [
    SEARCH_SQL.messagesStaleOldest,
    ['SCAN search_stale', 'SEARCH message USING INTEGER PRIMARY KEY (rowid=?)'],
  ],
  'buyers that are not in the index yet': [
    SEARCH_SQL.buyersPending,
    [
      'SCAN search_buyer USING INDEX search_buyer_pending',
      'SEARCH conversation USING INDEX sqlite_autoindex_conversation_1 (shop_id=? AND buyer_pin=?)',
    ],
  ],
  'how far the search index goes': [
    SEARCH_SQL.state,
    ['SEARCH search_state USING INTEGER PRIMARY KEY (rowid=?)'],
  ],
  'the earliest buyer message that is not answered': [
    MESSAGE_SQL.buyerAfter,
    [
      'SEARCH message USING INDEX message_of_buyer (shop_id=? AND buyer_pin=? AND arrival>?)',
      'USE TEMP B-TREE FOR ORDER BY',
    ],
  ],
  'a message by our id': [
    MESSAGE_SQL.byId,
    ['SEARCH message USING INDEX sqlite_autoindex_message_1 (message_id=?)'],
  ],
  'a message by the platform’s id': [
    MESSAGE_SQL.byPlatformId,
    ['SEARCH message USING INDEX message_platform_id (shop_id=? AND platform_message_id=?)'],
  ],
  'whether the gateway used an id': [
    GATEWAY_FRAME_ID_SQL.has,
    ['SEARCH gateway_frame_id USING PRIMARY KEY (shop_id=? AND frame_id=?)'],
  ],
  'the next frames for the back office': [
    OUTBOX_SQL.after,
    ['SEARCH outbox USING INTEGER PRIMARY KEY (rowid>?)'],
  ],
  'frames that are done': [
    OUTBOX_SQL.removeUpTo,
    ['SEARCH outbox USING INTEGER PRIMARY KEY (rowid<?)'],
  ],
  'the quarantine kept small': [
    QUARANTINE_SQL.trim,
    [
      'SEARCH quarantine USING INTEGER PRIMARY KEY (rowid<?)',
      'SCALAR SUBQUERY 1',
      'SEARCH quarantine',
    ],
  ],
  'a shop’s errors of the back office': [
    SHOP_NOTICE_SQL.ofShop,
    ['SEARCH shop_notice USING INDEX shop_notice_history (shop_id=?)'],
  ],
  'a phrase that is removed': [
    PHRASE_SQL.remove,
    ['SEARCH phrase USING INDEX sqlite_autoindex_phrase_1 (phrase_id=?)'],
  ],
  'suggestions of a conversation, before they are put': [
    CONVERSATION_SQL.clearSuggestions,
    [
      'SEARCH suggestion USING COVERING INDEX sqlite_autoindex_suggestion_1 (shop_id=? AND buyer_pin=?)',
    ],
  ],
  'a conversation': [
    CONVERSATION_SQL.one,
    ['SEARCH conversation USING INDEX sqlite_autoindex_conversation_1 (shop_id=? AND buyer_pin=?)'],
  ],
  'the held replies of a conversation': [
    CONVERSATION_SQL.suggestionsOf,
    ['SEARCH suggestion USING INDEX sqlite_autoindex_suggestion_1 (shop_id=? AND buyer_pin=?)'],
  ],
  'the conversations that a sweep looks at next': [
    CONVERSATION_SQL.after,
    ['SEARCH conversation USING INDEX sqlite_autoindex_conversation_1 ((shop_id,buyer_pin)>(?,?))'],
  ],
  'messages of a conversation that are older than they are kept': [
    MESSAGE_SQL.removeOlder,
    [
      'SEARCH message USING INTEGER PRIMARY KEY (rowid=?)',
      'LIST SUBQUERY 1',
      'SEARCH message USING INDEX message_timeline (shop_id=? AND buyer_pin=? AND order_at<?)',
    ],
  ],
  'the gateway’s ids of a shop that are forgotten': [
    GATEWAY_FRAME_ID_SQL.forget,
    ['SEARCH gateway_frame_id USING PRIMARY KEY (shop_id=?)'],
  ],
  'how many conversations a shop has': [
    CONVERSATION_SQL.countOfShop,
    ['SEARCH conversation USING INDEX conversation_of_shop (shop_id=?)'],
  ],
  'staff of a shop, before it is put': [
    STAFF_SQL.clear,
    ['SEARCH staff USING PRIMARY KEY (shop_id=?)'],
  ],
  // Only its first step, from the end of the table's own b-tree.
  'the last arrival number': [MESSAGE_SQL.last, ['SCAN message']],
  'the settings': [SETTINGS_SQL.get, ['SEARCH settings USING INTEGER PRIMARY KEY (rowid=?)']],
};

test.each(Object.entries(HOT))('[ST4] %s', (_, [sql, plan]) => {
  expect(planOf(sql)).toEqual(plan);
});

/** A keyset over the index, whose first column is the shop where one is chosen. */
const PAGES = {
  all: ['conversation_listed (closed=? AND ', 'conversation_of_shop (shop_id=? AND closed=? AND '],
  closed: [
    'conversation_listed (closed=? AND ',
    'conversation_of_shop (shop_id=? AND closed=? AND ',
  ],
  unread: ['conversation_unread (', 'conversation_unread_of_shop (shop_id=? AND '],
  starred: ['conversation_starred (', 'conversation_starred_of_shop (shop_id=? AND '],
  backoffice: ['conversation_with_office (', 'conversation_with_office_of_shop (shop_id=? AND '],
} as const;

test.each(Object.entries(PAGES))(
  '[PF2] [ST4] a page of the list under %s begins inside an index, of all shops and of one',
  (filter, [ofAll, ofShop]) => {
    const plan = (of: 'all' | 'shop') => planOf(PAGE_SQL[of][filter as keyof typeof PAGES]);
    expect(plan('all')).toEqual([
      `SEARCH conversation USING INDEX ${ofAll}(listed_at,shop_id,buyer_pin)<(?,?,?))`,
    ]);
    expect(plan('shop')).toEqual([
      `SEARCH conversation USING INDEX ${ofShop}(listed_at,buyer_pin)<(?,?))`,
    ]);
  },
);

test('[PF2] [ST4] conversations of all shops are counted inside of indexes', () => {
  expect(planOf(CONVERSATION_SQL.countAll)).toEqual([
    'SCAN conversation USING COVERING INDEX sqlite_autoindex_conversation_1',
  ]);
  expect(planOf(CONVERSATION_SQL.countWaiting)).toEqual([
    'SCAN conversation USING INDEX conversation_live',
  ]);
});

test('[PF1] [ST4] a start reads the live conversations from an index that has no others', () => {
  expect(planOf(CONVERSATION_SQL.live)).toEqual([
    'SCAN conversation USING INDEX conversation_live',
  ]);
});

test('[ST4] looking for a buyer message steps over other lines inside the index', () => {
  const columns = db
    .prepare("SELECT name FROM pragma_index_info('message_timeline')")
    .pluck()
    .all();
  expect(columns).toEqual(['shop_id', 'buyer_pin', 'order_at', 'arrival', 'origin']);
});

test('[ST4] open sends are read from their own small index, whatever else the table holds', () => {
  // A scan, but of an index that holds nothing else.
  expect(planOf(MESSAGE_SQL.openSends)).toEqual(['SCAN message USING INDEX message_open_send']);
});

test('[GW13] [ST4] open errors of the back office are read from their own small index', () => {
  expect(planOf(SHOP_NOTICE_SQL.open)).toEqual(['SCAN shop_notice USING INDEX shop_notice_open']);
});

test('[ST4] no statement sorts in memory, also none of those that read whole tables at start', () => {
  const wholeTables = [
    SHOP_SQL.all,
    CONVERSATION_SQL.live,
    CONVERSATION_SQL.held,
    CONVERSATION_SQL.countAll,
    PHRASE_SQL.all,
    STAFF_SQL.all,
    STAFF_SQL.allLists,
    OUTAGE_SQL.newest,
    QUARANTINE_SQL.newest,
    OUTBOX_SQL.count,
    QUARANTINE_SQL.count,
  ];
  expect(wholeTables.flatMap(planOf).filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
});

test('[ST4] removing a shop finds its rows by index; only the outbox, which is short, is read through', () => {
  const scans = planOf(SHOP_SQL.remove).filter((step) => step.startsWith('SCAN'));
  expect(scans).toEqual(['SCAN outbox']);
});
