import { dialBy } from '../electron/network/dial.ts';
import { alwaysDirect } from '../electron/network/route.ts';
import { createCore, type Core } from '../electron/core/core.ts';
import type { Connectors } from '../electron/core/ports/connectors.ts';
import type { FactSink } from '../electron/core/ports/facts.ts';
import type { CleanLog, Log } from '../electron/core/ports/log.ts';
import type { Publisher } from '../electron/core/ports/publisher.ts';
import type { OpenedStore } from '../electron/core/ports/store.ts';
import { GatewayClient } from '../electron/gateway/gateway-client.ts';
import { MemoryVault } from '../electron/gateway/testing/memory-vault.ts';
import { randomIds } from '../electron/host/machine/random-ids.ts';
import { systemClock } from '../electron/host/machine/system-clock.ts';
import { quietLog } from '../electron/platforms/testing/parts.ts';
import { openStore } from '../electron/storage/open-store.ts';
import { refuse } from '#shared/model/result.ts';
import { Secret } from '#shared/model/secret.ts';

/** Pages take no part: no shop ever comes online. */
const NO_PAGES: Connectors = {
  connect: () => undefined,
  send: () => Promise.resolve({ kind: 'notWritten', why: 'no page' }),
  listStaff: () => Promise.resolve(refuse('shop.notOnline')),
  transfer: () => Promise.resolve({ kind: 'refused', text: 'no page' }),
  showPage: () => Promise.resolve(refuse('shop.noPage')),
  challenge: () => null,
  hidePage: () => Promise.resolve(),
  retry: () => refuse('shop.notOnline'),
  forget: () => Promise.resolve(),
};

export type CoreProgramParts = {
  readonly file: string;
  /** The storage worker's module; the product's own unless given. */
  readonly workerUrl?: URL;
  /** The core's own log; nothing else is told. */
  readonly log?: Log;
  /** What windows would be told; nobody unless given. */
  readonly publisher?: Publisher;
  /** What the gateway client tells, and teaches the secrets that come. */
  readonly gatewayLog?: CleanLog;
  readonly keptAtRest?: number;
  readonly random?: () => number;
  /** What the gateway tells goes here on its way to the core. */
  readonly sink?: (core: Core) => FactSink;
};

/**
 * The real core, database thread and gateway client of one process, put together as a workbench does it, without a host and
 * without pages: both would cost seconds.
 */
export class CoreProgram {
  readonly core: Core;
  readonly opened: OpenedStore;
  readonly #gateway: GatewayClient;

  private constructor(core: Core, opened: OpenedStore, gateway: GatewayClient) {
    this.core = core;
    this.opened = opened;
    this.#gateway = gateway;
  }

  static async open(parts: CoreProgramParts): Promise<CoreProgram> {
    const workerUrl = parts.workerUrl ?? new URL('../electron/storage/worker.ts', import.meta.url);
    const opened = await openStore({ file: parts.file, workerUrl, log: quietLog });
    const { store } = opened;
    const core = await createCore({
      clock: systemClock,
      ids: randomIds,
      store,
      publisher: parts.publisher ?? { publish: () => undefined },
      log: parts.log ?? quietLog,
      ...(parts.keptAtRest === undefined ? {} : { keptAtRest: parts.keptAtRest }),
    });
    const gateway = new GatewayClient({
      clock: systemClock,
      random: parts.random ?? Math.random,
      sink: parts.sink?.(core) ?? core,
      outbox: store,
      vault: new MemoryVault(),
      dial: dialBy(alwaysDirect),
      log: parts.gatewayLog ?? quietLog,
    });
    return new CoreProgram(core, opened, gateway);
  }

  /** Begins to work, and goes to this back office. */
  async begin(server: string, connectors = NO_PAGES): Promise<void> {
    this.core.attach({ gateway: this.#gateway, connectors });
    this.core.start();
    await this.#gateway.configure(server, new Secret('demo-token'));
  }

  async close(): Promise<void> {
    await this.#gateway.stop();
    await this.core.stop();
    await this.opened.store.close();
  }
}
