import { describe, expect, it } from 'vitest';
import { Secret } from '#shared/model/secret.ts';
import { becomeReady, flush, turns, useClients } from './testing/client-world.ts';
import { ScriptedGateway } from './testing/scripted-gateway.ts';

const { makeClient, open, openReady } = useClients();

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

  it('[GW4] a pong without a uuid answers the oldest ping', async () => {
    const { sink, clock, peer } = await openReady();
    await flush(sink, peer);
    peer.answersPings = false;
    clock.advance(15_000);
    await peer.untilPings(2);
    clock.advance(5_000);
    peer.say({ type: 'pong' });
    await turns(100);
    clock.advance(5_000);
    expect(sink.status?.phase).toBe('connected');
    expect(sink.of('gateway.quarantined')).toEqual([]);
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
