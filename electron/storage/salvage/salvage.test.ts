import { copyFileSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SendState } from '#shared/model/message.ts';
import type { StorageRepair } from '#shared/model/storage-status.ts';
import type { Write } from '../../core/ports/store.ts';
import { migrate, openDatabase, type Connection } from '../database.ts';
import { firstTables } from '../migrations/010-first-tables.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';
import { runOperation } from '../operations.ts';
import { openOwn } from '../own-database.ts';
import { RepairingStore } from '../repairing-store.ts';
import {
  BUYER,
  buyerSpeaks,
  conversationRow,
  frameOf,
  messageRow,
  OTHER_SHOP,
  SHOP,
  shopRow,
} from '../testing/rows.ts';
import { listeningLog, temporaryFile, type TemporaryFile } from '../testing/temporary-file.ts';
import { writeBackup } from '../backup/write-backup.ts';

const NOW = Date.UTC(2026, 0, 31, 23, 59, 59);
const REF = { shopId: SHOP, buyerPin: BUYER };
const STATES: readonly SendState[] = ['queued', 'sending', 'sent', 'unconfirmed', 'cancelled'];

let place: TemporaryFile;
beforeEach(async () => {
  place = await temporaryFile();
});
afterEach(() => place.remove());

const folder = (): string => dirname(place.file);
const write = (...writes: readonly Write[]): void => {
  const db = openDatabase(place.file);
  const file = openOwn(db, listeningLog());
  runOperation(file, 'commit', writes);
  file.close();
};
/** Changes rows behind the program's back, checksums as they were: what damage does to a page. */
const damage = (sql: string): void => {
  const db = new Database(place.file);
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
};

type Opened = { readonly store: RepairingStore; readonly repairs: StorageRepair[] };
const open = (at = NOW): Opened & ReturnType<RepairingStore['open']> => {
  const repairs: StorageRepair[] = [];
  const store = new RepairingStore({
    file: place.file,
    log: listeningLog(),
    now: () => at,
    onRepair: (repair) => repairs.push(repair),
    watch: null,
  });
  return { store, repairs, ...store.open() };
};

const sendsInAllStates = STATES.map((state, index): Write => ({
  put: 'message',
  row: messageRow(10 + index, {
    origin: 'agent',
    send: { state, reason: null, changedAt: NOW },
  }),
}));
const DAMAGE_A_ROW = "UPDATE shop SET name = 'x' WHERE shop_id = 'shop-2'";
const OTHER: Write = { put: 'shop', row: shopRow({ shopId: OTHER_SHOP }) };

test.each([
  [0, 'NONE'],
  [0, 'INCREMENTAL'],
  [10, 'NONE'],
  [90, 'NONE'],
  [90, 'INCREMENTAL'],
])(
  '[ST3] [ST5] a file of version %i that was not closed (auto_vacuum %s) is no damage: it has the tables of its version',
  (version, vacuum) => {
    const aside = `${place.file}.aside`;
    const db = new Database(aside);
    db.pragma(`auto_vacuum = ${vacuum}`);
    db.pragma('journal_mode = WAL');
    migrate(
      db,
      MIGRATIONS.filter((step) => step.version <= version),
    );
    // Something is in the log, as after a power cut.
    db.pragma('application_id = 0');
    if (version === 0) db.exec('CREATE TABLE x (y); DROP TABLE x');
    for (const end of ['', '-wal']) copyFileSync(aside + end, place.file + end);
    db.close();
    expect(open()).toMatchObject({ access: 'readwrite', repair: null });
  },
);

describe('what is safe after a salvage', () => {
  test('[ST5] [CV3] what was queued or on its way is unconfirmed, and nothing is left that would send itself', () => {
    write({ put: 'shop', row: shopRow() }, OTHER, ...sendsInAllStates);
    damage(DAMAGE_A_ROW);
    const { store, repair } = open();
    expect(repair).toEqual({
      at: NOW,
      keptAs: 'duodian.damaged-20260131-235959.db',
      keptRows: 6,
      lostRows: 1,
    });
    const { openSends } = store.call('load');
    expect(openSends.map(({ send }) => send?.state)).toEqual(Array(3).fill('unconfirmed'));
    store.close();
  });

  test('[ST5] frames for the back office that are intact are kept under their numbers and ids (GW9)', () => {
    write({ put: 'shop', row: shopRow() }, OTHER, ...buyerSpeaks(1), ...buyerSpeaks(2));
    damage(`${DAMAGE_A_ROW}; UPDATE outbox SET frame = '{}' WHERE outbox_seq = 1`);
    const { store } = open();
    expect(store.call('loadOutbox', 0, 9)).toEqual([
      { outboxSeq: 2, frame: frameOf(messageRow(2)) },
    ]);
    store.close();
  });

  test('[ST5] messages of a lost shop and a lost conversation are still shown', () => {
    write({ put: 'shop', row: shopRow() }, ...buyerSpeaks(1), ...buyerSpeaks(2));
    damage("UPDATE shop SET name = 'x'; UPDATE conversation SET draft = 'x'");
    const { store, repair } = open();
    expect(repair?.lostRows).toBe(2);
    const { shops, conversations } = store.call('load');
    expect(shops).toMatchObject([{ shopId: SHOP, platform: null, state: { kind: 'idle' } }]);
    const { sentAt } = messageRow(2);
    expect(conversations).toMatchObject([
      { ...REF, waitingSince: sentAt, last: { text: '第 2 句' }, draft: '' },
    ]);
    expect(store.call('loadMessages', REF, null, 9).messages).toHaveLength(2);
    store.call('commit', buyerSpeaks(3));
    store.close();
  });

  test('[ST5] [ST7] where nothing can be read the newest backup is taken, without frames and open sends', () => {
    write({ put: 'shop', row: shopRow() }, ...buyerSpeaks(1), ...sendsInAllStates);
    expect(writeBackup(place.file, NOW - 1000).kind).toBe('written');
    writeFileSync(place.file, 'no database any more');
    const { store, repair } = open();
    expect(repair?.lostRows).toBeNull();
    const state = store.call('load');
    expect([state.pendingFrames, state.openSends]).toEqual([0, []]);
    const { messages } = store.call('loadMessages', REF, null, 99);
    expect(messages.map(({ arrival }) => arrival)).toEqual([1, 12, 14]);
    store.close();
    expect(readFileSync(join(folder(), repair?.keptAs ?? ''), 'utf8')).toBe('no database any more');
  });

  test('[ST5] a damaged file of the first version gives what makes sense in its place', () => {
    const old = openDatabase(place.file, [firstTables]);
    old.exec(`INSERT INTO shop VALUES ('a', NULL, '一', NULL, '#000000', 0, 'idle', 0, NULL, NULL, '[]', NULL, 1, 'auto', NULL),
      ('b', NULL, '二', NULL, '#000000', 0, 'alien', 0, NULL, NULL, '[]', NULL, 1, 'auto', NULL)`);
    old.close();
    const bytes = readFileSync(place.file);
    // The end of the header: the first page is damaged, its tree is not.
    bytes[21] = 0;
    writeFileSync(place.file, bytes);
    const { store, repair } = open();
    expect(repair).toMatchObject({ keptRows: 1, lostRows: 1 });
    expect(store.call('load').shops.map(({ shopId }) => shopId)).toEqual(['a']);
    store.close();
  });
});

test('[PF4] [ST5] a file that shrank and was not closed gives back nothing that was forgotten', () => {
  const content = 'x'.repeat(1_500);
  const old = 6_000;
  const rows = Array.from({ length: old + 10 }, (_, n): Write => {
    return { put: 'message', row: messageRow(n + 1, { content }) };
  });
  write({ put: 'shop', row: shopRow() }, { put: 'conversation', row: conversationRow() }, ...rows);
  const db = openDatabase(place.file);
  // Nothing of the log comes into the file, which so keeps its length and what stood at its end.
  db.pragma('wal_autocheckpoint = 0');
  const file = openOwn(db, listeningLog());
  const query = { messagesBefore: messageRow(old + 1).orderAt, frameIdsBefore: 0 };
  let step = runOperation(file, 'sweep', { ...query, after: null });
  while (!step.isDone) step = runOperation(file, 'sweep', { ...query, after: step.next });
  const settings = db
    .prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'settings'")
    .pluck()
    .get();
  for (const end of ['', '-wal']) copyFileSync(place.file + end, `${place.file}.left${end}`);
  file.close();
  for (const end of ['', '-wal']) renameSync(`${place.file}.left${end}`, place.file + end);
  const bytes = readFileSync(place.file);
  // The tree of a table is missing, so every page is looked at.
  bytes.fill(0, ((settings ?? 0) - 1) * 4_096, (settings ?? 0) * 4_096);
  writeFileSync(place.file, bytes);
  const { store, repair } = open();
  expect(repair?.lostRows).toBeNull();
  expect(store.call('loadMessages', REF, null, old).messages).toHaveLength(10);
  store.close();
});

test('[ST5] a start that was broken off while it made the file is no damage', () => {
  const made = new Database(place.file);
  made.pragma('application_id = 5');
  made.pragma('cache_size = 1');
  made.exec('BEGIN; CREATE TABLE half (x TEXT)');
  const put = made.prepare('INSERT INTO half VALUES (?)');
  for (let row = 0; row < 50; row += 1) put.run('x'.repeat(3_000));
  for (const suffix of ['', '-journal']) {
    copyFileSync(place.file + suffix, `${place.file}.left${suffix}`);
  }
  made.close();
  for (const suffix of ['', '-journal']) {
    renameSync(`${place.file}.left${suffix}`, place.file + suffix);
  }
  const { store, repair } = open();
  expect(repair).toBeNull();
  expect(store.call('load').shops).toEqual([]);
  store.close();
});

describe('the damaged file', () => {
  test('[ST5] an earlier one is never overwritten, and the newest three are kept', () => {
    const kept: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      writeFileSync(place.file, `damaged ${round} `.repeat(50));
      const { store, repair } = open(round < 2 ? NOW : NOW + round * 60_000);
      kept.push(repair?.keptAs ?? '');
      store.close();
    }
    expect(new Set(kept).size).toBe(5);
    const files = readdirSync(folder()).filter((name) => name.includes('.damaged-'));
    expect(files.toSorted()).toEqual(kept.slice(2));
    for (const [index, name] of kept.slice(2).entries()) {
      expect(readFileSync(join(folder(), name), 'utf8')).toContain(`damaged ${index + 2}`);
    }
  });

  test.each(['nothing moved yet', 'the log moved', 'both moved'])(
    '[ST5] a process that died while the files changed places (%s) is finished by the next start',
    (stage) => {
      write({ put: 'shop', row: shopRow() });
      const stamp = '20260131-235959';
      renameSync(place.file, `${place.file}.salvaged-${stamp}`);
      const keptAs = join(folder(), `duodian.damaged-${stamp}.db`);
      writeFileSync(stage === 'both moved' ? keptAs : place.file, 'damaged');
      const isLogMoved = stage !== 'nothing moved yet';
      writeFileSync(isLogMoved ? `${keptAs}-wal` : `${place.file}-wal`, 'its log');
      // One that was not finished is worth nothing.
      writeFileSync(`${place.file}.salvaging`, 'half');
      const { store, repair } = open();
      expect(repair).toEqual({ at: NOW, keptAs: basename(keptAs), keptRows: 1, lostRows: null });
      expect(store.call('load').shops).toEqual([shopRow()]);
      store.close();
      expect(readFileSync(keptAs, 'utf8')).toBe('damaged');
      expect(readFileSync(`${keptAs}-wal`, 'utf8')).toBe('its log');
      expect(readdirSync(folder()).filter((name) => name.includes('.salv'))).toEqual([]);
    },
  );
});

describe('the database of a newer app', () => {
  let newer: Connection;
  /** Left as a crash leaves it: its last commits are only in its log. */
  const leaveNewer = (): void => {
    write({ put: 'shop', row: shopRow() }, ...buyerSpeaks(1));
    newer = new Database(place.file);
    newer.exec(`ALTER TABLE message ADD COLUMN mood TEXT; UPDATE message SET mood = 'good', checksum = 7;
      ALTER TABLE conversation RENAME COLUMN draft TO drafts; CREATE TABLE future (x TEXT) STRICT`);
    newer.pragma('user_version = 99990');
    for (const suffix of ['', '-wal']) {
      copyFileSync(place.file + suffix, `${place.file}.left${suffix}`);
    }
    newer.close();
    for (const suffix of ['', '-wal']) {
      renameSync(`${place.file}.left${suffix}`, place.file + suffix);
    }
  };

  test('[ST3] it is shown as far as it can be read, refuses commits, and not a byte of it changes', () => {
    leaveNewer();
    const bytes = (): readonly Buffer[] =>
      readdirSync(folder())
        .toSorted()
        .map((name) => readFileSync(join(folder(), name)));
    const [names, before] = [readdirSync(folder()).toSorted(), bytes()];
    const { store, access, repair } = open();
    expect([access, repair]).toEqual(['readonly', null]);
    const state = store.call('load');
    expect(state.shops).toEqual([shopRow()]);
    expect(state.conversations).toEqual([]);
    expect(state.lastArrival).toBe(1);
    expect(store.call('loadMessages', REF, null, 9).messages).toEqual([messageRow(1)]);
    expect(() => store.call('commit', [{ put: 'conversation', row: conversationRow() }])).toThrow(
      expect.objectContaining({ kind: 'storage.newer' }),
    );
    store.close();
    expect(readdirSync(folder()).toSorted()).toEqual(names);
    expect(bytes()).toEqual(before);
  });

  test('[ST3] a version that no app would have is damage, not the future', () => {
    write({ put: 'shop', row: shopRow() });
    const db = new Database(place.file);
    db.pragma('user_version = 84');
    db.close();
    const { store, access, repair } = open();
    expect(access).toBe('readwrite');
    expect(repair).toMatchObject({ keptRows: 1, lostRows: 0 });
    store.close();
  });
});
