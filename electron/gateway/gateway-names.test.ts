import { beforeEach, describe, expect, it, vi } from 'vitest';
import { turns, useClients } from './testing/client-world.ts';
import { ScriptedGateway } from './testing/scripted-gateway.ts';

/** What the names of a test lead to; 192.0.2.0/24 is nobody's. */
const names = vi.hoisted(() => ({ leadTo: '127.0.0.1' }));

vi.mock('node:dns', async (original) => ({
  ...(await original<object>()),
  lookup: (
    _host: string,
    options: { readonly all?: boolean },
    answer: (error: null, found: unknown, family?: number) => void,
  ) => {
    const found = { address: names.leadTo, family: names.leadTo.includes(':') ? 6 : 4 };
    setImmediate(() => {
      if (options.all === true) answer(null, [found]);
      else answer(null, found.address, found.family);
    });
  },
}));

const { undo, makeClient } = useClients();

describe('[GW1] a name below localhost', () => {
  beforeEach(() => {
    names.leadTo = '127.0.0.1';
  });

  it('that leads to this machine has no mark', async () => {
    const gateway = await ScriptedGateway.open();
    undo.push(() => gateway.close());
    const { client, sink } = makeClient(gateway.url.replace('127.0.0.1', 'office.localhost'));
    client.start();
    (await gateway.nextPeer()).success();
    await sink.untilPhase('connected');
    expect(sink.status?.isPlaintext).toBe(false);
  });

  it.each([
    ['ws://office.localhost:9', '192.0.2.7', true],
    ['ws://localhost:9', '192.0.2.7', true],
    ['ws://office.localhost:9', '2001:db8::7', true],
    ['ws://office.localhost:9', '::ffff:192.0.2.7', true],
    ['ws://office.localhost:9', '::1', false],
    ['ws://office.localhost:9', '::ffff:127.0.0.1', false],
    ['ws://office.localhost:9', '127.9.9.9', false],
    ['wss://office.localhost:9', '192.0.2.7', false],
    // What its name says is not taken back.
    ['ws://office.example:9', '127.0.0.1', true],
  ])('%s at %s: readable for others %s, before anything is sent', async (server, at, isMarked) => {
    names.leadTo = at;
    const { client, sink } = makeClient(server);
    client.start();
    await sink.until(() => sink.status?.isPlaintext === isMarked && sink.status.server !== null);
    await turns(5);
    expect(sink.status?.isPlaintext).toBe(isMarked);
  });
});
