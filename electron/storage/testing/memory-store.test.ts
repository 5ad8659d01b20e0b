import { expect, test } from 'vitest';
import { MemoryStore } from './memory-store.ts';
import { MemoryTables } from './memory-tables.ts';
import { storeContract } from '../contract/store.contract.ts';
import { shopRow } from './rows.ts';

storeContract('memory', async () => {
  const tables = new MemoryTables();
  return { open: async () => new MemoryStore(tables), dispose: async () => {} };
});

test('a failing memory store refuses commits with the chosen kind and writes nothing', async () => {
  const store = new MemoryStore();
  store.failing = 'storage.full';
  const writes = [{ put: 'shop', row: shopRow() }] as const;
  await expect(store.commit(writes)).rejects.toMatchObject({ kind: 'storage.full' });
  expect((await store.load()).shops).toEqual([]);
  store.failing = null;
  await store.commit(writes);
  expect((await store.load()).shops).toHaveLength(1);
});
