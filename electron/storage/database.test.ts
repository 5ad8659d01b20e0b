import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isVersionAtLeast, migrate, openDatabase, PRAGMAS, saltOf } from './database.ts';
import { kindOfCode } from './errors.ts';
import { firstTables } from './migrations/010-first-tables.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { messageRow } from './repositories/message.ts';
import { quarantineRow } from './repositories/quarantine.ts';
import { shopRow } from './repositories/shop.ts';
import { Checksums, isTableOf, TABLE_NAMES, type Row } from './tables.ts';
import { temporaryFile, type TemporaryFile } from './testing/temporary-file.ts';

const BREAKS = {
  version: 9990,
  sql: 'CREATE TABLE half (x TEXT) STRICT; SELECT no_such_function();',
};
const GROWS = { version: 9980, sql: 'CREATE TABLE whole (x TEXT) STRICT;' };

let place: TemporaryFile;
beforeEach(async () => {
  place = await temporaryFile();
});
afterEach(() => place.remove());

const tablesOf = (db: Database.Database): readonly unknown[] =>
  db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
const versionOf = (db: Database.Database): unknown => db.pragma('user_version', { simple: true });

describe('opening', () => {
  test('[ST1] the pragmas stand, read back from the connection', () => {
    const db = openDatabase(place.file);
    const read = (name: string): unknown => db.pragma(name, { simple: true });
    expect(read('journal_mode')).toBe('wal');
    expect(read('synchronous')).toBe(2);
    expect(read('foreign_keys')).toBe(1);
    expect(read('trusted_schema')).toBe(0);
    for (const [name, , expected] of PRAGMAS) expect(read(name)).toBe(expected);
    db.close();
  });

  test('[ST1] versions are compared by numbers, not by letters', () => {
    expect(isVersionAtLeast('3.51.3', '3.51.3')).toBe(true);
    expect(isVersionAtLeast('3.51.10', '3.51.3')).toBe(true);
    expect(isVersionAtLeast('4.0.0', '3.51.3')).toBe(true);
    expect(isVersionAtLeast('3.100.0', '3.51.3')).toBe(true);
    expect(isVersionAtLeast('3.51.2', '3.51.3')).toBe(false);
    expect(isVersionAtLeast('3.9.9', '3.51.3')).toBe(false);
    expect(isVersionAtLeast('3.51', '3.51.3')).toBe(false);
  });

  test('[ST2] every table is STRICT', () => {
    const db = openDatabase(place.file);
    const loose = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      )
      .all();
    expect(loose).toEqual([]);
    db.close();
  });

  test('[ST5] a file that is no database is refused as corrupt and left as it is', async () => {
    const text = 'this is a text, and long enough that SQLite reads a header of it. '.repeat(99);
    await writeFile(place.file, text);
    expect(() => openDatabase(place.file)).toThrow(
      expect.objectContaining({ name: 'StorageError', kind: 'storage.corrupt' }),
    );
    expect(await readFile(place.file, 'utf8')).toBe(text);
  });

  test('[ST5] a place that cannot be opened is refused with one clear sentence', async () => {
    await mkdir(place.file);
    expect(() => openDatabase(place.file)).toThrow(
      expect.objectContaining({
        kind: 'storage.io',
        message: expect.stringMatching(/^The database file cannot be opened.*CANTOPEN/u),
      }),
    );
    expect(() => openDatabase(`${place.file}/missing/x.db`)).toThrow(
      expect.objectContaining({ kind: 'storage.io' }),
    );
  });

  test('[ST5] a file that another program holds is refused as locked', () => {
    openDatabase(place.file).close();
    const other = new Database(place.file);
    other.pragma('locking_mode = EXCLUSIVE');
    other.exec('BEGIN EXCLUSIVE');
    expect(() => openDatabase(place.file)).toThrow(
      expect.objectContaining({
        kind: 'storage.locked',
        message: expect.stringMatching(/^Another program holds the database file/u),
      }),
    );
    other.close();
    openDatabase(place.file).close();
  });

  test('[ST5] codes of SQLite, also the extended ones, have their kind', () => {
    expect(kindOfCode('SQLITE_FULL')).toBe('storage.full');
    expect(kindOfCode('SQLITE_IOERR_FSYNC')).toBe('storage.io');
    expect(kindOfCode('SQLITE_READONLY_DBMOVED')).toBe('storage.readonly');
    expect(kindOfCode('SQLITE_BUSY_SNAPSHOT')).toBe('storage.locked');
    expect(kindOfCode('SQLITE_CORRUPT_INDEX')).toBe('storage.corrupt');
    expect(kindOfCode('SQLITE_NOTADB')).toBe('storage.corrupt');
    expect(kindOfCode('SQLITE_CONSTRAINT_UNIQUE')).toBe('storage.failed');
  });
});

describe('migrations', () => {
  test('[ST3] numbers are tens and grow', () => {
    const versions = MIGRATIONS.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    expect(versions.filter((version) => version % 10 !== 0)).toEqual([]);
  });

  test('[ST3] an empty file is brought to the newest version, once', () => {
    const newest = MIGRATIONS.at(-1)?.version;
    const db = openDatabase(place.file);
    expect(versionOf(db)).toBe(newest);
    expect(migrate(db)).toEqual({ from: newest, to: newest });
    db.close();
    openDatabase(place.file).close();
  });

  test('[ST3] each migration is a transaction: the good one stays, the broken one leaves nothing', () => {
    const steps = [...MIGRATIONS, GROWS, BREAKS];
    expect(() => openDatabase(place.file, steps)).toThrow(
      expect.objectContaining({ kind: 'storage.failed' }),
    );
    const db = new Database(place.file);
    expect(versionOf(db)).toBe(GROWS.version);
    expect(tablesOf(db)).toContain('whole');
    expect(tablesOf(db)).not.toContain('half');
    db.close();
    // The mended program goes on where the broken one stood.
    const mended = { ...BREAKS, sql: 'CREATE TABLE half (x TEXT) STRICT;' };
    const again = openDatabase(place.file, [...MIGRATIONS, GROWS, mended]);
    expect(versionOf(again)).toBe(BREAKS.version);
    again.close();
  });

  test('[ST3] kill -9 in the middle of a migration leaves the older version whole', async () => {
    const old = openDatabase(place.file);
    old.exec(`INSERT INTO shop (shop_id, color, position, state_kind, state_since, capabilities, text_limit, default_mode)
      VALUES ('kept', '#000000', 0, 'idle', 0, '[]', 1, 'auto')`);
    old.close();
    const program = fileURLToPath(new URL('./testing/migrate-until-killed.ts', import.meta.url));
    const child = spawn(process.execPath, [program, place.file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const db = openDatabase(place.file);
    expect(versionOf(db)).toBe(MIGRATIONS.at(-1)?.version);
    expect(tablesOf(db)).not.toContain('half');
    expect(db.prepare('SELECT shop_id FROM shop').pluck().all()).toEqual(['kept']);
    db.close();
  });

  /** A file of version 10 with a row in each table, none with a checksum. */
  const fileOfVersion10 = (): Database.Database => {
    const db = openDatabase(place.file, [firstTables]);
    const tables = TABLE_NAMES.filter((table) => isTableOf(10, table));
    for (const table of tables.toReversed()) {
      const types = db.prepare<[string], string>('SELECT type FROM pragma_table_info(?)').pluck();
      const cells = types.all(table).map((type) => (type === 'INTEGER' ? 1 : `'${table} 行'`));
      db.exec(`PRAGMA foreign_keys = OFF; INSERT INTO ${table} VALUES (${cells.join(', ')})`);
    }
    return db;
  };
  const rowsWithoutFit = (db: Database.Database): readonly string[] => {
    const checksums = new Checksums(saltOf(db));
    return TABLE_NAMES.filter((table) => {
      if (!isTableOf(10, table)) return false;
      const rows = db.prepare<[], Row>(`SELECT * FROM ${table}`).all();
      return rows.length !== 1 || rows.some((row) => !checksums.fits(table, row));
    });
  };

  test('[ST3] an upgrade of a long past tells how far it is; a new file and one of this version tell nothing', () => {
    const told: number[] = [];
    const open = (): void => {
      openDatabase(place.file, MIGRATIONS, (done) => void told.push(done)).close();
    };
    open();
    open();
    expect(told).toEqual([]);
    const other = `${place.file}.old`;
    const old = openDatabase(other, [firstTables]);
    old.exec(`PRAGMA foreign_keys = OFF; WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20000)
      INSERT INTO message (arrival, message_id, shop_id, buyer_pin, origin, type, content, order_at, sent_at)
      SELECT n, 'm' || n, 's', 'b', 'buyer', 'text', '在吗', n, n FROM n`);
    old.close();
    openDatabase(other, MIGRATIONS, (done) => void told.push(done)).close();
    expect(told.length).toBeGreaterThan(MIGRATIONS.length);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told[0]).toBe(0);
    expect(told.at(-1)).toBeLessThan(1);
  });

  test('[ST3] rows of version 10 come over with checksums that fit, whatever they hold', () => {
    const old = fileOfVersion10();
    old.exec(
      "UPDATE shop SET name = NULL, alias = ''; UPDATE message SET content = 'x' || char(0) || '😀'",
    );
    old.close();
    const db = openDatabase(place.file);
    expect(rowsWithoutFit(db)).toEqual([]);
    db.close();
  });

  test.each([
    ['login_required', 'cookie: noPair', { code: 'cookie', problem: 'noPair' }, null],
    ['login_required', '登录过期', null, '登录过期'],
    [
      'identity_mismatch',
      'otherShop: 甲 (1)',
      { code: 'otherShop', shopName: '甲 (1)', shopKey: '' },
      null,
    ],
    ['adapter_broken', 'missing: im', { code: 'missing', shapes: 'im' }, null],
    ['adapter_broken', 'platform_name: 快手', { code: 'noPlatform', platformName: '快手' }, null],
    ['challenge', '"请验证"\n', null, '"请验证"\n'],
    ['offline', 'net::ERR_FAILED', null, null],
    ['kicked', null, null, null],
  ])(
    '[ST3] [PL12] why a shop was %s (%s) becomes a typed reason',
    (kind, detail, reason, words) => {
      const old = fileOfVersion10();
      old
        .prepare(
          "UPDATE shop SET state_kind = ?, state_detail = ?, platform = 'jd', capabilities = '[]', default_mode = 'auto'",
        )
        .run(kind, detail);
      old.close();
      const db = openDatabase(place.file);
      const row = db.prepare<[], Row>('SELECT * FROM shop').get();
      expect(shopRow.parse(row).state).toMatchObject({ kind, reason, words });
      expect(new Checksums(saltOf(db)).fits('shop', row ?? {})).toBe(true);
      db.close();
    },
  );

  test.each([
    ['queued', 'auto', { code: 'auto' }],
    ['cancelled', 'held', { code: 'held' }],
    ['rejected', 'media.refused', { code: 'impossible', error: 'media.refused' }],
    ['rejected', '含"违禁词"', { code: 'refused', platformCode: '', words: '含"违禁词"' }],
    ['unconfirmed', 'timeout', { code: 'unclear', trace: 'timeout' }],
    ['sent', null, null],
  ])('[ST3] [PL12] why a send was %s (%s) becomes a typed reason', (state, text, reason) => {
    const old = fileOfVersion10();
    old
      .prepare(
        "UPDATE message SET origin = 'agent', type = 'text', card = NULL, notice = NULL, send_state = ?, send_reason = ?",
      )
      .run(state, text);
    old.close();
    const db = openDatabase(place.file);
    const row = db.prepare<[], Row>('SELECT * FROM message').get();
    expect(messageRow.parse(row).send).toMatchObject({ state, reason });
    expect(new Checksums(saltOf(db)).fits('message', row ?? {})).toBe(true);
    db.close();
  });

  test.each([
    ['notJson', { kind: 'notJson', about: null }],
    ['typeUnknown:cookie_refresh', { kind: 'typeUnknown', about: 'cookie_refresh' }],
    ['fieldMissing:message.data:staff', { kind: 'fieldMissing', about: 'message.data:staff' }],
    ['the type is missing', { kind: 'older', about: 'the type is missing' }],
    ['toString:x', { kind: 'older', about: 'toString:x' }],
  ])('[ST3] [GW6] why a frame was set aside (%s) becomes a typed reason', (text, reason) => {
    const old = fileOfVersion10();
    old.prepare('UPDATE quarantine SET reason = ?').run(text);
    old.close();
    const db = openDatabase(place.file);
    const row = db.prepare<[], Row>('SELECT * FROM quarantine').get();
    expect(quarantineRow.parse(row).reason).toEqual(reason);
    expect(new Checksums(saltOf(db)).fits('quarantine', row ?? {})).toBe(true);
    db.close();
  });

  test('[ST5] a reason as it stood in an older file costs a salvaged row only its reason', () => {
    const row = { at: 1, reason: 'fieldMissing:type', bytes: 2, preview: '{}' };
    expect(quarantineRow.parse(row)).toEqual({ ...row, reason: { kind: 'older', about: null } });
  });

  test('[ST3] kill -9 between the new columns and their values leaves version 10, and the next start finishes', async () => {
    fileOfVersion10().close();
    const program = fileURLToPath(new URL('./testing/migrate-until-killed.ts', import.meta.url));
    const child = spawn(process.execPath, [program, place.file, '20'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const raw = new Database(place.file);
    expect(versionOf(raw)).toBe(10);
    raw.close();
    const db = openDatabase(place.file);
    expect(rowsWithoutFit(db)).toEqual([]);
    db.close();
  });

  test.each([130, 150, 160])(
    '[ST3] [PF3] kill -9 in the middle of version %i leaves the older one, with its messages, and the next start finishes',
    async (version) => {
      const old = openDatabase(
        place.file,
        MIGRATIONS.filter((step) => step.version < 130),
      );
      old.exec(`INSERT INTO shop (shop_id, color, position, state_kind, state_since, capabilities, text_limit, default_mode)
        VALUES ('kept', '#000000', 0, 'idle', 0, '[]', 1, 'auto')`);
      old.exec(`WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 3000)
        INSERT INTO conversation (shop_id, buyer_pin, mode, unread, draft, starred, closed, first_seen_at, last_order_at)
        SELECT 'kept', 'b' || n, '{"kind":"auto"}', 0, '', 0, 0, n, n FROM n`);
      old.close();
      const program = fileURLToPath(new URL('./testing/migrate-until-killed.ts', import.meta.url));
      const child = spawn(process.execPath, [program, place.file, String(version)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await once(child, 'exit');
      const raw = new Database(place.file);
      expect(versionOf(raw)).toBe(MIGRATIONS.findLast((step) => step.version < version)?.version);
      raw.close();
      const db = openDatabase(place.file);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      const counted = db.prepare('SELECT count(*) FROM search_buyer WHERE is_indexed = 0').pluck();
      expect(counted.get()).toBe(3_000);
      expect(db.prepare('SELECT max(listed_at) FROM conversation').pluck().get()).toBe(3_000);
      db.close();
    },
  );

  test('[ST3] the file of a newer app is refused before anything is written to it', async () => {
    const newer = new Database(place.file);
    newer.exec('CREATE TABLE future (x TEXT) STRICT');
    newer.pragma('user_version = 99990');
    newer.close();
    const before = await readFile(place.file);
    expect(() => openDatabase(place.file)).toThrow(
      expect.objectContaining({
        kind: 'storage.newer',
        message: expect.stringMatching(/newer version of this app: update the app.*99990/u),
      }),
    );
    expect((await readFile(place.file)).equals(before)).toBe(true);
  });
});
