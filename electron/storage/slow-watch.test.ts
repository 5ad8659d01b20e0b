import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type Connection } from './database.ts';
import { runOperation } from './operations.ts';
import { openOwn } from './own-database.ts';
import { MESSAGE_SQL } from './repositories/message.ts';
import { RepairingStore } from './repairing-store.ts';
import { SlowWatch, type SlowRun } from './slow-watch.ts';
import { BUYER, buyerSpeaks, SHOP, shopRow } from './testing/rows.ts';
import { listeningLog, temporaryFile, type TemporaryFile } from './testing/temporary-file.ts';

const NOW = 1_760_000_000_000;
const REF = { shopId: SHOP, buyerPin: BUYER };

let place: TemporaryFile;
let db: Connection;
let runs: SlowRun[];
/** How much later it is each time somebody looks at the clock: so long does a statement take. */
let stepMs: number;
let watch: SlowWatch;
beforeEach(async () => {
  place = await temporaryFile();
  db = openDatabase(place.file);
  runs = [];
  stepMs = 0;
  let elapsedMs = 0;
  watch = new SlowWatch({
    monotonicMs: () => {
      elapsedMs += stepMs;
      return elapsedMs;
    },
    report: (run) => runs.push(run),
  });
});
afterEach(async () => {
  db.close();
  await place.remove();
});

describe('[ST4] the watch for slow statements', () => {
  test('a slow statement is told with its text, its time and its plan, and with no value', () => {
    const file = openOwn(db, listeningLog(), watch);
    runOperation(file, 'commit', [{ put: 'shop', row: shopRow() }, ...buyerSpeaks(1)]);
    expect(runs).toEqual([]);
    stepMs = 51;
    const { messages } = runOperation(file, 'loadMessages', REF, null, 10);
    expect(messages).toHaveLength(1);
    expect(runs).toEqual([
      {
        operation: 'open',
        sql: MESSAGE_SQL.newest,
        plan: ['SEARCH message USING INDEX message_timeline (shop_id=? AND buyer_pin=?)'],
        tookMs: 51,
      },
    ]);
    runOperation(file, 'commit', buyerSpeaks(2));
    const texts = runs.map(({ sql }) => sql);
    expect(texts).toContain(MESSAGE_SQL.put);
    expect(texts.at(-1)).toBe('COMMIT');
    expect(runOperation(file, 'loadMessages', REF, null, 10).messages).toHaveLength(2);
    expect(JSON.stringify(runs)).not.toMatch(/第 \d 句|shop-1|buyer-1/u);
  });

  test('what takes 50 ms is not slow', () => {
    const file = openOwn(db, listeningLog(), watch);
    stepMs = 50;
    runOperation(file, 'loadQuarantine');
    expect(runs).toEqual([]);
  });

  test('statements are told under the name of their operation, which is slow as a whole too', () => {
    const store = new RepairingStore({
      file: place.file,
      log: listeningLog(),
      now: () => NOW,
      onRepair: () => undefined,
      watch,
    });
    store.open();
    stepMs = 20;
    store.call('loadQuarantine');
    expect(runs).toEqual([{ operation: 'loadQuarantine', sql: null, plan: [], tookMs: 60 }]);
    stepMs = 60;
    store.call('loadQuarantine');
    expect(runs.slice(1).map(({ operation, sql }) => [operation, sql === null])).toEqual([
      ['loadQuarantine', false],
      ['loadQuarantine', true],
    ]);
    store.close();
  });

  test('a statement that throws is told too, and its error stays what it was', () => {
    const file = openOwn(db, listeningLog(), watch);
    stepMs = 51;
    expect(() => runOperation(file, 'commit', buyerSpeaks(1))).toThrow('FOREIGN KEY');
    expect(runs.at(-1)).toMatchObject({ sql: 'COMMIT', plan: [] });
    expect(db.inTransaction).toBe(false);
  });
});
