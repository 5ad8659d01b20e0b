import { describe, expect, it } from 'vitest';
import { dialBy } from '../network/dial.ts';
import type { Routes } from '../network/route.ts';
import { ScriptedProxy } from '../network/testing/scripted-proxy.ts';
import { becomeReady, useClients } from './testing/client-world.ts';

const { undo, makeClient, open } = useClients();

/** A client whose back office is known to the proxy alone. */
const openBehind = async (answers = 200) => {
  const { gateway } = await open();
  const proxy = await ScriptedProxy.open(Number(new URL(gateway.url).port));
  proxy.answers = answers;
  undo.push(() => proxy.close());
  const told: string[] = [];
  const routes: Routes = (address) => {
    told.push(address.host);
    return Promise.resolve([proxy.route()]);
  };
  const world = makeClient('ws://office.invalid', undefined, dialBy(routes));
  world.client.start();
  return { ...world, gateway, proxy, told };
};

describe('a back office behind a proxy', () => {
  it('[GW2] is reached by its name through it, and the line lives', async () => {
    const { gateway, proxy, sink, told } = await openBehind();
    const peer = await gateway.nextPeer();
    await becomeReady(sink, peer);
    expect(peer.path).toBe('/ws/gui/CANARY-token/');
    expect(proxy.asked).toEqual([{ authority: 'office.invalid:80', login: undefined }]);
    expect(told).toEqual(['office.invalid']);
    expect(sink.status).toMatchObject({ phase: 'connected', isPlaintext: true });
  });

  it.each([
    [407, 'proxyLogin'],
    [403, 'proxyRefused'],
  ] as const)('[GW3] says what the proxy says, and goes on trying: %d', async (status, reason) => {
    const { gateway, proxy, sink, clock } = await openBehind(status);
    await sink.untilPhase('disconnected');
    expect(sink.status).toMatchObject({ reason, nextAttemptAt: clock.now() + 250 });
    proxy.answers = 200;
    clock.advance(250);
    await becomeReady(sink, await gateway.nextPeer());
  });
});
