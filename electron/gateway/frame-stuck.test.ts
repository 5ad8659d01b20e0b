import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { turns, useClients } from './testing/client-world.ts';
import { buyerSays, MemoryOutbox } from './testing/memory-outbox.ts';
import type { Peer } from './testing/scripted-gateway.ts';

const { open } = useClients();

const POISON = '谢谢😀';
const idOf = (frame: Readonly<Record<string, unknown>>): string => String(frame['message_id']);

/** A core that takes acknowledged and set-aside rows out of the outbox, and a gateway that says success. */
const openWorld = async (meet: (peer: Peer) => void) => {
  const outbox = new MemoryOutbox();
  const world = await open(outbox);
  const { sink, gateway, clock, client } = world;
  const accept = sink.accept.bind(sink);
  sink.accept = (fact) => {
    if (fact.kind === 'gateway.acknowledged') outbox.removeUpTo(fact.outboxSeq);
    if (fact.kind === 'gateway.frameStuck')
      outbox.rows = outbox.rows.filter((row) => row.outboxSeq !== fact.outboxSeq);
    return accept(fact);
  };
  gateway.welcome = (peer) => {
    peer.success();
    meet(peer);
  };
  client.start();
  /** Lets time pass in small steps until it is so, at most 5 minutes of the client's time. */
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let passed = 0; passed < 300_000 && !isSo(); passed += 250) {
      await turns(8);
      clock.advance(250);
      await turns(8);
    }
    expect(isSo()).toBe(true);
  };
  const read = (): ReadonlySet<string> =>
    new Set(gateway.peers.flatMap((peer) => peer.business.map(idOf)));
  return { ...world, outbox, until, read };
};

/** Ends the line as soon as it has read the text that it cannot read. */
const diesOnPoison = (peer: Peer): void => {
  peer.socket.prependListener('message', (data: Buffer) => {
    if (!data.toString('utf8').includes(POISON)) return;
    // What came with it in the same packet is not answered.
    peer.answersPings = false;
    peer.socket.close(1011);
  });
};

describe('[GW9] a frame on which the back office ends the line', () => {
  it('[GW9] is set aside after three ends, and its shop and all others go on', async () => {
    const { outbox, until, sink, gateway } = await openWorld(diesOnPoison);
    outbox.add(2);
    outbox.add(1, POISON);
    outbox.add(2);
    outbox.rows.push({
      outboxSeq: 100,
      frame: { ...buyerSays(100), store_id: asShopId('another-shop') },
    });
    await until(() => outbox.rows.length === 0);
    expect(sink.of('gateway.frameStuck')).toMatchObject([
      { outboxSeq: 3, frame: { content: POISON } },
    ]);
    // Read on the connections that lived on: everything but the one.
    const last = gateway.peers.at(-1)?.business.map(idOf) ?? [];
    expect(last).toEqual(['m4', 'm5', 'm100']);
    expect(gateway.peers.length).toBeLessThanOrEqual(5);
  });

  it('[GW9] two of them are both found, one after the other', async () => {
    const { outbox, until, sink } = await openWorld(diesOnPoison);
    outbox.add(1, POISON);
    outbox.add(3);
    outbox.add(1, POISON);
    outbox.add(1);
    await until(() => outbox.rows.length === 0);
    expect(sink.of('gateway.frameStuck').map(({ outboxSeq }) => outboxSeq)).toEqual([1, 5]);
  });

  it('[GW9] a network that cuts whatever is sent sets nothing aside', async () => {
    let cuts = 0;
    const { outbox, until, sink } = await openWorld((peer) => {
      if (cuts >= 12) return;
      cuts += 1;
      peer.answersPings = false;
      void peer.untilPings(1).then(() => peer.socket.terminate());
    });
    outbox.add(3);
    await until(() => outbox.rows.length === 0);
    expect(cuts).toBe(12);
    expect(sink.of('gateway.frameStuck')).toEqual([]);
  });
});
