import { dialBy } from '../../../electron/network/dial.ts';
import { alwaysDirect } from '../../../electron/network/route.ts';
import { GatewayClient } from '../../../electron/gateway/gateway-client.ts';
import { FakeClock } from '../../../electron/gateway/testing/fake-clock.ts';
import { KeptLog } from '../../../electron/gateway/testing/kept-log.ts';
import { MemoryOutbox } from '../../../electron/gateway/testing/memory-outbox.ts';
import { MemoryVault } from '../../../electron/gateway/testing/memory-vault.ts';
import { RecordingSink } from '../../../electron/gateway/testing/recording-sink.ts';
import { ScriptedGateway, type Peer } from '../../../electron/gateway/testing/scripted-gateway.ts';
import { FaultProxy } from './fault-proxy.ts';

/** Lets the loop go round, so that what is in the kernel's hands is read. */
export const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** The real client alone, by an injected clock, over real sockets. */
export class ClientWorld {
  readonly clock = new FakeClock();
  readonly sink = new RecordingSink();
  readonly log = new KeptLog();
  readonly outbox: MemoryOutbox;
  readonly client: GatewayClient;

  constructor(server: string, outbox = new MemoryOutbox(), random: () => number = () => 0) {
    this.outbox = outbox;
    this.client = new GatewayClient({
      clock: this.clock,
      random,
      sink: this.sink,
      outbox,
      vault: new MemoryVault(server),
      dial: dialBy(alwaysDirect),
      log: this.log,
    });
  }

  /** The back office says `success`, and its first ping is answered. */
  async becomeReady(peer: Peer): Promise<void> {
    peer.success();
    await this.sink.untilPhase('connected');
    await peer.untilPings(1);
  }

  /** What the back office said so far has been taken when what it says now has. */
  async flush(peer: Peer): Promise<void> {
    const before = this.sink.of('gateway.frame').length;
    peer.say({ type: 'error', content: 'flush', store_id: 'flush' });
    await this.sink.until(() => this.sink.of('gateway.frame').length > before);
  }

  /** Time goes on to the next attempt, if one is waited for. */
  retry(): void {
    const at = this.sink.status?.nextAttemptAt ?? null;
    if (at !== null) this.clock.advance(Math.max(0, at - this.clock.now()));
  }
}

/** A back office, a proxy before it and a client behind that. Closed by `close`, in the order that leaves nothing open. */
export const openClientWorld = async (
  outbox?: MemoryOutbox,
  random?: () => number,
): Promise<{
  readonly gateway: ScriptedGateway;
  readonly proxy: FaultProxy;
  readonly world: ClientWorld;
  readonly close: () => Promise<void>;
}> => {
  const gateway = await ScriptedGateway.open();
  const proxy = await FaultProxy.open(gateway.port);
  const world = new ClientWorld(proxy.url, outbox, random);
  return {
    gateway,
    proxy,
    world,
    close: async () => {
      await world.client.stop();
      await proxy.close();
      await gateway.close();
    },
  };
};
