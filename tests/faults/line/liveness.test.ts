import { afterEach, describe, expect, it } from 'vitest';
import type { Peer } from '../../../electron/gateway/testing/scripted-gateway.ts';
import { recordFigure } from '../figures.ts';
import { scaled } from '../scale.ts';
import { openClientWorld, turns, type ClientWorld } from './client-world.ts';
import { until } from './line-world.ts';
import { seeded } from './seeded.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const open = async (random?: () => number) => {
  const opened = await openClientWorld(undefined, random);
  undo.push(opened.close);
  return opened;
};

const STEP_MS = 250;

/** Time passes, with enough of the loop in between for what the sockets have to say. */
const pass = async (world: ClientWorld, ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    world.clock.advance(Math.min(STEP_MS, ms - passed));
    await turns(3);
  }
};

/** How long on the app's clock until the line is given up. */
const noticedAfter = async (world: ClientWorld): Promise<number> => {
  const from = world.clock.monotonicMs();
  while (world.sink.status?.phase === 'connected') {
    await pass(world, STEP_MS);
    if (world.clock.monotonicMs() - from > 60_000) throw new Error('never noticed');
  }
  return world.clock.monotonicMs() - from;
};

/** Answered pings up to now, so that the phase of the heartbeat is known. */
const calm = async (world: ClientWorld, peer: Peer, pings: number): Promise<void> => {
  await peer.untilPings(pings);
  await world.flush(peer);
};

describe('[GW4] a line that is half open', () => {
  it('is noticed within 25 s at any moment of the heartbeat, and within 5 s after a wake-up', async () => {
    const { gateway, proxy, world } = await open();
    world.client.start();
    let worst = 0;
    let worstAwake = 0;
    for (const phaseMs of [0, 1_000, 5_000, 9_750, 14_750, 15_000, 15_250, 22_000]) {
      for (const sleeps of [false, true]) {
        const peer = await gateway.nextPeer();
        await world.becomeReady(peer);
        await calm(world, peer, 1);
        await pass(world, phaseMs);
        await calm(world, peer, phaseMs >= 15_000 ? 2 : 1);
        proxy.last.cut('halfOpen');
        if (sleeps) world.clock.sleep(3_600_000, { monotonicStands: phaseMs % 2_000 === 0 });
        const took = await noticedAfter(world);
        if (sleeps) worstAwake = Math.max(worstAwake, took);
        else worst = Math.max(worst, took);
        expect(world.sink.status?.reason).toBe(sleeps ? 'asleep' : 'silent');
        world.retry();
      }
    }
    expect(worst).toBeLessThanOrEqual(25_000);
    expect(worstAwake).toBeLessThanOrEqual(5_000);
    recordFigure({
      promise: 'halfOpen',
      target: '<= 25 s, after wake <= 5 s',
      reached: `${worst / 1_000} s, after wake ${worstAwake / 1_000} s`,
    });
  });

  it('is asked at once when the network changes, and given up after 3 s', async () => {
    const { gateway, proxy, world } = await open();
    world.client.start();
    const peer = await gateway.nextPeer();
    await world.becomeReady(peer);
    await calm(world, peer, 1);
    proxy.last.cut('halfOpen');
    world.client.networkChanged();
    expect(await noticedAfter(world)).toBeLessThanOrEqual(3_000);
  });
});

describe('[GW3] a change of network', () => {
  it('ends the wait for the next attempt, and an attempt that hangs, without saying that the agent asked', async () => {
    const { gateway, proxy, world } = await open(() => 0.999);
    proxy.plan = () => 'silent';
    world.client.start();
    await turns(20);
    expect(world.sink.status?.phase).toBe('connecting');
    proxy.plan = () => 'refuse';
    world.client.networkChanged();
    await world.sink.untilPhase('disconnected');
    expect(world.sink.status?.nextAttemptAt).toBeGreaterThan(world.clock.now());
    expect(world.sink.of('gateway.status').map(({ status }) => status.reason)).not.toContain(
      'requested',
    );
    proxy.plan = () => ({});
    world.client.networkChanged();
    await world.becomeReady(await gateway.nextPeer());
  });

  it('wakes no line whose token was refused, and none that there is not', async () => {
    const { gateway, world } = await open();
    world.client.networkChanged();
    expect(gateway.requests).toBe(0);
    gateway.refusal = { status: '401 Unauthorized' };
    world.client.start();
    await world.sink.untilPhase('token_refused');
    world.client.networkChanged();
    await turns(20);
    expect(gateway.requests).toBe(1);
  });
});

describe('[GW5] storms', () => {
  it(
    'cut at random moments: never a second socket, no old one speaks, no timer is left',
    { timeout: 300_000 },
    async () => {
      const { gateway, proxy, world } = await open();
      const { sink, clock, client } = world;
      const below = seeded(20260503);
      let mostOpen = 0;
      let mostTimers = 0;
      client.start();
      for (let cut = 0; cut < scaled(200, 5_000); cut += 1) {
        const peer = await gateway.nextPeer();
        if (below(4) > 0) {
          await world.becomeReady(peer);
          if (below(2) === 0) await pass(world, below(30) * 500);
        }
        const how = below(5);
        const connections = proxy.connections.length;
        if (how < 2) proxy.last.cut(how === 0 ? 'fin' : 'rst');
        else if (how === 2) peer.socket.close(1001);
        else if (how === 3) client.networkChanged();
        else client.reconnectNow();
        if (sink.status?.phase === 'connected' && how >= 3) {
          // A line that stands is only asked; it answered, and is cut after all.
          await turns(3);
          proxy.last.cut('rst');
        }
        await until(
          () => sink.status?.phase === 'disconnected' || proxy.accepted > connections,
          'the line ends or is begun anew',
        );
        if (sink.status?.phase === 'disconnected') world.retry();
        mostTimers = Math.max(mostTimers, clock.pendingTimers);
        await turns(3);
        mostOpen = Math.max(mostOpen, proxy.connections.filter(({ isOpen }) => isOpen).length);
      }
      const last = await gateway.nextPeer();
      await world.becomeReady(last);
      await world.flush(last);
      expect(mostOpen).toBe(1);
      // The heartbeat's or the attempt's, and the watch for a wake-up.
      expect(mostTimers).toBeLessThanOrEqual(3);
      expect(gateway.openPeers).toBe(1);
      await client.stop();
      expect(clock.pendingTimers).toBe(0);
    },
  );

  it('the backoff grows with every failure, and is back at its beginning after 60 s of life', async () => {
    const { gateway, proxy, world } = await open(() => 0.5);
    const { sink, client, clock } = world;
    proxy.plan = (index) =>
      index % 2 === 0 ? 'refuse' : { toClient: { cutAfter: { bytes: 40, by: 'rst' } } };
    client.start();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await sink.untilPhase('disconnected');
      waits.push((sink.status?.nextAttemptAt ?? 0) - clock.now());
      if (attempt === 7) proxy.plan = () => ({});
      world.retry();
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    for (const [lifeMs, waitMs] of [
      [59_000, 15_000],
      [60_000, 250],
    ] as const) {
      // Connections that were cut within the handshake may have reached the back office.
      let peer = await gateway.nextPeer();
      while (peer.socket.readyState !== peer.socket.OPEN) peer = await gateway.nextPeer();
      await world.becomeReady(peer);
      await pass(world, lifeMs);
      expect(sink.status?.phase).toBe('connected');
      proxy.last.cut('rst');
      await sink.untilPhase('disconnected');
      expect((sink.status?.nextAttemptAt ?? 0) - clock.now()).toBe(waitMs);
      world.retry();
    }
  });
});
