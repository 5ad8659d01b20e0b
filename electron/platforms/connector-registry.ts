import type {
  Clock,
  FactSink,
  KeepAddress,
  Log,
  OutgoingMedia,
  Connectors,
  SendOutcome,
  SendRequest,
  TransferOutcome,
} from '../core/ports.ts';
import type { MessageId, ShopId } from '#shared/model/ids.ts';
import type { Platform } from '#shared/model/platform.ts';
import { refuse, type Result } from '#shared/model/result.ts';
import type { Secret } from '#shared/model/secret.ts';
import type { Staff } from '#shared/model/shop.ts';
import type { Connector, ConnectorEvents } from './connector.ts';
import { FactQueue } from './fact-queue.ts';
import type { Adapter } from './adapter/adapter.ts';
import { OpeningQueue } from './connector/opening-queue.ts';
import { PageConnector } from './connector/page-connector.ts';
import type { PageHost, SiteMap } from './session/page-session.ts';
import type { TransferRequest } from './traffic/transfer-lane.ts';

export type ConnectorDeskParts = {
  readonly adapters: ReadonlyMap<Platform, Adapter>;
  readonly pages: PageHost;
  readonly sites: SiteMap;
  readonly sink: FactSink;
  readonly clock: Clock;
  /** 0 to 1, like `Math.random`. */
  readonly random: () => number;
  readonly log: Log;
  /** Where the agent's files lie; missing where none are taken. */
  readonly outgoing?: OutgoingMedia;
};

type Post = { readonly connector: Connector; readonly line: FactQueue };

/** All shops' connectors: makes one when a shop is first connected, routes to it, and tells the core what it tells. */
export class ConnectorRegistry implements Connectors {
  readonly #parts: ConnectorDeskParts;
  readonly #posts = new Map<ShopId, Post>();
  readonly #opening: OpeningQueue;
  /** The service account that each shop turned out to be. */
  readonly #accounts = new Map<ShopId, string>();

  /** Shops that are being deleted (PL13). */
  readonly #leaving = new Map<ShopId, Promise<void>>();
  #isStopped = false;

  constructor(parts: ConnectorDeskParts) {
    this.#parts = parts;
    this.#opening = new OpeningQueue(parts.clock);
  }

  /** The agent looks at these shops now: where pages wait to be opened, theirs go first. */
  watch(shopIds: readonly ShopId[]): void {
    this.#opening.watch(shopIds);
  }

  connect(shopId: ShopId, platform: Platform, cookies: Secret | null): void {
    const leaving = this.#leaving.get(shopId);
    // Its old session is still being deleted, and would take the new cookies with it.
    if (leaving) void leaving.then(() => this.connect(shopId, platform, cookies));
    else if (!this.#isStopped) this.#postFor(shopId, platform)?.connector.connect(cookies);
  }

  async send(
    shopId: ShopId,
    request: SendRequest,
    mayWrite: () => boolean,
    keepAddress: KeepAddress,
  ): Promise<SendOutcome> {
    const connector = this.#connectorOf(shopId);
    return connector
      ? connector.send(request, mayWrite, keepAddress)
      : { kind: 'notWritten', why: 'idle' };
  }

  async listStaff(shopId: ShopId): Promise<Result<readonly Staff[]>> {
    return this.#connectorOf(shopId)?.listStaff() ?? refuse('shop.notOnline');
  }

  async transfer(
    shopId: ShopId,
    request: TransferRequest & { readonly operationId: MessageId },
  ): Promise<TransferOutcome> {
    const connector = this.#connectorOf(shopId);
    return connector ? connector.transfer(request) : { kind: 'refused', text: 'idle' };
  }

  async showPage(shopId: ShopId, link: string | null): Promise<Result<null>> {
    return this.#connectorOf(shopId)?.showPage(link) ?? refuse('shop.noPage');
  }

  async hidePage(shopId: ShopId): Promise<void> {
    await this.#connectorOf(shopId)?.hidePage();
  }

  /** A shop that was never connected has no connector: its challenge waits there for a person. */
  challenge(shopId: ShopId, link: string, text: string): string | null {
    const connector = this.#connectorOf(shopId);
    if (connector !== null) return connector.challenge(link, text);
    const { sink, clock } = this.#parts;
    const event = { kind: 'challenge.announced', words: text, link } as const;
    void new FactQueue(sink, clock).notify({
      kind: 'platform.event',
      shopId,
      event,
      at: clock.now(),
    });
    return null;
  }

  retry(shopId: ShopId): Result<null> {
    return this.#connectorOf(shopId)?.retry() ?? refuse('shop.notOnline');
  }

  forget(shopId: ShopId): Promise<void> {
    const before = this.#leaving.get(shopId);
    const gone = (before ?? Promise.resolve()).then(() => this.#forget(shopId));
    const leaving = gone
      .catch(() => this.#parts.log.warn('platform.sessionNotDeleted', { shopId }))
      .finally(() => {
        if (this.#leaving.get(shopId) === leaving) this.#leaving.delete(shopId);
      });
    this.#leaving.set(shopId, leaving);
    return gone;
  }

  async #forget(shopId: ShopId): Promise<void> {
    const post = this.#posts.get(shopId);
    this.#posts.delete(shopId);
    this.#accounts.delete(shopId);
    post?.line.end();
    await post?.connector.disconnect();
    await this.#parts.pages.forget(shopId);
  }

  /** Closes every page; the sessions stay. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#leaving.values());
    const posts = [...this.#posts.values()];
    this.#posts.clear();
    await Promise.all(
      posts.map(async ({ connector, line }) => {
        line.end();
        await connector.disconnect();
      }),
    );
  }

  #connectorOf(shopId: ShopId): Connector | null {
    return this.#posts.get(shopId)?.connector ?? null;
  }

  #postFor(shopId: ShopId, platform: Platform): Post | null {
    const known = this.#posts.get(shopId);
    if (known?.connector.platform === platform) return known;
    if (known) {
      known.line.end();
      void known.connector.disconnect();
      this.#posts.delete(shopId);
    }
    const { adapters, pages, sites, sink, clock, random, log } = this.#parts;
    const line = new FactQueue(sink, clock);
    const adapter = adapters.get(platform);
    if (!adapter) {
      const event = { kind: 'adapter.none', platform } as const;
      void line.notify({ kind: 'platform.event', shopId, event, at: clock.now() });
      return null;
    }
    const connector = new PageConnector({
      shopId,
      adapter,
      pages,
      sites,
      opening: this.#opening,
      claim: (account) => this.#claim(shopId, account),
      events: eventsOf(shopId, line),
      clock,
      random,
      log,
      outgoing: this.#parts.outgoing ?? null,
    });
    const post = { connector, line };
    this.#posts.set(shopId, post);
    return post;
  }

  /** One service account under two shop ids would answer the same buyers twice. */
  #claim(shopId: ShopId, account: string): ShopId | null {
    for (const [other, held] of this.#accounts)
      if (held === account && other !== shopId && this.#isUsing(other)) return other;
    this.#accounts.set(shopId, account);
    return null;
  }

  #isUsing(shopId: ShopId): boolean {
    const kind = this.#connectorOf(shopId)?.state().kind;
    return kind === 'online' || kind === 'degraded' || kind === 'challenge';
  }
}

const eventsOf = (shopId: ShopId, line: FactQueue): ConnectorEvents => ({
  messages: (messages) => line.notify({ kind: 'platform.messages', shopId, messages }),
  happened: (event, at) => line.notify({ kind: 'platform.event', shopId, event, at }),
  identity: (identity) => line.notify({ kind: 'platform.identity', shopId, ...identity }),
  staff: (staff) => line.notify({ kind: 'platform.staff', shopId, staff }),
  heard: (at) => void line.notify({ kind: 'platform.heard', shopId, at }),
  cookieNote: (note) => void line.notify({ kind: 'platform.cookieNote', shopId, note }),
  pageShown: (place) => void line.notify({ kind: 'platform.pageShown', shopId, place }),
});
