import Database from 'better-sqlite3';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from './open-store.ts';
import { storeContract } from './store.contract.ts';
import { buyerSpeaks, shopRow } from './testing/rows.ts';
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
    await writeFile(place.file, 'not a database, and long enough to have a header. '.repeat(99));
    await expect(open()).rejects.toMatchObject({
      name: 'StorageError',
      kind: 'storage.corrupt',
      message: expect.stringMatching(/^The database file is damaged or is not a database\./u),
    });
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
