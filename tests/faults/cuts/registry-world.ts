import { createCore, type Core } from '../../../electron/core/core.ts';
import { strictLog } from '../../../electron/core/testing/strict-log.ts';
import type { Clock } from '../../../electron/core/ports/clock.ts';
import { countingIds, ScriptedGateway } from '../../../electron/core/testing/scripted-world.ts';
import { ADAPTERS } from '../../../electron/platforms/adapters.ts';
import { ConnectorRegistry } from '../../../electron/platforms/connector-registry.ts';
import type { PageHost } from '../../../electron/platforms/session/page-session.ts';
import { realSites } from '../../../electron/platforms/session/site-map.ts';

import { quietLog } from '../../../electron/platforms/testing/parts.ts';
import { MemoryStore } from '../../../electron/storage/testing/memory-store.ts';
import { MemoryTables } from '../../../electron/storage/testing/memory-tables.ts';
import type { SeededRandom } from '../../../sandbox/seeded.ts';
import { asMessageId, asShopId, type ConversationRef, type ShopId } from '#shared/model/ids.ts';
import { NO_PAGES, type LivePages } from '#shared/model/live-pages.ts';
import type { Message } from '#shared/model/message.ts';
import { ShopBooks, ShopSite } from './site.ts';
import { SteppedClock } from './stepped-clock.ts';

/** The clock of one life: it stops for good with the process, whoever still waits for it. */
class LifeClock implements Clock {
  readonly #clock: Clock;
  readonly #cancels = new Set<() => void>();
  #isOver = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  setTimer(ms: number, run: () => void): () => void {
    if (this.#isOver) return () => undefined;
    const cancel = this.#clock.setTimer(ms, () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
    return () => {
      this.#cancels.delete(cancel);
      cancel();
    };
  }

  end(): void {
    this.#isOver = true;
    for (const cancel of this.#cancels) cancel();
  }
}

/** The sessions outlive the process, as their folders do. */
class Sessions implements PageHost {
  readonly #fingerprints: Map<ShopId, string>;
  readonly #sites: ReadonlyMap<ShopId, ShopSite>;

  constructor(fingerprints: Map<ShopId, string>, sites: ReadonlyMap<ShopId, ShopSite>) {
    this.#fingerprints = fingerprints;
    this.#sites = sites;
  }

  async open(shopId: ShopId): ReturnType<PageHost['open']> {
    const site = this.#sites.get(shopId);
    if (site === undefined) throw new Error('no such shop');
    return site.open();
  }

  async replaceCookies(): Promise<void> {}

  async cookieFingerprint(shopId: ShopId): Promise<string | null> {
    return this.#fingerprints.get(shopId) ?? null;
  }

  async keepFingerprint(shopId: ShopId, fingerprint: string): Promise<void> {
    this.#fingerprints.set(shopId, fingerprint);
  }

  async loadLivePages(): Promise<LivePages> {
    return NO_PAGES;
  }

  async forget(shopId: ShopId): Promise<void> {
    this.#fingerprints.delete(shopId);
  }

  async close(): Promise<void> {}
}

type Life = {
  readonly core: Core;
  readonly store: MemoryStore;
  readonly clock: LifeClock;
  readonly sites: ReadonlyMap<ShopId, ShopSite>;
};

/** Core, connector registry and page connectors as they are, over scripted pages and an injected clock. */
export class RegistryWorld {
  readonly clock = new SteppedClock();
  readonly shopIds: readonly ShopId[];
  readonly books: ReadonlyMap<ShopId, ShopBooks>;
  readonly #random: SeededRandom;
  readonly #tables = new MemoryTables();
  readonly #fingerprints = new Map<ShopId, string>();
  #life: Life | null = null;
  #lives = 0;

  constructor(shops: number, random: SeededRandom) {
    this.#random = random;
    this.shopIds = Array.from({ length: shops }, (_, index) => asShopId(`shop-${index}`));
    this.books = new Map(
      this.shopIds.map((shopId, index) => [
        shopId,
        new ShopBooks(`${1_000 + index}`, () => this.clock.now()),
      ]),
    );
  }

  get core(): Core {
    return this.#running.core;
  }

  site(shopId: ShopId): ShopSite {
    const site = this.#running.sites.get(shopId);
    if (site === undefined) throw new Error('no such shop');
    return site;
  }

  booksOf(shopId: ShopId): ShopBooks {
    return this.site(shopId).own;
  }

  /** Starts, or starts again after `kill`, on the same rows and sessions. */
  async start(): Promise<void> {
    this.#lives += 1;
    const clock = new LifeClock(this.clock);
    const store = new MemoryStore(this.#tables);
    const sites = new Map([...this.books].map(([id, books]) => [id, new ShopSite(id, books)]));
    const core = await createCore({
      clock,
      ids: countingIds(`life${this.#lives}`),
      store,
      publisher: { publish: () => undefined },
      keptAtRest: 0,
      log: strictLog,
    });
    const connectors = new ConnectorRegistry({
      adapters: ADAPTERS,
      pages: new Sessions(this.#fingerprints, sites),
      sites: realSites(),
      sink: core,
      clock,
      random: () => this.#random.next(),
      log: quietLog,
    });
    core.attach({ gateway: new ScriptedGateway(), connectors });
    core.start();
    this.#life = { core, store, clock, sites };
    for (const shopId of this.shopIds) await this.pushCookie(shopId);
  }

  /** kill -9: no goodbye, no further word. */
  kill(): void {
    const { clock, store, sites } = this.#running;
    clock.end();
    for (const site of sites.values()) site.die();
    void store.close();
  }

  pushCookie(shopId: ShopId, content = `sessionid=${shopId}`): Promise<void> {
    return this.core.accept({
      kind: 'gateway.frame',
      frame: { type: 'connect_success', content, store_id: shopId, platform_name: '抖音' },
    });
  }

  buyerSays(ref: ConversationRef, content: string): void {
    const said = this.booksOf(ref.shopId).add('buyer', ref.buyerPin, content);
    this.site(ref.shopId).show(said);
  }

  async agentSends(ref: ConversationRef, content: string): Promise<boolean> {
    const input = { ...ref, messageId: asMessageId(content), type: 'text', content } as const;
    const answer = await this.core.handlers['messages.send']({
      ...input,
      suggestionId: null,
      typedUpon: null,
    });
    return answer.ok;
  }

  stateOf(shopId: ShopId): string {
    return this.core.replica().shops[shopId]?.state.kind ?? 'unknown';
  }

  /** What the database says of a message now. */
  message(content: string): Message | undefined {
    return this.#tables.messages.get(content);
  }

  get #running(): Life {
    if (this.#life === null) throw new Error('not started');
    return this.#life;
  }
}
