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

it('[ST2] the database is asked for the next batch before it is given this one, and never waits for what is shown', async () => {
  const { world, order, answer, write } = await watched();
  const first = world.core.accept(said('a'));
  await settled();
  const second = world.core.accept(said('b'));
  answer();
  await settled();
  write();
  await Promise.all([first, second]);
  expect(order).toEqual([
    'asked a',
    'asked b',
    'given a',
    'durable a',
    'given b',
    'shown a',
    'durable b',
    'shown b',
  ]);
});

it('[ST2] what the database has not written yet is known to the batch that was asked for meanwhile', async () => {
  const { world, order, answer, write } = await watched();
  const once = said('a');
  const first = world.core.accept(once);
  await settled();
  const again = world.core.accept(once);
  answer();
  await settled();
  write();
  await Promise.all([first, again]);
  expect(order.filter((what) => what.startsWith('asked'))).toHaveLength(2);
  expect(world.store.tables.messages.size).toBe(1);
  expect(await world.frames()).toEqual(['message']);
});
