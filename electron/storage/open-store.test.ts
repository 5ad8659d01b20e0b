import Database from 'better-sqlite3';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from './open-store.ts';
import { storeContract } from './contract/store.contract.ts';
import type { StorageRepair } from '#shared/model/storage-status.ts';
import { BUYER, buyerSpeaks, messageRow, SHOP, shopRow } from './testing/rows.ts';
import {
  listeningLog,
  temporaryFile,
  WORKER_URL,
  type TemporaryFile,
} from './testing/temporary-file.ts';

storeContract('database in its worker', async () => {
  const place = await temporaryFile();
  return {
    open: async () =>
      (await openStore({ file: place.file, workerUrl: WORKER_URL, log: listeningLog() })).store,
    dispose: place.remove,
  };
});

describe('the thread', () => {
  let place: TemporaryFile;
  let log: ReturnType<typeof listeningLog>;
  beforeEach(async () => {
    place = await temporaryFile();
    log = listeningLog();
  });
  afterEach(() => place.remove());
  const open = async (workerUrl = WORKER_URL) =>
    (await openStore({ file: place.file, workerUrl, log })).store;

  test('a database that cannot be opened is one clear StorageError', async () => {
    await mkdir(place.file);
    await expect(open()).rejects.toMatchObject({
      name: 'StorageError',
      kind: 'storage.io',
      message: expect.stringMatching(/^The database file cannot be opened/u),
    });
  });

  test('[ST5] what is no database is kept aside, and said with the opening', async () => {
    const words = 'not a database, and long enough to have a header. '.repeat(99);
    await writeFile(place.file, words);
    const { store, access, repair } = await openStore({
      file: place.file,
      workerUrl: WORKER_URL,
      log,
    });
    expect(access).toBe('readwrite');
    expect(repair).toMatchObject({ keptRows: 0, lostRows: null });
    expect(repair?.keptAs).toMatch(/^duodian\.damaged-\d{8}-\d{6}\.db$/u);
    expect(await readFile(join(dirname(place.file), repair?.keptAs ?? ''), 'utf8')).toBe(words);
    await store.commit([{ put: 'shop', row: shopRow() }]);
    await store.close();
    const again = await openStore({ file: place.file, workerUrl: WORKER_URL, log });
    expect(again.repair).toBeNull();
    expect((await again.store.load()).shops).toEqual([shopRow()]);
    await again.store.close();
  });

  test('[ST5] damage that is met in use is repaired there: the read is answered, the repair is told', async () => {
    const first = await open();
    await first.commit([{ put: 'shop', row: shopRow() }, ...buyerSpeaks(1), ...buyerSpeaks(2)]);
    await first.close();
    const bytes = await readFile(place.file);
    // The message's own record, not the line of it that the conversation keeps.
    bytes.write('buyertext第 9 句', bytes.indexOf('buyertext第 2 句'));
    await writeFile(place.file, bytes);
    const opened = await openStore({ file: place.file, workerUrl: WORKER_URL, log });
    const told: StorageRepair[] = opened.repair === null ? [] : [opened.repair];
    opened.onRepair((repair) => told.push(repair));
    const { messages } = await opened.store.loadMessages(
      { shopId: SHOP, buyerPin: BUYER },
      null,
      9,
    );
    expect(messages).toEqual([messageRow(1)]);
    expect(told).toHaveLength(1);
    expect(await readFile(join(dirname(place.file), told[0]?.keptAs ?? ''))).toEqual(bytes);
    await opened.store.commit(buyerSpeaks(3));
    // Numbers of the outbox go on: the gateway's client remembers the last one that it took.
    expect((await opened.store.loadOutbox(0, 9)).at(-1)?.outboxSeq).toBeGreaterThan(2);
    await opened.store.close();
  });

  test('a worker that cannot be loaded is a StorageError', async () => {
    await expect(open(new URL('./no-such-worker.ts', WORKER_URL))).rejects.toMatchObject({
      kind: 'storage.failed',
    });
  });

  test.each([
    ['breaks', 'load', 'out of memory'],
    ['ends', 'loadQuarantine', 'ended with code 7'],
  ] as const)('a thread that %s rejects every open call and says so', async (_, name, why) => {
    const store = await open(new URL('./testing/breaking-worker.ts', import.meta.url));
    const calls = await Promise.allSettled([
      store[name](),
      store.commit([]),
      store.loadOutbox(0, 1),
    ]);
    const refusal = {
      status: 'rejected',
      reason: { kind: 'storage.failed', message: expect.stringContaining(why) },
    };
    expect(calls).toMatchObject([refusal, refusal, refusal]);
    expect(log.heard).toMatchObject([
      { event: 'storage.ended', detail: { kind: 'storage.failed' } },
    ]);
    await expect(store.commit([])).rejects.toMatchObject({ kind: 'storage.failed' });
    await store.close();
  });

  test('[ST5] a thread that dies is replaced by the next call, over the same file', async () => {
    const store = await open(new URL('./testing/mortal-worker.ts', import.meta.url));
    await store.commit([{ put: 'shop', row: shopRow() }, ...buyerSpeaks(1)]);
    await expect(store.loadQuarantine()).rejects.toMatchObject({ kind: 'storage.failed' });
    await store.commit(buyerSpeaks(2));
    expect((await store.load()).lastArrival).toBe(2);
    const numbers = (await store.loadOutbox(0, 9)).map(({ outboxSeq }) => outboxSeq);
    expect(numbers).toEqual([1, 2]);
    await store.close();
    await expect(store.commit([])).rejects.toMatchObject({ kind: 'storage.failed' });
  });

  test('[ST4] says how many calls wait, how many waited at most, and what was slow', async () => {
    const { store, figures } = await openStore({ file: place.file, workerUrl: WORKER_URL, log });
    const other = new Database(place.file);
    other.exec('BEGIN IMMEDIATE');
    const calls = [store.commit([{ put: 'shop', row: shopRow() }]), store.load(), store.load()];
    expect(figures()).toMatchObject({ waitingCalls: 3, mostWaitingCalls: 3, slow: [] });
    await Promise.allSettled(calls);
    other.close();
    await store.load();
    expect(figures()).toMatchObject({ waitingCalls: 0, mostWaitingCalls: 3 });
    const texts = figures().slow.map(({ operation, sql }) => `${operation}: ${sql ?? ''}`);
    expect(texts).toEqual(expect.arrayContaining(['commit: ', 'commit: BEGIN IMMEDIATE']));
    await store.close();
  });

  test('[ST4] calls that a dying thread took with it wait no longer', async () => {
    const workerUrl = new URL('./testing/mortal-worker.ts', import.meta.url);
    const { store, figures } = await openStore({ file: place.file, workerUrl, log });
    await Promise.allSettled([store.loadQuarantine(), store.load()]);
    expect(figures()).toMatchObject({ waitingCalls: 0, mostWaitingCalls: 2 });
    await store.close();
  });

  test('[ST5] a commit that meets a lock is refused as locked; the next one after it works', async () => {
    const store = await open();
    const other = new Database(place.file);
    other.exec('BEGIN IMMEDIATE');
    const writes = [{ put: 'shop', row: shopRow() }, ...buyerSpeaks(1)] as const;
    await expect(store.commit(writes)).rejects.toMatchObject({ kind: 'storage.locked' });
    other.exec('ROLLBACK');
    other.close();
    await store.commit(writes);
    expect((await store.load()).lastArrival).toBe(1);
    await store.close();
  });
});
