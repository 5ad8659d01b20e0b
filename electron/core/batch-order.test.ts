import { expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { platformMessage, SHOP, TestCore } from './testing/test-core.ts';
import { asBuyerPin } from '#shared/model/ids.ts';

const said = (buyer: string) => ({
  kind: 'platform.messages' as const,
  shopId: SHOP,
  messages: [platformMessage({ buyerPin: asBuyerPin(buyer) })],
});

/** Notes what the database is told and what windows are shown, in order, by the buyers concerned; each waits for its gate. */
const watched = async () => {
  const world = await TestCore.open();
  await world.goOnline();
  const order: string[] = [];
  const { store, publisher } = world;
  const lookUp = store.lookUp.bind(store);
  const commit = store.commit.bind(store);
  const publish = publisher.publish.bind(publisher);
  const answers = Promise.withResolvers<void>();
  const disk = Promise.withResolvers<void>();
  store.lookUp = async (lookup) => {
    order.push(`asked ${lookup.conversations.map(({ buyerPin }) => buyerPin).join()}`);
    await answers.promise;
    return lookUp(lookup);
  };
  store.commit = async (writes) => {
    const buyers = writes.flatMap((write) =>
      'put' in write && write.put === 'conversation' ? [write.row.buyerPin] : [],
    );
    order.push(`given ${buyers.join()}`);
    await disk.promise;
    await commit(writes);
    order.push(`durable ${buyers.join()}`);
  };
  publisher.publish = (delta) => {
    for (const { buyerPin } of delta.conversations ?? []) order.push(`shown ${buyerPin}`);
    publish(delta);
  };
  return { world, order, answer: answers.resolve, write: disk.resolve };
};

/** As many inputs as are worth a batch of their own while another one is written. */
const MANY = Array.from({ length: 64 }, (_, n) => `b${n}`);

it('[ST2] the database is asked for the next batch before it is given this one, and never waits for what is shown', async () => {
  const { world, order, answer, write } = await watched();
  const first = world.core.accept(said('a'));
  await settled();
  const others = MANY.map((buyer) => world.core.accept(said(buyer)));
  answer();
  await settled();
  write();
  await Promise.all([first, ...others]);
  const all = MANY.join();
  expect(order).toEqual([
    'asked a',
    `asked ${all}`,
    'given a',
    'durable a',
    `given ${all}`,
    'shown a',
    `durable ${all}`,
    ...MANY.map((buyer) => `shown ${buyer}`),
  ]);
});

it('[ST2] what comes in during a commit is the next one together: nothing waits for more than one besides its own', async () => {
  const { world, order, answer, write } = await watched();
  answer();
  const all: Promise<void>[] = [];
  for (const buyer of ['a', 'b', 'c', 'd']) {
    all.push(world.core.accept(said(buyer)));
    await settled();
  }
  write();
  await Promise.all(all);
  expect(order.filter((what) => what.startsWith('durable'))).toEqual([
    'durable a',
    'durable b,c,d',
  ]);
});

it('[GW9] a buyer is shown after one commit, which has her message and what the back office is told', async () => {
  const world = await TestCore.open();
  await world.goOnline();
  const before = world.store.commits.length;
  await world.hear(platformMessage());
  const [writes, ...more] = world.store.commits.slice(before);
  expect(more).toEqual([]);
  expect(writes?.map((write) => ('put' in write ? write.put : write.remove))).toEqual([
    'conversation',
    'message',
    'outbox',
  ]);
  expect(world.core.replica().conversations).not.toEqual({});
});

it('[ST2] what the database has not written yet is known to the batch that was asked for meanwhile', async () => {
  const { world, order, answer, write } = await watched();
  const once = said('a');
  const first = world.core.accept(once);
  await settled();
  const again = MANY.map(() => world.core.accept(once));
  answer();
  await settled();
  write();
  await Promise.all([first, ...again]);
  expect(order.filter((what) => what.startsWith('asked'))).toHaveLength(2);
  expect(world.store.tables.messages.size).toBe(1);
  expect(await world.frames()).toEqual(['message']);
});
