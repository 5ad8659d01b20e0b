import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Secret } from '#shared/model/secret.ts';
import type { GatewayClient } from './gateway-client.ts';
import { becomeReady, flush, reply, turns, useClients } from './testing/client-world.ts';
import { MemoryOutbox } from './testing/memory-outbox.ts';
import { ScriptedGateway } from './testing/scripted-gateway.ts';

const { undo, makeClient, open, openReady } = useClients();

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
    'close %i of a token that was never accepted is a refusal, and the queue stays',
    async (code) => {
      const outbox = new MemoryOutbox();
      outbox.add(1);
      const { gateway, client, sink, clock } = await open(outbox);
      client.start();
      const peer = await gateway.nextPeer();
      peer.socket.close(code);
      await sink.untilPhase('token_refused');
      clock.advance(3_600_000);
      expect(gateway.requests).toBe(1);
      expect(sink.of('gateway.acknowledged')).toEqual([]);
      expect(outbox.rows).toHaveLength(1);
    },
  );

  it.each([1008, 4001, 4003, 4401, 4403])(
    'close %i of a token that was accepted keeps it and the queue, and is tried again after 30 s',
    async (code) => {
      const { sink, peer, clock, gateway, outbox, client, vault } = await openReady();
      peer.answersPings = false;
      outbox.add(1);
      client.outboxGrew();
      await peer.untilBusiness(1);
      peer.socket.close(code);
      await sink.until(() => sink.status?.reason === 'tokenRefused');
      expect(sink.status).toMatchObject({
        phase: 'disconnected',
        refusedWith: code,
        nextAttemptAt: clock.now() + 30_000,
      });
      expect(sink.of('gateway.acknowledged')).toEqual([]);
      expect(outbox.rows).toHaveLength(1);
      expect(vault.kept?.token.reveal()).toBe('CANARY-token');
      clock.advance(30_000);
      await becomeReady(sink, await gateway.nextPeer());
    },
  );

  it.each([
    ['404 Not Found', 404],
    ['403 Forbidden', 403],
  ])(
    '[GW2] a token that was accepted is kept over a %s: told, tried again after 30 s, and well again',
    async (status, code) => {
      const { gateway, client, sink, clock, vault } = await open();
      client.start();
      const first = await gateway.nextPeer();
      await becomeReady(sink, first);
      expect(vault.kept?.wasAccepted).toBe(true);
      gateway.refusal = { status };
      first.socket.terminate();
      await sink.until(() => sink.status?.nextAttemptAt !== null && sink.status?.reason !== null);
      clock.advance((sink.status?.nextAttemptAt ?? 0) - clock.now());
      await sink.until(() => sink.status?.reason === 'tokenRefused');
      expect(sink.status).toMatchObject({
        phase: 'disconnected',
        refusedWith: code,
        nextAttemptAt: clock.now() + 30_000,
      });
      gateway.refusal = null;
      clock.advance(30_000);
      await becomeReady(sink, await gateway.nextPeer());
      expect(sink.status).toMatchObject({ phase: 'connected', reason: null, refusedWith: null });
    },
  );

  it('[GW2] that a token was accepted is known to the next life; a new token has to show it anew', async () => {
    const { gateway, client, sink, vault } = await open();
    client.start();
    await becomeReady(sink, await gateway.nextPeer());
    expect(vault.kept?.wasAccepted).toBe(true);
    await client.configure(gateway.url, new Secret('another'));
    expect(vault.kept?.wasAccepted).toBe(false);
    await becomeReady(sink, await gateway.nextPeer());
    expect(vault.kept).toMatchObject({ wasAccepted: true });
    expect(vault.kept?.token.reveal()).toBe('another');
  });

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
      refusedWith: null,
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

  it('[SE6] what was typed last is what is kept, however slow the keychain was with the first', async () => {
    const { client, vault, gateway } = await open();
    vault.slowSaves = [];
    const first = client.configure('ws://127.0.0.1:1', new Secret('first'));
    const second = client.configure(gateway.url, new Secret('second'));
    await Promise.resolve();
    expect(vault.slowSaves).toHaveLength(1);
    vault.slowSaves.shift()?.();
    await first;
    vault.slowSaves.shift()?.();
    await second;
    expect(vault.kept?.token.reveal()).toBe('second');
    expect((await gateway.nextPeer()).path).toBe('/ws/gui/second/');
  });

  it('[SE6] a connection that could not be kept leaves the one before it as it is', async () => {
    const { client, vault, gateway, sink } = await open();
    client.start();
    const refused = client.configure('ws://127.0.0.1:1', new Secret('other'));
    vault.save = () => Promise.reject(new Error('locked'));
    expect(await refused).toMatchObject({ error: { kind: 'storage.unavailable' } });
    const peer = await gateway.nextPeer();
    expect(peer.path).toBe('/ws/gui/CANARY-token/');
    await becomeReady(sink, peer);
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

  describe('a key store that does not open', () => {
    const openLocked = async () => {
      const world = await open();
      world.vault.isLocked = true;
      world.client.start();
      await world.client.whenTakenUp();
      return world;
    };
    const reach = async (world: Awaited<ReturnType<typeof openLocked>>): Promise<void> => {
      await becomeReady(world.sink, await world.gateway.nextPeer());
      expect(world.sink.status).toMatchObject({ phase: 'connected', reason: null });
    };

    it('[SE6] is no first run: it is said, and asked again by itself', async () => {
      const world = await openLocked();
      expect(world.sink.status).toMatchObject({
        phase: 'disconnected',
        server: world.gateway.url,
        reason: 'keychainLocked',
        nextAttemptAt: world.clock.now() + 10_000,
      });
      world.clock.advance(10_000);
      await turns(5);
      expect(world.sink.status).toMatchObject({ nextAttemptAt: world.clock.now() + 30_000 });
      world.vault.isLocked = false;
      world.clock.advance(30_000);
      await reach(world);
      expect(world.sink.of('gateway.outage')).toHaveLength(2);
    });

    it.each([
      ['the agent asks', (client: GatewayClient) => void client.reconnectNow()],
      ['the computer is unlocked', (client: GatewayClient) => client.networkChanged()],
    ])('[SE6] is asked at once when %s', async (_when, ask) => {
      const world = await openLocked();
      world.vault.isLocked = false;
      ask(world.client);
      await reach(world);
    });

    it('[SE6] keeps no new token, and says why; one that can be kept takes the place', async () => {
      const { client, vault, gateway, clock, sink } = await openLocked();
      const token = new Secret('new');
      expect(await client.configure(gateway.url, token)).toMatchObject({
        error: { kind: 'gateway.keychainLocked' },
      });
      expect(vault.kept?.token.reveal()).toBe('CANARY-token');
      vault.isLocked = false;
      expect((await client.configure(gateway.url, token)).ok).toBe(true);
      await becomeReady(sink, await gateway.nextPeer());
      clock.advance(10_000);
      await turns(5);
      expect(gateway.peers).toHaveLength(1);
    });

    it('[SE6] is asked no more when the token is forgotten', async () => {
      const { client, vault, clock, sink, gateway } = await openLocked();
      await client.forget();
      vault.isLocked = false;
      clock.advance(600_000);
      await turns(5);
      expect(sink.status).toMatchObject({ phase: 'unconfigured' });
      expect(gateway.peers).toHaveLength(0);
    });
  });

  it('stop leaves no timer and no socket', async () => {
    const { client, clock, peer } = await openReady();
    await client.stop();
    await peer.closed;
    expect(clock.pendingTimers).toBe(0);
    expect(client.reconnectNow().ok).toBe(false);
  });

  it('[SE6] the token shows in no fact and no log line', async () => {
    const { sink, log, gateway, peer, clock, client } = await openReady();
    peer.socket.terminate();
    await sink.untilPhase('disconnected');
    gateway.refusal = { status: '401 Unauthorized' };
    clock.advance(250);
    await sink.until(() => sink.status?.reason === 'tokenRefused');
    client.reconnectNow();
    const seen = JSON.stringify(sink.facts) + log.lines.join('\n');
    expect(seen).not.toContain('CANARY');
  });
});
