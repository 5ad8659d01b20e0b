import { expect, test } from 'vitest';
import { HELD_REPLY, type Message } from '#shared/model/message.ts';
import { BUYER, messageRow, SHOP, shopRow } from '../../storage/testing/rows.ts';
import { MemoryStore } from '../../storage/testing/memory-store.ts';
import { StorageError } from '../ports/store.ts';
import { queryHandlers } from './query-handlers.ts';

const NOTHING_PUBLISHED = {
  conversation: () => null,
  phrases: () => [],
  setAside: () => [],
  waitingAfter: () => [],
};
const REF = { shopId: SHOP, buyerPin: BUYER };

const filled = async (rows: readonly Message[]): Promise<ReturnType<typeof queryHandlers>> => {
  const store = new MemoryStore();
  await store.commit([
    { put: 'shop', row: shopRow() },
    ...rows.map((row) => ({ put: 'message', row }) as const),
  ]);
  return queryHandlers(store, NOTHING_PUBLISHED);
};
const held = (arrival: number): Message =>
  messageRow(arrival, {
    origin: 'backoffice',
    send: { state: 'cancelled', reason: HELD_REPLY, changedAt: 1 },
  });
const arrivals = (answer: { readonly messages: readonly Message[] }): readonly number[] =>
  answer.messages.map(({ arrival }) => arrival);

test('[PF3] pages around and after a place leave out what the timeline hides, also whole pages of it', async () => {
  const rows = [1, 2, 3].map((at) => messageRow(at));
  const handlers = await filled([
    ...rows,
    ...[4, 5, 6, 7].map(held),
    ...[8, 9].map((at) => messageRow(at)),
  ]);
  const { orderAt } = messageRow(3);
  const around = await handlers['messages.loadAround']({
    ...REF,
    around: { orderAt, arrival: 3 },
    limit: 2,
  });
  expect(around.ok && arrivals(around.value)).toEqual([1, 2, 3]);
  expect(around).toMatchObject({ value: { hasOlder: false, hasNewer: true } });
  const after = await handlers['messages.loadAfter']({
    ...REF,
    after: { orderAt, arrival: 3 },
    limit: 2,
  });
  expect(after.ok && arrivals(after.value)).toEqual([8, 9]);
  expect(after).toMatchObject({ value: { hasNewer: false } });
});

test('[PF3] a search is answered from the database, and a database that cannot be read is an answer too', async () => {
  const handlers = await filled([messageRow(1, { content: '开发票' })]);
  expect(await handlers['search.loadAnswer']({ query: '发票' })).toMatchObject({
    ok: true,
    value: { messages: { hits: [{ arrival: 1, excerpt: { marks: [[1, 3]] } }] } },
  });
  const store = new MemoryStore();
  store.search = () => Promise.reject(new StorageError('storage.io', 'gone'));
  const broken = queryHandlers(store, NOTHING_PUBLISHED);
  expect(await broken['search.loadAnswer']({ query: '发票' })).toMatchObject({
    ok: false,
    error: { kind: 'storage.unavailable', detail: 'storage.io' },
  });
});
