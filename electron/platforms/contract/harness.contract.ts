import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { OutgoingMedia, SendOutcome } from '../../core/ports/connectors.ts';
import { openChromiumPageHost } from '../../web/chromium/chromium-page-host.ts';
import { findChromium } from '../../web/chromium/find-chromium.ts';
import { asBuyerPin, asShopId, type ShopId } from '#shared/model/ids.ts';
import type { MessageType } from '#shared/model/message.ts';
import type { Capability, Platform } from '#shared/model/platform.ts';
import { Secret } from '#shared/model/secret.ts';
import { ADAPTERS } from '../adapters.ts';
import { ConnectorRegistry } from '../connector-registry.ts';
import type { Adapter } from '../adapter/adapter.ts';
import type { PageHost } from '../session/page-session.ts';
import { simulatedSites } from '../session/site-map.ts';
import { systemClock } from '../../host/machine/system-clock.ts';
import { quietLog } from '../testing/parts.ts';
import { RecordingSink } from '../testing/recording-sink.ts';
import type { ContractPlatform } from './platform.contract.ts';

type Begun = {
  readonly world: ContractPlatform;
  readonly pages: PageHost;
  readonly connectors: ConnectorRegistry;
  readonly folder: string;
};

/** The smallest picture that is one. */
export const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PICTURE_CONTENT = `outgoing:${'5'.repeat(64)}.png`;
const outgoing: OutgoingMedia = {
  read: async (content) =>
    content === PICTURE_CONTENT
      ? { name: 'picture.png', mimeType: 'image/png', base64: PICTURE }
      : null,
};

/** Where a case sits: the platform on one side, the connectors on the other, and the core's ear between them. */
export class ContractHarness {
  readonly platform: Platform;
  readonly sink = new RecordingSink();
  /** The shops of the case that is running. */
  readonly #ofCase = new AsyncLocalStorage<ShopId[]>();
  #begun: Begun | null = null;

  constructor(platform: Platform) {
    this.platform = platform;
  }

  get world(): ContractPlatform {
    return this.#parts.world;
  }

  get connectors(): ConnectorRegistry {
    return this.#parts.connectors;
  }

  async begin(start: () => Promise<ContractPlatform>): Promise<void> {
    const executable = await findChromium();
    if (executable === null)
      throw new Error('no Chromium on this machine: install one, or name it in DUODIAN_CHROMIUM');
    const world = this.#noted(await start());
    const folder = await mkdtemp(join(tmpdir(), 'duodian-contract-'));
    const pages = openChromiumPageHost({
      executable,
      dataDirectory: folder,
      headless: true,
      log: quietLog,
    });
    const connectors = new ConnectorRegistry({
      adapters: new Map([...ADAPTERS].map(([name, adapter]) => [name, withFastPoll(adapter)])),
      pages,
      sites: simulatedSites(world.base),
      sink: this.sink,
      clock: systemClock,
      random: Math.random,
      log: quietLog,
      outgoing,
    });
    this.#begun = { world, pages, connectors, folder };
  }

  async end(): Promise<void> {
    const { connectors, pages, world, folder } = this.#parts;
    await Promise.all([connectors.stop(), pages.close()]);
    await world.close();
    await rm(folder, { recursive: true, force: true });
  }

  /** Runs one case and closes its pages: dozens of them, each asking its list again, slow down every case that comes later. */
  async run(runCase: () => Promise<void>): Promise<void> {
    const shops: ShopId[] = [];
    await this.#ofCase.run(shops, runCase);
    await Promise.all(shops.map((shopId) => this.connectors.forget(shopId)));
  }

  /** What the adapter does not claim is not asked of it. */
  lacks(capability: Capability): boolean {
    return ADAPTERS.get(this.platform)?.manifest.capabilities.includes(capability) !== true;
  }

  /** A new shop, logged in and receiving. */
  async online(name: string): Promise<ShopId> {
    const { storeId, cookie } = this.world.addShop(name);
    const shopId = asShopId(storeId);
    this.connectors.connect(shopId, this.platform, new Secret(cookie));
    await this.sink.untilState(shopId, 'online');
    return shopId;
  }

  send(
    shopId: ShopId,
    pin: string,
    content: string,
    type: MessageType = 'text',
    mayWrite: () => boolean = () => true,
  ): Promise<SendOutcome> {
    const request = {
      buyerPin: asBuyerPin(pin),
      part: { type, content },
    };
    return this.connectors.send(shopId, request, mayWrite, async () => {});
  }

  /** Sends the file of a picture; `kept` is what the connector wants to be durable before it writes. */
  async sendPicture(
    shopId: ShopId,
    pin: string,
  ): Promise<{ readonly outcome: SendOutcome; readonly kept: readonly string[] }> {
    const kept: string[] = [];
    const request = {
      buyerPin: asBuyerPin(pin),
      part: { type: 'image', content: PICTURE_CONTENT },
    } as const;
    const outcome = await this.connectors.send(
      shopId,
      request,
      () => true,
      async (address) => {
        expect(this.world.sentByAgent(shopId)).toEqual([]);
        kept.push(address);
      },
    );
    return { outcome, kept };
  }

  /** What a simulated address shows, as base64. Its name is this computer's, whatever the system's resolver knows. */
  shownAt(address: string): Promise<string> {
    const { host, port, pathname, search } = new URL(address);
    return new Promise((resolve, reject) => {
      const from = { host: '127.0.0.1', port, path: pathname + search, headers: { host } };
      get(from, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve(Buffer.concat(parts).toString('base64')));
      }).on('error', reject);
    });
  }

  #noted(world: ContractPlatform): ContractPlatform {
    return {
      ...world,
      addShop: (name) => {
        const shop = world.addShop(name);
        this.#ofCase.getStore()?.push(asShopId(shop.storeId));
        return shop;
      },
    };
  }

  get #parts(): Begun {
    if (this.#begun === null) throw new Error('the suite has not begun');
    return this.#begun;
  }
}

/** The real interval is half a minute. */
const withFastPoll = (adapter: Adapter): Adapter => ({
  ...adapter,
  manifest: { ...adapter.manifest, pollEveryMs: 1_500 },
});
