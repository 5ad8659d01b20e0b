import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Secret } from '#shared/model/secret.ts';
import { GatewayClient } from './gateway-client.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { KeptLog } from './testing/kept-log.ts';
import { MemoryOutbox, SHOP } from './testing/memory-outbox.ts';
import { MemoryVault } from './testing/memory-vault.ts';
import { RecordingSink } from './testing/recording-sink.ts';
import { ScriptedGateway, type Peer } from './testing/scripted-gateway.ts';

const TOKEN = 'CANARY-token';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const makeClient = (server: string | null, outbox = new MemoryOutbox()) => {
  const clock = new FakeClock();
  const sink = new RecordingSink();
  const log = new KeptLog();
  const vault = new MemoryVault(server, TOKEN);
  const client = new GatewayClient({ clock, random: () => 0.5, sink, outbox, vault, log });
  undo.push(() => client.stop());
  return { clock, sink, log, vault, client, outbox };
};

const open = async (outbox?: MemoryOutbox) => {
  const gateway = await ScriptedGateway.open();
  undo.push(() => gateway.close());
  return { gateway, ...makeClient(gateway.url, outbox) };
};

/** A client whose gateway has said `success`, and whose first ping is answered. */
const openReady = async (outbox?: MemoryOutbox) => {
  const world = await open(outbox);
  world.client.start();
  const peer = await world.gateway.nextPeer();
  await becomeReady(world.sink, peer);
  return { ...world, peer };
};

const becomeReady = async (sink: RecordingSink, peer: Peer) => {
  peer.success();
  await sink.untilPhase('connected');
  await peer.untilPings(1);
};

/** The answer to something said on the socket has come through when the frame said after it has. */
const flush = async (sink: RecordingSink, peer: Peer) => {
  const before = sink.of('gateway.frame').length;
  peer.say({ type: 'error', content: 'flush', store_id: 'flush' });
  await sink.until(() => sink.of('gateway.frame').length > before);
};

/** Lets the loop go round, so that what is in the kernel's hands is read. */
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

const reply = (content: string, extra: object = {}) => ({
  type: 'message',
  content,
  msg_type: 'text',
  receiver: { id: 'buyer-1' },
  store_id: SHOP,
  ...extra,
});

describe('[GW2] opening', () => {
  it('asks for the token path, says nothing and is not connected before success', async () => {
    const outbox = new MemoryOutbox();
    outbox.add(1);
    const { gateway, client, sink, clock } = await open(outbox);
    client.start();
    const peer = await gateway.nextPeer();
    expect(peer.path).toBe('/ws/gui/CANARY-token/');
    await flush(sink, peer);
    client.outboxGrew();
    clock.advance(9_000);
    expect(sink.status?.phase).toBe('connecting');
    expect(peer.received).toEqual([]);
    peer.success();
    await peer.untilBusiness(1);
    expect(sink.status).toMatchObject({
      phase: 'connected',
      server: gateway.url,
      isPlaintext: false,
      reason: null,
    });
  });

  it('a gateway that never says success is left after 10 s, and tried again', async () => {
    const { gateway, client, sink, clock } = await open();
    client.start();
    const peer = await gateway.nextPeer();
    await flush(sink, peer);
    clock.advance(10_000);
    expect(sink.status).toMatchObject({
      phase: 'disconnected',
      reason: 'noSuccess',
      nextAttemptAt: clock.now() + 250,
    });
    await peer.closed;
    clock.advance(250);
    await becomeReady(sink, await gateway.nextPeer());
  });

  it('business frames right behind success, in the same packet, are taken', async () => {
    const { gateway, client, sink } = await open();
    client.start();
    const peer = await gateway.nextPeer();
    peer.success();
    for (let index = 0; index < 20; index += 1) peer.say(reply(`r${index}`));
    await sink.until(() => sink.of('gateway.frame').length === 20);
    expect(sink.of('gateway.frame').map(({ frame }) => frame.content)).toEqual(
      Array.from({ length: 20 }, (_, index) => `r${index}`),
    );
    expect(sink.status?.phase).toBe('connected');
  });

  it.each(['401 Unauthorized', '403 Forbidden', '404 Not Found'])(
    'HTTP %s is a refused token: no further attempt',
    async (status) => {
      const { gateway, client, sink, clock } = await open();
      gateway.refusal = { status };
      client.start();
      await sink.untilPhase('token_refused');
      expect(sink.status).toMatchObject({ reason: 'tokenRefused', nextAttemptAt: null });
      clock.advance(3_600_000);
      client.networkChanged();
      expect(gateway.requests).toBe(1);
      gateway.refusal = null;
      expect(client.reconnectNow().ok).toBe(true);
      await becomeReady(sink, await gateway.nextPeer());
    },
  );

  it.each([1008, 4001, 4003, 4401, 4403])(
    'close %i is a refused token, and the queue stays',
    async (code) => {
      const { sink, peer, clock, gateway, outbox, client } = await openReady();
      peer.answersPings = false;
      outbox.add(1);
      client.outboxGrew();
      await peer.untilBusiness(1);
      peer.socket.close(code);
      await sink.untilPhase('token_refused');
      clock.advance(3_600_000);
      expect(gateway.requests).toBe(1);
      expect(sink.of('gateway.acknowledged')).toEqual([]);
      expect(outbox.rows).toHaveLength(1);
    },
  );

  it('a new token after a refusal connects', async () => {
    const { gateway, client, sink, vault } = await open();
    gateway.refusal = { status: '401 Unauthorized' };
    client.start();
    await sink.untilPhase('token_refused');
    gateway.refusal = null;
    expect(await client.configure(gateway.url, new Secret(' better/one '))).toEqual({
      ok: true,
      value: null,
    });
    const peer = await gateway.nextPeer();
    expect(peer.path).toBe('/ws/gui/better%2Fone/');
    await becomeReady(sink, peer);
    expect(vault.kept?.token.reveal()).toBe('better/one');
  });

  it('a redirect is not followed', async () => {
    const { gateway, client, sink } = await open();
    const other = await ScriptedGateway.open();
    undo.push(() => other.close());
    gateway.refusal = {
      status: '302 Found',
      headers: { Location: `${other.url}/ws/gui/CANARY-token/` },
    };
    client.start();
    await sink.untilPhase('disconnected');
    expect(sink.status?.reason).toBe('http.redirect');
    expect(other.requests).toBe(0);
  });

  it('a server that speaks something else is named so', async () => {
    const server = createServer((socket: Socket) => {
      socket.on('error', () => {});
      socket.resume();
      socket.end('SSH-2.0-OpenSSH_9.6\r\n');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    undo.push(async () => {
      server.close();
      await once(server, 'close');
    });
    const { client, sink } = makeClient(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    client.start();
    await sink.untilPhase('disconnected');
    expect(sink.status?.reason).toBe('notWebSocket');
  });
});

it('[GW2] a server that accepts and says nothing is left after 10 s', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const { client, sink, clock } = makeClient(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  client.start();
  await once(server, 'connection');
  clock.advance(9_999);
  expect(sink.status?.phase).toBe('connecting');
  clock.advance(1);
  expect(sink.status).toMatchObject({ phase: 'disconnected', reason: 'openTimeout' });
});

describe('[GW3] reconnect', () => {
  it('nobody there: waits with full jitter, never gives up', async () => {
    const gone = await ScriptedGateway.open();
    const { url } = gone;
    await gone.close();
    const { client, sink, clock } = makeClient(url);
    client.start();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt += 1) {
      await sink.untilPhase('disconnected');
      expect(sink.status?.reason).toBe('network');
      const waitMs = (sink.status?.nextAttemptAt ?? 0) - clock.now();
      waits.push(waitMs);
      clock.advance(waitMs);
      expect(sink.status?.phase).toBe('connecting');
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('starts anew only after 60 s of healthy life', async () => {
    const { gateway, sink, clock, peer } = await openReady();
    const nextWait = () => (sink.status?.nextAttemptAt ?? 0) - clock.now();
    peer.socket.terminate();
    await sink.untilPhase('disconnected');
    expect(sink.status?.reason).toBe('closed.1006');
    expect(nextWait()).toBe(250);
    clock.advance(250);
    const second = await gateway.nextPeer();
    await becomeReady(sink, second);
    second.socket.close(1001);
    await sink.untilPhase('disconnected');
    expect(sink.status?.reason).toBe('closed.1001');
    expect(nextWait()).toBe(500);
    clock.advance(500);
    const third = await gateway.nextPeer();
    await becomeReady(sink, third);
    for (let pings = 1; pings <= 4; pings += 1) {
      await flush(sink, third);
      clock.advance(15_000);
      await third.untilPings(pings + 1);
    }
    third.socket.terminate();
    await sink.untilPhase('disconnected');
    expect(nextWait()).toBe(250);
  });

  it.each(['429 Too Many Requests', '503 Service Unavailable'])(
    '%s: Retry-After is honoured',
    async (status) => {
      const { gateway, client, sink, clock } = await open();
      gateway.refusal = { status, headers: { 'Retry-After': '40' } };
      client.start();
      await sink.untilPhase('disconnected');
      expect(sink.status).toMatchObject({
        reason: `http.${status.slice(0, 3)}`,
        nextAttemptAt: clock.now() + 40_250,
      });
      gateway.refusal = null;
      clock.advance(40_249);
      expect(gateway.requests).toBe(1);
      clock.advance(1);
      await becomeReady(sink, await gateway.nextPeer());
    },
  );

  it('reconnectNow does not wait', async () => {
    const { gateway, sink, peer, client } = await openReady();
    peer.socket.terminate();
    await sink.untilPhase('disconnected');
    expect(client.reconnectNow().ok).toBe(true);
    await becomeReady(sink, await gateway.nextPeer());
  });

  it('reconnectNow while a gateway keeps us waiting ends that attempt and begins another', async () => {
    const { gateway, sink, client } = await open();
    client.start();
    const first = await gateway.nextPeer();
    expect(client.reconnectNow().ok).toBe(true);
    const second = await gateway.nextPeer();
    await first.closed;
    expect(sink.status).toMatchObject({ phase: 'connecting', reason: 'requested' });
    await becomeReady(sink, second);
    expect(gateway.openPeers).toBe(1);
  });

  it('reconnectNow on a line that stands asks it, and keeps it', async () => {
    const { gateway, peer, client, clock, sink } = await openReady();
    await flush(sink, peer);
    client.reconnectNow();
    await peer.untilPings(2);
    await flush(sink, peer);
    clock.advance(3_000);
    expect(sink.status?.phase).toBe('connected');
    expect(gateway.requests).toBe(1);
  });

  it('a wake-up while waiting tries at once', async () => {
    const { gateway, client, sink, clock } = await open();
    gateway.refusal = { status: '503 Service Unavailable', headers: { 'Retry-After': '3000' } };
    client.start();
    await sink.untilPhase('disconnected');
    gateway.refusal = null;
    clock.sleep(60_000, { monotonicStands: true });
    clock.advance(2_000);
    await becomeReady(sink, await gateway.nextPeer());
  });

  it('one socket only, however often it is asked for', async () => {
    const { gateway, client, sink } = await open();
    client.start();
    for (let index = 0; index < 20; index += 1) {
      client.reconnectNow();
      void client.configure(gateway.url, new Secret(`token-${index}`));
    }
    await client.configure(gateway.url, new Secret('last'));
    let peer = await gateway.nextPeer();
    while (peer.path !== '/ws/gui/last/') peer = await gateway.nextPeer();
    await becomeReady(sink, peer);
    await Promise.all(gateway.peers.filter((one) => one !== peer).map((one) => one.closed));
    expect(gateway.openPeers).toBe(1);
  });
});

describe('[GW4] liveness', () => {
  it('pings at once and every 15 s, each with a fresh uuid, and shows the round trip', async () => {
    const { sink, clock, peer } = await openReady();
    for (let count = 2; count <= 4; count += 1) {
      await flush(sink, peer);
      clock.advance(15_000);
      await peer.untilPings(count);
    }
    const uuids = peer.pings.map((ping) => ping['uuid']);
    expect(new Set(uuids).size).toBe(4);
    expect(Object.keys(peer.pings[0] ?? {})).toEqual(['type', 'uuid']);
    expect(sink.status?.roundTripMs).toBe(0);
  });

  it('a half-open line is noticed within 25 s and terminated, not closed', async () => {
    const { sink, clock, peer } = await openReady();
    await flush(sink, peer);
    peer.answersPings = false;
    clock.advance(24_999);
    expect(sink.status?.phase).toBe('connected');
    clock.advance(1);
    expect(sink.status).toMatchObject({ phase: 'disconnected', reason: 'silent' });
    expect(await peer.closed).toBe(1006);
  });

  it('a pong with another uuid does not count', async () => {
    const { sink, clock, peer } = await openReady();
    await flush(sink, peer);
    peer.answersPings = false;
    clock.advance(15_000);
    await peer.untilPings(2);
    clock.advance(5_000);
    peer.say({ type: 'pong', uuid: 'somebody-else' });
    await turns(100);
    clock.advance(5_000);
    expect(sink.status).toMatchObject({ phase: 'disconnected', reason: 'silent' });
  });

  it('after a wake-up 3 s are enough', async () => {
    const { sink, clock, peer } = await openReady();
    await flush(sink, peer);
    peer.answersPings = false;
    clock.sleep(3_600_000, { monotonicStands: true });
    clock.advance(2_000);
    await peer.untilPings(2);
    clock.advance(2_999);
    expect(sink.status?.phase).toBe('connected');
    clock.advance(1);
    expect(sink.status).toMatchObject({ phase: 'disconnected', reason: 'asleep' });
  });
});

describe('[GW6] frames that are none', () => {
  it('are set aside one by one, and the line stands', async () => {
    const { sink, peer } = await openReady();
    peer.say('garbage');
    peer.say('{"type":"cookie_refresh","content":"x"}');
    peer.say({ type: 'connect_success', content: 'sid=CANARY' });
    peer.socket.send(Buffer.from([1, 2, 3]), { binary: true });
    await flush(sink, peer);
    expect(sink.of('gateway.quarantined').map(({ entry }) => entry.reason)).toEqual([
      'notJson',
      'typeUnknown:cookie_refresh',
      'fieldMissing:connect_success.store_id',
      'binary',
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
      expect(sink.of('gateway.quarantined').map(({ entry }) => entry.reason)).toEqual([reason]);
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
  expect(sink.of('gateway.quarantined').map(({ entry }) => entry.reason)).toEqual(['unreceivable']);
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
      await peer.untilBusiness(Math.min(cut, outbox.rows.length));
      if (peer.answersPings && cut > 0) {
        const told = sink.of('gateway.acknowledged').length;
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

describe('[GW14] outages', () => {
  it('say from when to when the line was down', async () => {
    const { gateway, sink, clock, peer } = await openReady();
    const lines = () => sink.of('gateway.outage').map(({ outage }) => outage);
    expect(lines()).toEqual([]);
    const from = clock.now();
    peer.socket.terminate();
    await sink.untilPhase('disconnected');
    expect(lines()).toEqual([{ from, to: null }]);
    gateway.refusal = { status: '502 Bad Gateway' };
    clock.advance(250);
    await sink.untilPhase('disconnected');
    gateway.refusal = null;
    clock.advance(500);
    await becomeReady(sink, await gateway.nextPeer());
    expect(lines()).toEqual([
      { from, to: null },
      { from, to: from + 750 },
    ]);
  });

  it('a line that never came up was down from the first attempt', async () => {
    const { gateway, client, sink, clock } = await open();
    gateway.refusal = { status: '500 Internal Server Error' };
    const from = clock.now();
    client.start();
    await sink.untilPhase('disconnected');
    expect(sink.of('gateway.outage').map(({ outage }) => outage)).toEqual([{ from, to: null }]);
  });

  it('the end of the app is none', async () => {
    const { client, sink, peer } = await openReady();
    await client.stop();
    expect(await peer.closed).toBe(1000);
    expect(sink.of('gateway.outage')).toEqual([]);
  });
});

describe('configure and forget', () => {
  it('[GW1] refuses an address or a token that is none, and keeps nothing of it', async () => {
    const { client, vault, sink } = makeClient(null);
    client.start();
    expect(await client.configure('not an address', new Secret('t'))).toMatchObject({
      error: { kind: 'gateway.addressInvalid' },
    });
    expect(await client.configure('ws://127.0.0.1:1', new Secret('  '))).toMatchObject({
      error: { kind: 'gateway.tokenMissing' },
    });
    vault.isBroken = true;
    expect(await client.configure('ws://127.0.0.1:1', new Secret('t'))).toMatchObject({
      error: { kind: 'storage.unavailable' },
    });
    expect(vault.kept).toBeNull();
    expect(sink.facts).toEqual([]);
    expect(client.reconnectNow()).toMatchObject({ error: { kind: 'gateway.notConfigured' } });
  });

  it('forget closes the line, drops the token and tries no more', async () => {
    const { client, vault, sink, peer, clock, gateway } = await openReady();
    await client.forget();
    expect(sink.status).toEqual({
      phase: 'unconfigured',
      server: null,
      isPlaintext: false,
      roundTripMs: null,
      connectedAt: null,
      nextAttemptAt: null,
      reason: null,
    });
    await peer.closed;
    expect(vault.kept).toBeNull();
    clock.advance(3_600_000);
    expect(gateway.requests).toBe(1);
    expect(client.reconnectNow().ok).toBe(false);
  });

  it('forgotten or replaced while it was being read, a kept token is not used', async () => {
    const { client, gateway, sink } = await open();
    client.start();
    await client.forget();
    expect(sink.of('gateway.status')).toEqual([]);
    client.start();
    await client.configure(gateway.url, new Secret('newer'));
    const peer = await gateway.nextPeer();
    expect(peer.path).toBe('/ws/gui/newer/');
    await becomeReady(sink, peer);
    expect(gateway.requests).toBe(1);
  });

  it('[GW5] of one packet, what follows the end of the socket is not heard', async () => {
    const { client, sink, peer } = await openReady();
    await flush(sink, peer);
    const accept = sink.accept.bind(sink);
    let isForgotten = false;
    sink.accept = (fact) => {
      const taken = accept(fact);
      if (fact.kind === 'gateway.frame' && !isForgotten) {
        isForgotten = true;
        void client.forget();
      }
      return taken;
    };
    peer.raw.cork();
    for (const content of ['first', 'second', 'third']) peer.say(reply(content));
    peer.raw.uncork();
    await peer.closed;
    await turns(20);
    expect(sink.of('gateway.frame').map(({ frame }) => frame.content)).toEqual(['flush', 'first']);
  });

  it('[GW5] what an old socket still says is not heard', async () => {
    const { client, sink, peer, gateway } = await openReady();
    peer.say(reply('too late'));
    await client.configure(gateway.url, new Secret('other'));
    const second = await gateway.nextPeer();
    await becomeReady(sink, second);
    await flush(sink, second);
    expect(sink.of('gateway.frame').map(({ frame }) => frame.content)).toEqual(['flush']);
  });

  it('a vault that cannot be read is no crash', async () => {
    const { client, vault, log } = makeClient('ws://127.0.0.1:1');
    vault.isBroken = true;
    client.start();
    await new Promise((resolve) => setImmediate(resolve));
    expect(log.lines).toEqual(['gateway.vaultNotRead {}']);
  });

  it('stop leaves no timer and no socket', async () => {
    const { client, clock, peer } = await openReady();
    await client.stop();
    await peer.closed;
    expect(clock.timers).toBe(0);
    expect(client.reconnectNow().ok).toBe(false);
  });

  it('[SE6] the token shows in no fact and no log line', async () => {
    const { sink, log, gateway, peer, clock, client } = await openReady();
    peer.socket.terminate();
    await sink.untilPhase('disconnected');
    gateway.refusal = { status: '401 Unauthorized' };
    clock.advance(250);
    await sink.untilPhase('token_refused');
    client.reconnectNow();
    const seen = JSON.stringify(sink.facts) + log.lines.join('\n');
    expect(seen).not.toContain('CANARY');
  });
});
