import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import path from 'node:path';
import { createCore, type Core } from '../../../electron/core/core.ts';
import { strictLog } from '../../../electron/core/testing/strict-log.ts';
import type { Store } from '../../../electron/core/ports/store.ts';
import { ScriptedGateway } from '../../../electron/core/testing/scripted-world.ts';
import { randomIds } from '../../../electron/host/machine/random-ids.ts';
import { ADAPTERS } from '../../../electron/platforms/adapters.ts';
import { ConnectorRegistry } from '../../../electron/platforms/connector-registry.ts';
import type { PageHost, PageSession } from '../../../electron/platforms/session/page-session.ts';
import { simulatedSites } from '../../../electron/platforms/session/site-map.ts';
import { systemClock } from '../../../electron/host/machine/system-clock.ts';
import { quietLog } from '../../../electron/platforms/testing/parts.ts';
import { openStore } from '../../../electron/storage/open-store.ts';
import { openChromiumPageHost } from '../../../electron/web/chromium/chromium-page-host.ts';
import { startWorld, type World } from '../../../sandbox/world.ts';
import {
  asBuyerPin,
  asMessageId,
  asShopId,
  type ConversationRef,
  type ShopId,
} from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';

const WORKER_URL = new URL('../../../electron/storage/worker.ts', import.meta.url);
const POLL_EVERY_MS = 1_000;
const OFFLINE_MS = 300;

export const BROWSER_CUTS = ['offline', 'sockets', 'crash', 'reload', 'lostEcho'] as const;
export type BrowserCut = (typeof BROWSER_CUTS)[number];

/** Every socket that a server of this process has accepted: the sandbox's edge, without the sandbox knowing. */
class AcceptedSockets {
  readonly #open = new Set<Socket>();
  readonly #note = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  };

  watch(): void {
    subscribe('net.server.socket', this.#note);
  }

  destroyAll(): void {
    for (const socket of this.#open) socket.resetAndDestroy();
  }

  end(): void {
    unsubscribe('net.server.socket', this.#note);
  }
}

/** Real pages in a real Chromium on the sandbox's shops, under the real registry, core and database. */
export class BrowserWorld {
  readonly core: Core;
  readonly shopIds: readonly ShopId[];
  readonly #world: World;
  readonly #pages: PageHost;
  readonly #connectors: ConnectorRegistry;
  readonly #store: Store;
  readonly #sockets: AcceptedSockets;
  readonly #newest: ReadonlyMap<ShopId, PageSession>;

  private constructor(parts: {
    readonly core: Core;
    readonly shopIds: readonly ShopId[];
    readonly world: World;
    readonly pages: PageHost;
    readonly connectors: ConnectorRegistry;
    readonly store: Store;
    readonly sockets: AcceptedSockets;
    readonly newest: ReadonlyMap<ShopId, PageSession>;
  }) {
    this.core = parts.core;
    this.shopIds = parts.shopIds;
    this.#world = parts.world;
    this.#pages = parts.pages;
    this.#connectors = parts.connectors;
    this.#store = parts.store;
    this.#sockets = parts.sockets;
    this.#newest = parts.newest;
  }

  /** Every shop with the same buyers, all of whom have spoken. */
  static async open(
    folder: string,
    executable: string,
    shops: number,
    pins: readonly string[],
  ): Promise<BrowserWorld> {
    const sockets = new AcceptedSockets();
    sockets.watch();
    const world = await startWorld({ only: 'platforms' });
    const pages = openChromiumPageHost({
      executable,
      dataDirectory: folder,
      headless: true,
      log: quietLog,
    });
    const newest = new Map<ShopId, PageSession>();
    const file = path.join(folder, 'duodian.db');
    const { store } = await openStore({ file, workerUrl: WORKER_URL, log: quietLog });
    const core = await createCore({
      clock: systemClock,
      ids: randomIds,
      store,
      publisher: { publish: () => undefined },
      keptAtRest: 0,
      log: strictLog,
    });
    const connectors = new ConnectorRegistry({
      adapters: new Map(
        [...ADAPTERS].map(([name, adapter]) => [
          name,
          { ...adapter, manifest: { ...adapter.manifest, pollEveryMs: POLL_EVERY_MS } },
        ]),
      ),
      pages: rememberingPages(pages, newest),
      sites: simulatedSites(world.platformsUrl),
      sink: core,
      clock: systemClock,
      random: Math.random,
      log: quietLog,
    });
    core.attach({ gateway: new ScriptedGateway(), connectors });
    core.start();
    const shopIds: ShopId[] = [];
    for (let index = 0; index < shops; index += 1) {
      const made = world.control.createShop({ platform: 'douyin', name: `店${index}` });
      const shopId = asShopId(made.store_id);
      shopIds.push(shopId);
      for (const pin of pins) world.control.say(shopId, pin, { content: '在吗' });
      await core.accept({
        kind: 'gateway.frame',
        frame: {
          type: 'connect_success',
          content: made.cookie,
          store_id: shopId,
          platform_name: '抖音',
        },
      });
    }
    return new BrowserWorld({ core, shopIds, world, pages, connectors, store, sockets, newest });
  }

  stateOf(shopId: ShopId): string {
    return this.core.replica().shops[shopId]?.state.kind ?? 'unknown';
  }

  hasConversation(ref: ConversationRef): boolean {
    return Object.values(this.core.replica().conversations).some(
      ({ shopId, buyerPin }) => shopId === ref.shopId && buyerPin === ref.buyerPin,
    );
  }

  async send(ref: ConversationRef, content: string): Promise<void> {
    const input = { ...ref, messageId: asMessageId(content), type: 'text', content } as const;
    const answer = await this.core.handlers['messages.send']({
      ...input,
      suggestionId: null,
      typedUpon: null,
    });
    if (!answer.ok) throw new Error(answer.error.kind);
  }

  cut(shopId: ShopId, how: BrowserCut): void {
    const page = this.#newest.get(shopId);
    switch (how) {
      case 'offline':
        void this.#goOffline(page);
        return;
      case 'sockets':
        return this.#sockets.destroyAll();
      case 'crash':
        // A crashed page answers nothing.
        void page?.send('Page.crash').catch(() => undefined);
        return;
      case 'reload':
        void page?.send('Page.reload').catch(() => undefined);
        return;
      case 'lostEcho':
        this.#world.control.shopFault(shopId, { kind: 'lost_echo', mode: 'pending', count: 1 });
        return;
      default:
        how satisfies never;
    }
  }

  heal(shopId: ShopId): void {
    this.#world.control.shopFault(shopId, { kind: 'none' });
    const { kind } = this.core.replica().shops[shopId]?.state ?? {};
    if (kind === 'login_required' || kind === 'adapter_broken' || kind === 'kicked')
      void this.core.handlers['shops.retry']({ shopId });
  }

  async messages(): Promise<readonly Message[]> {
    const pages = Object.values(this.core.replica().conversations).map(({ shopId, buyerPin }) =>
      this.#store.loadMessages({ shopId, buyerPin }, null, 200),
    );
    return (await Promise.all(pages)).flatMap(({ messages }) => messages);
  }

  /** What reached buyers, by the platform's own ledger. */
  delivered(): readonly { readonly ref: ConversationRef; readonly content: string }[] {
    const { platforms } = this.#world.ledger();
    return this.shopIds.flatMap((shopId) =>
      (platforms[shopId]?.sent_by_agent ?? []).map(({ buyer, content }) => ({
        ref: { shopId, buyerPin: asBuyerPin(buyer) },
        content,
      })),
    );
  }

  async close(): Promise<void> {
    await this.#connectors.stop();
    await this.#pages.close();
    await this.core.stop();
    await this.#store.close();
    await this.#world.close();
    this.#sockets.end();
  }

  async #goOffline(page: PageSession | undefined): Promise<void> {
    const set = (offline: boolean): Promise<unknown> =>
      page?.send('Network.emulateNetworkConditions', {
        offline,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      }) ?? Promise.resolve();
    try {
      await page?.send('Network.enable');
      await set(true);
      await new Promise((resolve) => setTimeout(resolve, OFFLINE_MS));
      await set(false);
    } catch {
      // Another cut took the page meanwhile.
    }
  }
}

/** The same host; `newest` learns the page that each shop has. */
const rememberingPages = (pages: PageHost, newest: Map<ShopId, PageSession>): PageHost => ({
  open: async (shopId, platform) => {
    const page = await pages.open(shopId, platform);
    newest.set(shopId, page);
    return page;
  },
  replaceCookies: (shopId, cookies) => pages.replaceCookies(shopId, cookies),
  cookieFingerprint: (shopId) => pages.cookieFingerprint(shopId),
  keepFingerprint: (shopId, fingerprint) => pages.keepFingerprint(shopId, fingerprint),
  loadLivePages: () => pages.loadLivePages(),
  forget: (shopId) => pages.forget(shopId),
  close: () => pages.close(),
});
