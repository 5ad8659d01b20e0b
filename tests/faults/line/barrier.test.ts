import { afterEach, describe, expect, it } from 'vitest';
import type { Write } from '../../../electron/core/ports/store.ts';
import { FakeClock } from '../../../electron/gateway/testing/fake-clock.ts';
import { buyerSays, MemoryOutbox } from '../../../electron/gateway/testing/memory-outbox.ts';
import type { Peer } from '../../../electron/gateway/testing/scripted-gateway.ts';
import { MemoryStore } from '../../../electron/storage/testing/memory-store.ts';
import { asShopId } from '#shared/model/ids.ts';
import { openClientWorld, turns } from './client-world.ts';
import { LineWorld, until } from './line-world.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const open = async (outbox?: MemoryOutbox) => {
  const opened = await openClientWorld(outbox);
  undo.push(opened.close);
  return opened;
};

const idsOf = (peer: Peer): readonly unknown[] => peer.business.map((frame) => frame['message_id']);

describe('[GW9] delivery barrier', () => {
  it('what left this machine’s hands and nobody read is sent again, under the same ids', async () => {
    const { gateway, proxy, world } = await open();
    const { client, outbox, sink } = world;
    client.start();
    const peer = await gateway.nextPeer();
    await world.becomeReady(peer);
    // From here the kernel of the other side takes the bytes, and nobody reads them.
    proxy.last.stall('toServer');
    outbox.add(3);
    client.outboxGrew();
    await turns(100);
    world.clock.advance(1_000);
    await turns(100);
    expect(sink.of('gateway.acknowledged')).toEqual([]);
    proxy.last.cut('rst');
    await sink.untilPhase('disconnected');
    world.retry();
    const second = await gateway.nextPeer();
    await world.becomeReady(second);
    await second.untilBusiness(3);
    expect(idsOf(peer)).toEqual([]);
    expect(idsOf(second)).toEqual(['m1', 'm2', 'm3']);
  });

  it('the pong of an earlier ping covers nothing; what the right one covered is not sent again', async () => {
    const { gateway, proxy, world } = await open();
    const { client, outbox, sink, clock } = world;
    client.start();
    const first = await gateway.nextPeer();
    first.answersPings = false;
    await world.becomeReady(first);
    outbox.add(2);
    client.outboxGrew();
    await first.untilBusiness(2);
    first.say({ type: 'pong', uuid: first.pings[0]?.['uuid'] });
    await world.flush(first);
    expect(sink.of('gateway.acknowledged')).toEqual([]);
    proxy.last.cut('fin');
    await sink.untilPhase('disconnected');
    world.retry();
    const second = await gateway.nextPeer();
    await world.becomeReady(second);
    await second.untilBusiness(2);
    expect(idsOf(second)).toEqual(['m1', 'm2']);
    clock.advance(1_000);
    await sink.until(() => sink.of('gateway.acknowledged').length === 1);
    expect(sink.of('gateway.acknowledged')[0]).toMatchObject({ outboxSeq: 2, frames: 2 });
    outbox.add(1);
    proxy.last.cut('rst');
    await sink.untilPhase('disconnected');
    world.retry();
    const third = await gateway.nextPeer();
    await world.becomeReady(third);
    await third.untilBusiness(1);
    await world.flush(third);
    expect(idsOf(third)).toEqual(['m3']);
  });

  it(
    'a reader that stands still is not flooded: draining pauses, and goes on in order',
    { timeout: 120_000 },
    async () => {
      const words = 'x'.repeat(32 * 1024);
      const total = 1_000;
      let taken = 0;
      const outbox = new MemoryOutbox();
      outbox.rows = Array.from({ length: total }, (_, index) => ({
        outboxSeq: index + 1,
        get frame() {
          taken += 1;
          return buyerSays(index + 1, words);
        },
      }));
      const { gateway, proxy, world } = await open(outbox);
      world.client.start();
      const peer = await gateway.nextPeer();
      proxy.last.stall('toServer');
      peer.success();
      await world.sink.untilPhase('connected');
      let seen = -1;
      for (let calm = 0; calm < 20; calm += 1) {
        if (seen !== taken) calm = 0;
        seen = taken;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      // 1 MiB of ours, and what the two kernels between us and the proxy take (at most 10 MiB on Linux).
      expect(taken).toBeGreaterThan(32);
      expect((taken * words.length) / 2 ** 20).toBeLessThan(16);
      proxy.last.stall('toServer', false);
      await peer.untilBusiness(total);
      expect(idsOf(peer)).toEqual(Array.from({ length: total }, (_, index) => `m${index + 1}`));
    },
  );

  it('over a line of 1-byte segments and one that is slow, everything comes whole and in order', async () => {
    const { gateway, proxy, world } = await open();
    proxy.plan = (index) =>
      index === 0
        ? { toServer: { oneByteSegments: true }, toClient: { oneByteSegments: true } }
        : {
            toServer: { bytesPerSecond: 200_000, delayMs: 5 },
            toClient: { bytesPerSecond: 50_000 },
          };
    const { client, outbox, sink } = world;
    client.start();
    for (const connection of [1, 2]) {
      const peer = await gateway.nextPeer();
      await world.becomeReady(peer);
      outbox.add(20);
      client.outboxGrew();
      await peer.untilBusiness(20);
      world.clock.advance(1_000);
      await sink.until(() => sink.of('gateway.acknowledged').at(-1)?.outboxSeq === connection * 20);
      await world.flush(peer);
      proxy.last.cut('fin');
      await sink.untilPhase('disconnected');
      world.retry();
    }
    expect(gateway.peers.flatMap(idsOf)).toEqual(
      Array.from({ length: 40 }, (_, index) => `m${index + 1}`),
    );
    expect(sink.of('gateway.quarantined')).toEqual([]);
  });
});

/** A disk that takes its time. */
class SlowStore extends MemoryStore {
  override async commit(writes: readonly Write[]): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await super.commit(writes);
  }
}

it(
  '[GW10] 20,000 frames at a slow disk: paused and resumed, the line lives, none is lost',
  { timeout: 90_000 },
  async () => {
    const total = 20_000;
    const store = new SlowStore();
    const clock = new FakeClock();
    const world = await LineWorld.open({ store, clock, welcome: (peer) => peer.success() });
    undo.push(() => world.close());
    let waiting = 0;
    let most = 0;
    let isPaused = false;
    const accept = world.core.accept.bind(world.core);
    world.core.accept = async (fact) => {
      waiting += 1;
      most = Math.max(most, waiting);
      await accept(fact);
      waiting -= 1;
    };
    world.client.start();
    const peer = await world.gateway.nextPeer();
    await peer.untilPings(1);
    for (let index = 0; index < total; index += 1) {
      peer.say({
        type: 'error',
        content: `e${index}`,
        store_id: asShopId('shop-a'),
        message_id: `flood-${index}`,
      });
    }
    await until(
      () => {
        // While the socket is paused, a minute of silence goes by again and again.
        if (waiting > 5_010) isPaused = true;
        else if (waiting < 1_500) isPaused = false;
        if (isPaused) clock.advance(5_000);
        return store.tables.gatewayFrames.size === total;
      },
      'every frame is committed',
      60_000,
    );
    expect(clock.monotonicMs()).toBeGreaterThan(60_000);
    expect(most).toBeGreaterThan(5_000);
    // A read may bring some hundred frames more than the limit, but never the flood.
    expect(most).toBeLessThan(10_000);
    expect(world.gateway.peers).toHaveLength(1);
    expect(world.gateway.openPeers).toBe(1);
  },
);
