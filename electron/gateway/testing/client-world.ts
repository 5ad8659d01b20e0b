import { afterEach } from 'vitest';
import { dialBy } from '../../network/dial.ts';
import { alwaysDirect } from '../../network/route.ts';
import { GatewayClient } from '../gateway-client.ts';
import { FakeClock } from './fake-clock.ts';
import { KeptLog } from './kept-log.ts';
import { MemoryOutbox, SHOP } from './memory-outbox.ts';
import { MemoryVault } from './memory-vault.ts';
import { RecordingSink } from './recording-sink.ts';
import { ScriptedGateway, type Peer } from './scripted-gateway.ts';

const TOKEN = 'CANARY-token';

/** Clients and the gateways that they speak to, for the tests of one file; after each test all of them are ended. */
export const useClients = () => {
  const undo: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  });

  const makeClient = (
    server: string | null,
    outbox = new MemoryOutbox(),
    dial = dialBy(alwaysDirect),
  ) => {
    const clock = new FakeClock();
    const sink = new RecordingSink();
    const log = new KeptLog();
    const vault = new MemoryVault(server, TOKEN);
    const client = new GatewayClient({ clock, random: () => 0.5, sink, outbox, vault, dial, log });
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

  return { undo, makeClient, open, openReady };
};

export const becomeReady = async (sink: RecordingSink, peer: Peer) => {
  peer.success();
  await sink.untilPhase('connected');
  await peer.untilPings(1);
};

/** The answer to something said on the socket has come through when the frame said after it has. */
export const flush = async (sink: RecordingSink, peer: Peer) => {
  const before = sink.of('gateway.frame').length;
  peer.say({ type: 'error', content: 'flush', store_id: 'flush' });
  await sink.until(() => sink.of('gateway.frame').length > before);
};

/** Lets the loop go round, so that what is in the kernel's hands is read. */
export const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

export const reply = (content: string, extra: object = {}) => ({
  type: 'message',
  content,
  msg_type: 'text',
  receiver: { id: 'buyer-1' },
  store_id: SHOP,
  ...extra,
});
