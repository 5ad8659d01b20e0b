import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Write } from '../../electron/core/ports/store.ts';
import { openDatabase, type Connection } from '../../electron/storage/database.ts';
import { runOperation } from '../../electron/storage/operations.ts';
import { openOwn } from '../../electron/storage/own-database.ts';
import {
  conversationRow,
  frameOf,
  messageRow,
  phraseRow,
  shopRow,
} from '../../electron/storage/testing/rows.ts';
import { TABLE_NAMES, type Row, type TableName } from '../../electron/storage/tables.ts';
import { asBuyerPin, asMessageId, asShopId, asStaffId, asSuggestionId } from '#shared/model/ids.ts';
import type { Message, SendState } from '#shared/model/message.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';

/** A database with some hundred rows in all tables, in one piece or with half of it still in its log. */
export const NOW = 1_760_000_000_000;
export const SHOPS = [1, 2, 3, 4].map((n) => asShopId(`shop-${n}`));
const BUYERS = Array.from({ length: 24 }, (_, n) => asBuyerPin(`buyer-${n}`));
const STATES: readonly (SendState | null)[] = [
  null,
  null,
  null,
  ...(['queued', 'sending', 'sent', 'unconfirmed', 'rejected', 'cancelled'] as const),
];

const silent = { info: () => undefined, warn: () => undefined };
const pick = <Item>(items: readonly Item[], n: number): Item => items[n % items.length] as Item;

const messageOf = (n: number): Message => {
  const state = pick(STATES, n);
  return messageRow(n, {
    shopId: pick(SHOPS, n),
    buyerPin: pick(BUYERS, n),
    origin: state === null ? 'buyer' : 'agent',
    content: `第 ${n} 句 ${'说'.repeat(n % 41 === 0 ? 2_500 : n % 50)}`,
    platformMessageId: n % 3 === 0 ? null : messageRow(n).platformMessageId,
    send: state === null ? null : { state, reason: null, changedAt: NOW + n },
  });
};

const conversationOf = (n: number): Write => {
  const { shopId, buyerPin, sentAt } = messageOf(n);
  const suggestion = (place: number) => ({
    suggestionId: asSuggestionId(`s-${n}-${place}`),
    type: 'text' as const,
    content: `建议 ${n}`,
    receivedAt: NOW,
    why: 'manual' as const,
  });
  return {
    put: 'conversation',
    row: conversationRow({
      shopId,
      buyerPin,
      draft: `草稿 ${n}`,
      suggestions: n % 4 === 0 ? [suggestion(0), suggestion(1)] : [],
      unread: n,
      lastOrderAt: sentAt,
    }),
  };
};

const firstWrites = (name: string): readonly Write[] => [
  ...SHOPS.map((shopId): Write => ({ put: 'shop', row: shopRow({ shopId, name }) })),
  { put: 'settings', row: { ...DEFAULT_SETTINGS, theme: 'dark' } },
  ...SHOPS.map((shopId): Write => ({
    put: 'staffList',
    row: {
      shopId,
      updatedAt: NOW,
      staff: [1, 2, 3].map((n) => ({
        staffId: asStaffId(`staff-${n}`),
        name: `客服 ${n}`,
        status: 1,
        department: name,
        online: n > 1,
      })),
    },
  })),
  ...[1, 2, 3].map((n): Write => ({ put: 'phrase', row: phraseRow(`phrase-${n}`) })),
  ...[1, 2, 3].map((n): Write => ({
    put: 'outage',
    row: { from: NOW + n, to: n > 2 ? null : NOW },
  })),
];

const factOf = (n: number): readonly Write[] => {
  const row = messageOf(n);
  return [
    { put: 'message', row },
    conversationOf(n),
    { put: 'outbox', row: frameOf(row) },
    {
      put: 'gatewayFrameId',
      row: { shopId: row.shopId, frameId: asMessageId(`f-${n}`), at: NOW + n },
    },
    ...(n % 20 === 0
      ? ([
          {
            put: 'quarantine',
            row: { at: NOW, reason: { kind: 'notJson', about: null }, bytes: n, preview: '{' },
          },
          { put: 'setAside', row: { frame: frameOf(row), reason: 'closed.1011', at: NOW + n } },
        ] as const)
      : []),
  ];
};

/** Every row of every table, by its table and key. */
export type Snapshot = ReadonlyMap<string, string>;

const keysOf: Readonly<Record<TableName, (row: Row) => unknown>> = {
  shop: (row) => row['shop_id'],
  conversation: (row) => [row['shop_id'], row['buyer_pin']],
  suggestion: (row) => [row['shop_id'], row['buyer_pin'], row['place']],
  message: (row) => row['arrival'],
  staff_list: (row) => row['shop_id'],
  staff: (row) => [row['shop_id'], row['place']],
  settings: (row) => row['one'],
  shop_notice: (row) => row['notice_id'],
  outage: (row) => row['from_at'],
  outbox: (row) => row['outbox_seq'],
  gateway_frame_id: (row) => [row['shop_id'], row['frame_id']],
  set_aside: (row) => [row['shop_id'], row['message_id']],
  quarantine: (row) => row['quarantine_seq'],
  phrase: (row) => row['phrase_id'],
};

/** Without checksums, which are new in each file. */
const snapshotOf = (db: Connection): Snapshot =>
  new Map(
    TABLE_NAMES.flatMap((table) =>
      db
        .prepare<[], Row>(`SELECT * FROM ${table}`)
        .all()
        .map((row): [string, string] => [
          `${table} ${JSON.stringify(keysOf[table](row))}`,
          JSON.stringify({ ...row, checksum: 0 }),
        ]),
    ),
  );

/** A database as bytes, and each state that it had after a commit, the last one at the end. */
export type World = {
  readonly file: Buffer;
  readonly wal: Buffer | null;
  readonly states: readonly Snapshot[];
};

/** `commitsInLog` of the commits stand only in the log, as after a crash. Makes its files at `place`. */
export const makeWorld = (place: string, name: string, commitsInLog: number): World => {
  const db = openDatabase(place);
  const own = openOwn(db, silent);
  const states: Snapshot[] = [];
  const commit = (writes: readonly Write[]): void => {
    runOperation(own, 'commit', writes);
    states.push(snapshotOf(db));
  };
  commit(firstWrites(name));
  const facts = Array.from({ length: 320 }, (_, n) => n + 1);
  commit(facts.slice(0, 200).flatMap(factOf));
  // Rows that are gone leave pages behind that still hold them.
  commit([{ remove: 'outboxUpTo', outboxSeq: 150 }]);
  for (let step = 0; step < 6; step += 1) {
    if (step === 6 - commitsInLog) db.pragma('wal_checkpoint(TRUNCATE)');
    commit(facts.slice(200 + step * 20, 220 + step * 20).flatMap(factOf));
  }
  if (commitsInLog === 0) {
    own.close();
    return { file: readFileSync(place), wal: null, states };
  }
  copyFileSync(place, `${place}.copy`);
  copyFileSync(`${place}-wal`, `${place}.copy-wal`);
  own.close();
  return { file: readFileSync(`${place}.copy`), wal: readFileSync(`${place}.copy-wal`), states };
};

/** Puts a world, damaged or not, where a database is looked for. */
export const putWorld = (place: string, file: Buffer, wal: Buffer | null): void => {
  writeFileSync(place, file);
  if (wal !== null) writeFileSync(`${place}-wal`, wal);
};

export const readSnapshot = (place: string): Snapshot => {
  const db = new Database(place);
  try {
    return snapshotOf(db);
  } finally {
    db.close();
  }
};

export const bytesAt = (place: string): Buffer | null =>
  existsSync(place) ? readFileSync(place) : null;
