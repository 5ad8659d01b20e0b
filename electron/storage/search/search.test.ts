import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store, Write } from '../../core/ports/store.ts';
import { ContractPlace, type StorePlace } from '../contract/place.contract.ts';
import { searchContract } from '../contract/search.contract.ts';
import { openDatabase, type Connection } from '../database.ts';
import { OPERATION_NAMES } from '../operations.ts';
import { runOperation } from '../operations.ts';
import { openOwn, type OpenFile } from '../own-database.ts';
import { conversationRow, messageRow, OTHER_SHOP, SHOP, shopRow } from '../testing/rows.ts';
import { listeningLog, temporaryFile, type TemporaryFile } from '../testing/temporary-file.ts';
import type { StepAnswer } from './index-work.ts';
import { syllablesOf } from './syllables.ts';

const step = (file: OpenFile): StepAnswer => file.indexStep(syllablesOf, 10);
const indexAll = (file: OpenFile): void => {
  while (step(file) !== 'nothing') continue;
};

/** A store in this thread whose index has taken up everything before each call, as after a while in the app. */
const storeOver = (file: OpenFile): Store => {
  const operations = Object.fromEntries(
    OPERATION_NAMES.map((name) => [
      name,
      async (...args: never[]) => {
        indexAll(file);
        return (runOperation as (file: OpenFile, name: string, ...args: never[]) => unknown)(
          file,
          name,
          ...args,
        );
      },
    ]),
  ) as unknown as Omit<Store, 'close'>;
  return { ...operations, close: async () => file.close() };
};

const indexedPlace = async (): Promise<StorePlace> => {
  const place = await temporaryFile();
  return {
    open: async () => storeOver(openOwn(openDatabase(place.file), listeningLog())),
    dispose: () => place.remove(),
  };
};

const words = (file: OpenFile, query: string): readonly string[] =>
  runOperation(file, 'search', query).messages.hits.map(({ excerpt }) => excerpt.text);
const names = (file: OpenFile, query: string): readonly string[] =>
  runOperation(file, 'search', query).buyers.hits.map(({ label }) => label.text);

describe('[PF3] the search index', () => {
  let place: TemporaryFile;
  let db: Connection;
  let file: OpenFile;
  let log = listeningLog();
  const open = (): void => {
    db = openDatabase(place.file);
    log = listeningLog();
    file = openOwn(db, log);
  };
  const count = (table: string): unknown =>
    db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  /** Rows as an older app left them: none of them is indexed. */
  const fillOld = (messages: number): void => {
    const rows = Array.from({ length: messages }, (_, n) =>
      messageRow(n + 1, { content: `第${n + 1}句` }),
    );
    runOperation(file, 'commit', [
      { put: 'shop', row: shopRow() },
      { put: 'conversation', row: conversationRow({ buyerName: '小鹿乱撞13' }) },
      ...rows.map((row): Write => ({ put: 'message', row })),
    ]);
    db.exec(
      'UPDATE search_state SET from_arrival = to_arrival + 1 + (SELECT max(arrival) FROM message)',
    );
    db.exec('UPDATE search_state SET to_arrival = from_arrival - 1');
    file.close();
    open();
  };
  beforeEach(async () => {
    place = await temporaryFile();
    open();
  });
  afterEach(async () => {
    file.close();
    await place.remove();
  });

  test('an old database is indexed in steps, new before old, and goes on where it was closed', () => {
    fillOld(1_000);
    expect(runOperation(file, 'search', '第').progress).toBe(0);
    expect(words(file, '句')).toEqual([]);
    while ((runOperation(file, 'search', '句').progress ?? 1) === 0) step(file);
    expect(words(file, '句')[0]).toBe('第1000句');
    expect(words(file, '第1句')).toEqual([]);
    const before = runOperation(file, 'search', '句').progress ?? 1;
    file.close();
    open();
    expect(runOperation(file, 'search', '句').progress).toBe(before);
    runOperation(file, 'commit', [
      { put: 'message', row: messageRow(1_001, { content: '第1001句' }) },
    ]);
    expect(words(file, '句')[0]).toBe('第1001句');
    indexAll(file);
    expect(runOperation(file, 'search', '句').progress).toBe(null);
    expect(words(file, '第1句').at(-1)).toBe('第1句');
  });

  test('a step that cannot be written did nothing, and the next one does it', () => {
    fillOld(10);
    db.exec(
      "CREATE TEMP TRIGGER full BEFORE UPDATE ON search_buyer BEGIN SELECT raise(ABORT, 'full'); END",
    );
    expect(() => step(file)).toThrow('full');
    db.exec('DROP TRIGGER full');
    expect(count('buyer_search_docsize')).toBe(0);
    indexAll(file);
    expect(names(file, 'xll')).toEqual(['小鹿乱撞13']);
  });

  test('buyers are found by pinyin and by its initials, from the beginning of a syllable', () => {
    fillOld(1);
    indexAll(file);
    const found = (query: string): unknown =>
      runOperation(file, 'search', query).buyers.hits.map(({ label }) => label.marks);
    expect(found('xllz')).toEqual([[[0, 4]]]);
    expect(found('lz13')).toEqual([]);
    expect(found('luluan')).toEqual([[[1, 3]]]);
    expect(found('xiaol')).toEqual([[[0, 2]]]);
    expect(found('iao')).toEqual([]);
  });

  test('what changes or is deleted after it was indexed leaves nothing behind', () => {
    fillOld(20);
    indexAll(file);
    runOperation(file, 'commit', [{ put: 'message', row: messageRow(5, { content: '换了' }) }]);
    expect(words(file, '第5句')).toEqual([]);
    expect(words(file, '换')).toEqual(['换了']);
    indexAll(file);
    expect(count('search_stale')).toBe(0);
    expect(words(file, '换')).toEqual(['换了']);
    runOperation(file, 'commit', [{ remove: 'shop', shopId: SHOP }]);
    expect(['message_search_docsize', 'search_buyer', 'buyer_search_docsize'].map(count)).toEqual([
      0, 0, 0,
    ]);
  });

  test('[PF4] what was forgotten leaves the index too, and then there is nothing left to do', () => {
    fillOld(3_000);
    indexAll(file);
    const bytes = db.prepare('SELECT sum(length(block)) FROM message_search_data').pluck();
    const before = Number(bytes.get());
    const query = { messagesBefore: messageRow(2_501).orderAt, frameIdsBefore: 0 };
    let swept = runOperation(file, 'sweep', { ...query, after: null });
    while (!swept.isDone) swept = runOperation(file, 'sweep', { ...query, after: swept.next });
    indexAll(file);
    expect(Number(bytes.get())).toBeLessThan(before / 3);
    expect(words(file, '第2400句')).toEqual([]);
    expect(words(file, '第2600句')).toEqual(['第2600句']);
    file.mendIndex();
  });

  test.each([
    ['when it is asked', (): unknown => words(file, '句')],
    ['when it goes on', (): unknown => step(file)],
    [
      'when rows are deleted',
      (): unknown => runOperation(file, 'commit', [{ remove: 'shop', shopId: OTHER_SHOP }]),
    ],
    ['when the file is read through', (): unknown => file.mendIndex()],
  ])('[ST5] a damaged index is made anew and costs nothing else: met %s', (_, meet) => {
    fillOld(50);
    const shopId = OTHER_SHOP;
    runOperation(file, 'commit', [
      { put: 'shop', row: shopRow({ shopId }) },
      { put: 'message', row: messageRow(60, { shopId }) },
    ]);
    indexAll(file);
    runOperation(file, 'commit', [{ put: 'message', row: messageRow(61, { content: '第61句' }) }]);
    // Whoever damages the file writes past the connection that has read it.
    file.close();
    const raw = new Database(place.file).unsafeMode();
    raw.exec("UPDATE message_search_data SET block = x'00ff00ff00ff00ff' WHERE id > 1");
    raw.exec("UPDATE message_search_data SET block = x'ffffffffffffffff' WHERE id = 10");
    raw.close();
    open();
    meet();
    expect(log.heard.map(({ event }) => event)).toContain('storage.searchRestarted');
    indexAll(file);
    expect(words(file, '第7句')).toContain('第7句');
    expect(words(file, '第61句')).toEqual(['第61句']);
    expect(file.takeDamaged()).toBe(0);
    expect(count('message')).toBeGreaterThan(50);
  });
});

describe('the search of an indexed database', () => {
  const at = new ContractPlace(indexedPlace);
  beforeEach(() => at.begin());
  afterEach(() => at.end());
  searchContract(at);
});
