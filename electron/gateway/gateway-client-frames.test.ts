import { describe, expect, it } from 'vitest';
import { becomeReady, flush, reply, turns, useClients } from './testing/client-world.ts';
import { MemoryOutbox, SHOP } from './testing/memory-outbox.ts';
import type { Peer } from './testing/scripted-gateway.ts';

const { open, openReady } = useClients();

describe('[GW6] frames that are none', () => {
  it('are set aside one by one, and the line stands', async () => {
    const { sink, peer } = await openReady();
    peer.say('garbage');
    peer.say('{"type":"cookie_refresh","content":"x"}');
    peer.say({ type: 'connect_success', content: 'sid=CANARY' });
    peer.socket.send(Buffer.from([1, 2, 3]), { binary: true });
    await flush(sink, peer);
    expect(sink.of('gateway.quarantined').map(({ entry }) => entry.reason)).toEqual([
      { kind: 'notJson', about: null },
      { kind: 'typeUnknown', about: 'cookie_refresh' },
      { kind: 'fieldMissing', about: 'connect_success.store_id' },
      { kind: 'binary', about: null },
    ]);
    expect(sink.status?.phase).toBe('connected');
  });

  const poison: Readonly<Record<string, (peer: Peer) => void>> = {
    tooLarge: (peer) =>
      peer.socket.send(Buffer.alloc(16 * 1024 * 1024 + 1, 0x20), { binary: false }),
    notUtf8: (peer) => peer.socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false }),
  };
  it.each(Object.entries(poison))(
    'a frame that is %s closes three times, is met once, and does not loop',
    async (reason, send) => {
      const { gateway, sink, clock, client, log } = await open();
      client.start();
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const peer = await gateway.nextPeer();
        peer.success();
        send(peer);
        await sink.untilPhase('disconnected');
        expect(sink.status?.reason).toBe(reason === 'notUtf8' ? 'badFrame' : 'frameTooLarge');
        clock.advance((sink.status?.nextAttemptAt ?? 0) - clock.now());
      }
      const peer = await gateway.nextPeer();
      peer.success();
      send(peer);
      peer.say(reply('behind it'));
      await sink.until(() => sink.of('gateway.frame').length === 1);
      expect(sink.of('gateway.quarantined').map(({ entry }) => entry.reason.kind)).toEqual([
        reason,
      ]);
      expect(sink.status?.phase).toBe('connected');
      expect(log.lines).toContain('gateway.lenientConnection {}');
    },
  );
});

it('[GW6] what even the lenient connection cannot take is noted, and the next one is strict again', async () => {
  const { gateway, sink, clock, client, log } = await open();
  client.start();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const peer = await gateway.nextPeer();
    // Opcode 3 is reserved: no option of ws lets it through.
    peer.raw.write(Buffer.from([0x83, 0x00]));
    await sink.untilPhase('disconnected');
    expect(sink.status?.reason).toBe('badFrame');
    clock.advance((sink.status?.nextAttemptAt ?? 0) - clock.now());
  }
  expect(sink.of('gateway.quarantined').map(({ entry }) => entry.reason.kind)).toEqual([
    'unreceivable',
  ]);
  expect(log.lines.filter((line) => line.startsWith('gateway.lenient'))).toHaveLength(1);
});

describe('[GW9] outbox over a real line', () => {
  it('what no pong covered is sent again on the next connection, with the same message_id', async () => {
    const { gateway, sink, clock, client, outbox, peer } = await openReady();
    outbox.add(2);
    client.outboxGrew();
    await peer.untilBusiness(2);
    clock.advance(1_000);
    await sink.until(() => sink.of('gateway.acknowledged').length === 1);
    peer.answersPings = false;
    outbox.add(2);
    client.outboxGrew();
    await peer.untilBusiness(4);
    peer.socket.terminate();
    await sink.untilPhase('disconnected');
    clock.advance(250);
    const second = await gateway.nextPeer();
    await becomeReady(sink, second);
    await second.untilBusiness(2);
    expect(second.business.map((frame) => frame['message_id'])).toEqual(['m3', 'm4']);
    expect(second.business).toEqual(peer.business.slice(2));
    clock.advance(1_000);
    await sink.until(() => sink.of('gateway.acknowledged').length === 2);
    expect(
      sink.of('gateway.acknowledged').map(({ outboxSeq, frames }) => [outboxSeq, frames]),
    ).toEqual([
      [2, 2],
      [4, 2],
    ]);
  });

  it('cut at any point, every row arrives, in order, and none is taken for read that was not', async () => {
    const outbox = new MemoryOutbox();
    const { gateway, client, sink, clock } = await open(outbox);
    const received: string[] = [];
    client.start();
    // Each connection gets 50 new rows and dies after so many frames; every third one answers the barrier before.
    const cuts = [0, 1, 7, 40, 3, 0, 90, 2, 150, 11, 1, 60];
    for (const [round, cut] of cuts.entries()) {
      const peer = await gateway.nextPeer();
      peer.answersPings = round % 3 === 0;
      peer.success();
      await sink.untilPhase('connected');
      outbox.add(50);
      client.outboxGrew();
      const told = sink.of('gateway.acknowledged').length;
      const wanted = Math.min(cut, outbox.rows.length);
      // A connection that is careful first proves that it lives, and writes nothing where no ping is answered.
      for (let step = 0; step < 12 && peer.business.length < wanted; step += 1) {
        await turns(20);
        clock.advance(250);
      }
      if (peer.answersPings && wanted > 0) {
        clock.advance(1_000);
        await sink.until(() => sink.of('gateway.acknowledged').length > told);
      }
      peer.socket.terminate();
      await sink.untilPhase('disconnected');
      received.push(...peer.business.map((frame) => String(frame['message_id'])));
      const proven = sink.of('gateway.acknowledged').at(-1)?.outboxSeq ?? 0;
      for (let seq = 1; seq <= proven; seq += 1) expect(received).toContain(`m${seq}`);
      outbox.removeUpTo(proven);
      clock.advance((sink.status?.nextAttemptAt ?? 0) - clock.now());
    }
    const last = await gateway.nextPeer();
    await becomeReady(sink, last);
    for (let step = 0; step < 12 && last.business.length < outbox.rows.length; step += 1) {
      await turns(20);
      clock.advance(250);
    }
    await last.untilBusiness(outbox.rows.length);
    received.push(...last.business.map((frame) => String(frame['message_id'])));
    const firsts = [...new Set(received)];
    expect(firsts).toEqual(Array.from({ length: 600 }, (_, index) => `m${index + 1}`));
  });

  it('a second success changes nothing: no row is written twice', async () => {
    const { client, outbox, peer, sink } = await openReady();
    outbox.add(2);
    client.outboxGrew();
    await peer.untilBusiness(2);
    peer.success();
    await flush(sink, peer);
    outbox.add(1);
    client.outboxGrew();
    await peer.untilBusiness(3);
    await turns(20);
    expect(peer.business.map((frame) => frame['message_id'])).toEqual(['m1', 'm2', 'm3']);
  });

  it('[GW8] a frame on the wire has the keys of the spec, the id and the time', async () => {
    const { client, outbox, peer } = await openReady();
    outbox.add(1);
    client.outboxGrew();
    await peer.untilBusiness(1);
    expect(peer.business).toEqual([
      {
        type: 'message',
        content: 'words 1',
        msg_type: 'text',
        sender: { id: 'buyer-1' },
        store_id: SHOP,
        message_id: 'm1',
        timestamp: 1_700_000_000_001,
      },
    ]);
  });
});

describe('[GW10] backpressure over a real line', () => {
  it('a flood pauses the socket, the line survives it, and every frame comes once and in order', async () => {
    const { sink, peer, clock } = await openReady();
    await flush(sink, peer);
    sink.hold();
    const total = 20_000;
    for (let index = 0; index < total; index += 1) peer.say(reply(`r${index}`));
    await sink.until(() => sink.open > 5_000);
    // As long as nothing is committed the socket stands still (but for what was read already), and silence is no death.
    await turns(500);
    expect(sink.open).toBeLessThan(10_000);
    for (let round = 0; round < 20; round += 1) clock.advance(15_000);
    expect(sink.status?.phase).toBe('connected');
    sink.release();
    await sink.until(
      (facts) => facts.length > total && sink.of('gateway.frame').length === total + 1,
    );
    const contents = sink
      .of('gateway.frame')
      .slice(1)
      .map(({ frame }) => frame.content);
    expect(contents.every((content, index) => content === `r${index}`)).toBe(true);
    expect(sink.of('gateway.quarantined')).toEqual([]);
  });
});

it('[GW10] a connection that becomes ready under load is paused at once', async () => {
  const { gateway, client, sink } = await open();
  client.start();
  const peer = await gateway.nextPeer();
  sink.hold();
  for (let index = 0; index < 5_001; index += 1) peer.say(reply('x'));
  await sink.until((facts) => facts.length > 5_000 && sink.open === 5_000);
  peer.success();
  await sink.untilPhase('connected');
  peer.say(reply('later'));
  await turns(200);
  expect(sink.of('gateway.frame')).toHaveLength(5_001);
  sink.release();
  await sink.until(() => sink.of('gateway.frame').length === 5_002);
});
