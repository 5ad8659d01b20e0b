import { afterEach, describe, expect, it } from 'vitest';
import {
  CLOSE_CODES,
  HTTP_STATUSES,
  judgeEnd,
  type EndVerdict,
  type SocketEnd,
} from '../../../electron/gateway/close-codes.ts';
import type { Peer } from '../../../electron/gateway/testing/scripted-gateway.ts';
import { openClientWorld, type ClientWorld } from './client-world.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const open = async () => {
  const opened = await openClientWorld();
  undo.push(opened.close);
  return opened;
};

/** What the table says. The token was accepted before, so a refusal is tried again as well, only later (GW2). */
const expectVerdict = (world: ClientWorld, verdict: EndVerdict): void => {
  const waitMs = verdict.next === 'stop' ? 22_500 : 0;
  expect(world.sink.status).toMatchObject({
    phase: 'disconnected',
    reason: verdict.reason,
    nextAttemptAt: world.clock.now() + waitMs,
  });
};

/** What the server does to end with that code. */
const closeWith = (peer: Peer, code: number): void => {
  if (code === 1005) peer.socket.close();
  else if (code === 1006) peer.socket.terminate();
  else peer.socket.close(code, '再见');
};

describe('[GW2] every way in which a line ends, over a real socket', () => {
  const unknown = [3000, 3333, 3999, 4000, 4002, 4004, 4400, 4402, 4500, 4999];
  const codes = [...Object.keys(CLOSE_CODES).map(Number), ...unknown];

  it.each(codes)('close %i', async (code) => {
    const { gateway, world } = await open();
    const { client, sink } = world;
    const verdict = judgeEnd({ kind: 'closed', code } satisfies SocketEnd);
    world.outbox.add(1);
    client.start();
    const peer = await gateway.nextPeer();
    peer.answersPings = false;
    await world.becomeReady(peer);
    await peer.untilBusiness(1);
    closeWith(peer, code);
    await sink.until(() => sink.status?.phase !== 'connected');
    expectVerdict(world, verdict);
    if (verdict.next === 'stop') client.reconnectNow();
    else world.retry();
    const next = await gateway.nextPeer();
    await world.becomeReady(next);
    await next.untilBusiness(1);
    expect(next.business).toEqual(peer.business);
    expect(sink.status).toMatchObject({ phase: 'connected', reason: null });
  });

  it('every HTTP status from 200 to 599, those of the table and those that nobody knows', async () => {
    const { gateway, world } = await open();
    const { client, sink } = world;
    client.start();
    await world.becomeReady(await gateway.nextPeer());
    const seen = new Map<number, EndVerdict>();
    for (let status = 200; status < 600; status += 1) {
      gateway.refusal = { status: `${String(status)} Whatever` };
      for (const peer of gateway.peers) peer.socket.terminate();
      if (sink.status?.phase === 'connected')
        await sink.until(() => sink.status?.phase !== 'connected');
      const told = sink.facts.length;
      world.retry();
      await sink.until((facts) => facts.length > told + 1 && sink.status?.phase !== 'connecting');
      const verdict = judgeEnd({ kind: 'http', status, retryAfter: null });
      seen.set(status, verdict);
      expectVerdict(world, verdict);
    }
    for (const status of Object.keys(HTTP_STATUSES)) expect(seen.has(Number(status))).toBe(true);
    expect([...seen].filter(([, { next }]) => next === 'stop').map(([status]) => status)).toEqual([
      401, 403, 404,
    ]);
    gateway.refusal = null;
    world.retry();
    await world.becomeReady(await gateway.nextPeer());
  });
});
