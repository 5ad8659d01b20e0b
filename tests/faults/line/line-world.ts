import { dialBy } from '../../../electron/network/dial.ts';
import { alwaysDirect } from '../../../electron/network/route.ts';
import { createCore, type Core } from '../../../electron/core/core.ts';
import { comeOnline } from '../../../electron/core/testing/come-online.ts';
import { strictLog } from '../../../electron/core/testing/strict-log.ts';
import type { Clock } from '../../../electron/core/ports/clock.ts';
import { countingIds, ScriptedConnectors } from '../../../electron/core/testing/scripted-world.ts';
import { platformMessage } from '../../../electron/core/testing/test-core.ts';
import { GatewayClient } from '../../../electron/gateway/gateway-client.ts';
import { KeptLog } from '../../../electron/gateway/testing/kept-log.ts';
import { MemoryVault } from '../../../electron/gateway/testing/memory-vault.ts';
import { ScriptedGateway, type Peer } from '../../../electron/gateway/testing/scripted-gateway.ts';
import { MemoryStore } from '../../../electron/storage/testing/memory-store.ts';
import { asBuyerPin, asPlatformMessageId, asShopId, type ShopId } from '#shared/model/ids.ts';
import { FaultProxy, type Plan } from './fault-proxy.ts';
import { HurriedClock } from './hurried-clock.ts';

/** Real time is enough for everything; a test that waits longer has found something that never happens. */
const NEVER_MS = 20_000;
/**
 * 25 s of the app are 5 s here. Not faster: a machine that is busy for half a second must not look as if it had slept.
 */
const HURRY = 5;

/** Looks again and again; there is no event for "everything has settled". */
export const until = async (
  isSo: () => boolean,
  what: string,
  neverMs = NEVER_MS,
): Promise<void> => {
  const end = performance.now() + neverMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

export const SHOPS = ['shop-a', 'shop-b'].map(asShopId);

/** The real client and the real core between a scripted back office behind a fault proxy and a scripted set of connectors. */
export class LineWorld {
  readonly gateway: ScriptedGateway;
  readonly proxy: FaultProxy;
  readonly client: GatewayClient;
  readonly core: Core;
  readonly store: MemoryStore;
  readonly connectors: ScriptedConnectors;
  readonly clock: Clock;

  private constructor(
    parts: Pick<
      LineWorld,
      'gateway' | 'proxy' | 'client' | 'core' | 'store' | 'connectors' | 'clock'
    >,
  ) {
    this.gateway = parts.gateway;
    this.proxy = parts.proxy;
    this.client = parts.client;
    this.core = parts.core;
    this.store = parts.store;
    this.connectors = parts.connectors;
    this.clock = parts.clock;
  }

  /** Both shops are online; the line is not yet begun. */
  static async open(
    given: {
      readonly plan?: (index: number) => Plan;
      readonly store?: MemoryStore;
      readonly clock?: Clock;
      readonly welcome?: (peer: Peer, index: number) => void;
    } = {},
  ): Promise<LineWorld> {
    const gateway = await ScriptedGateway.open();
    let index = 0;
    gateway.welcome = (peer) => {
      given.welcome?.(peer, index);
      index += 1;
    };
    const proxy = await FaultProxy.open(gateway.port, given.plan);
    const clock = given.clock ?? new HurriedClock(HURRY);
    const store = given.store ?? new MemoryStore();
    const log = new KeptLog();
    const core = await createCore({
      clock,
      ids: countingIds('line'),
      store,
      publisher: { publish: () => undefined },
      keptAtRest: 0,
      log: strictLog,
    });
    const client = new GatewayClient({
      clock,
      random: () => 0,
      sink: core,
      outbox: store,
      vault: new MemoryVault(proxy.url),
      dial: dialBy(alwaysDirect),
      log,
    });
    const connectors = new ScriptedConnectors();
    core.attach({ gateway: client, connectors });
    core.start();
    for (const shopId of SHOPS) await comeOnline(core, shopId, clock.now());
    return new LineWorld({ gateway, proxy, client, core, store, connectors, clock });
  }

  /** Buyers say these words in this shop; resolves when they are durable. */
  async say(shopId: ShopId, words: readonly string[]): Promise<void> {
    const messages = words.map((content) =>
      platformMessage({
        content,
        buyerPin: asBuyerPin(`buyer-${shopId}`),
        platformMessageId: asPlatformMessageId(`p-${content}`),
      }),
    );
    await this.core.accept({ kind: 'platform.messages', shopId, messages });
  }

  /** Everything that the back office read, in order, connection after connection. */
  get heard(): readonly Readonly<Record<string, unknown>>[] {
    return this.gateway.peers.flatMap((peer) => peer.business);
  }

  get outbox(): number {
    return this.store.tables.outbox.size;
  }

  /** How often these words of the back office stand in a timeline. */
  counted(content: string): number {
    return [...this.store.tables.messages.values()].filter(
      (message) => message.origin === 'backoffice' && message.content === content,
    ).length;
  }

  async close(): Promise<void> {
    await this.client.stop();
    await this.core.stop();
    await this.proxy.close();
    await this.gateway.close();
  }
}
