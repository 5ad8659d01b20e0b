import { createCore, type Core } from '../../../electron/core/core.ts';
import { strictLog } from '../../../electron/core/testing/strict-log.ts';
import type { CleanLog, Connectors, Store } from '../../../electron/core/ports.ts';
import { GatewayClient } from '../../../electron/gateway/gateway-client.ts';
import { randomIds } from '../../../electron/host/machine/random-ids.ts';
import { systemClock } from '../../../electron/host/machine/system-clock.ts';
import { openStore } from '../../../electron/storage/open-store.ts';
import { asBuyerPin, asPlatformMessageId, asShopId } from '#shared/model/ids.ts';
import { refuse } from '#shared/model/result.ts';
import { Secret } from '#shared/model/secret.ts';

const SHOP = asShopId('93a5c3d2-efe1-4ab5-ada3-d8c1d1212b31');
const BUYERS = 500;

const silent: CleanLog = {
  info: () => undefined,
  warn: () => undefined,
  redactCookies: () => undefined,
  clean: (text) => text,
};
/** Buyers speak and nobody answers: no page takes part. */
const noDesk: Connectors = {
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

/** The real core, database and gateway client, and buyers who count. */
export class NumberedBuyers {
  readonly core: Core;
  readonly #store: Store;
  readonly #gateway: GatewayClient;
  /** Numbers said so far. */
  said = 0;

  private constructor(core: Core, store: Store, gateway: GatewayClient) {
    this.core = core;
    this.#store = store;
    this.#gateway = gateway;
  }

  static async open(file: string, gatewayUrl: string): Promise<NumberedBuyers> {
    const { store } = await openStore({
      file,
      workerUrl: new URL('../../../electron/storage/worker.ts', import.meta.url),
      log: silent,
    });
    const publisher = { publish: () => undefined };
    const core = await createCore({
      clock: systemClock,
      ids: randomIds,
      store,
      publisher,
      log: strictLog,
    });
    const gateway = new GatewayClient({
      clock: systemClock,
      // No waiting between two attempts.
      random: () => 0,
      sink: core,
      outbox: store,
      vault: {
        load: () => Promise.resolve(null),
        save: () => Promise.resolve(),
        clear: () => Promise.resolve(),
      },
      log: silent,
    });
    core.attach({ gateway, connectors: noDesk });
    core.start();
    await gateway.configure(gatewayUrl, new Secret('endurance'));
    return new NumberedBuyers(core, store, gateway);
  }

  /** `count` buyers say the next numbers, in one event of the page; resolves when that is durable. */
  say(count: number): Promise<void> {
    const messages = Array.from({ length: count }, () => {
      this.said += 1;
      const number = String(this.said);
      return {
        platformMessageId: asPlatformMessageId(number),
        buyerPin: asBuyerPin(`buyer-${this.said % BUYERS}`),
        buyerName: null,
        avatarUrl: null,
        from: 'buyer',
        type: 'text',
        content: number,
        card: null,
        sentAt: Date.now(),
      } as const;
    });
    return this.core.accept({ kind: 'platform.messages', shopId: SHOP, messages });
  }

  async close(): Promise<void> {
    await this.#gateway.stop();
    await this.core.stop();
    await this.#store.close();
  }
}
