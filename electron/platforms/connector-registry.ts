import type { Clock } from '../core/ports/clock.ts';
import type {
  KeepAddress,
  OutgoingMedia,
  Connectors,
  SendOutcome,
  SendRequest,
  TransferOutcome,
} from '../core/ports/connectors.ts';
import type { Fact, FactSink } from '../core/ports/facts.ts';
import type { CleanLog } from '../core/ports/log.ts';
import type { CookieNote } from '#shared/model/cookie-note.ts';
import type { MessageId, ShopId } from '#shared/model/ids.ts';
import type { Platform } from '#shared/model/platform.ts';
import { refuse, type Result } from '#shared/model/result.ts';
import type { Secret } from '#shared/model/secret.ts';
import type { PagePlace } from '#shared/model/shop-page.ts';
import type { ShopEvent } from '#shared/model/shop-state.ts';
import type { Staff } from '#shared/model/shop.ts';
import type { Connector, ConnectorEvents } from './connector.ts';
import type { Adapter } from './adapter/adapter.ts';
import { OpeningQueue } from './connector/opening-queue.ts';
import { PageConnector } from './connector/page-connector.ts';
import type { PageHost, SiteMap } from './session/page-session.ts';
import { MessageIntake } from './traffic/message-intake.ts';
import type { TransferRequest } from './traffic/transfer-lane.ts';

export type ConnectorDeskParts = {
  readonly adapters: ReadonlyMap<Platform, Adapter>;
  readonly pages: PageHost;
  readonly sites: SiteMap;
  readonly sink: FactSink;
  readonly clock: Clock;
  /** 0 to 1, like `Math.random`. */
  readonly random: () => number;
  readonly log: CleanLog;
  /** Where the agent's files lie; missing where none are taken. */
  readonly outgoing?: OutgoingMedia;
};

/** `teller` tells the core what the connector tells, until it is over. */
type Post = { readonly connector: Connector; readonly teller: FactTeller };

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
    const { sink, log, clock } = this.#parts;
    const event = { kind: 'challenge.announced', words: text, link } as const;
    void new FactTeller(shopId, sink, log).happened(event, clock.now());
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
    post?.teller.end();
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
      posts.map(async ({ connector, teller }) => {
        teller.end();
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
      known.teller.end();
      void known.connector.disconnect();
      this.#posts.delete(shopId);
    }
    const { adapters, pages, sites, sink, clock, random, log } = this.#parts;
    const teller = new FactTeller(shopId, sink, log);
    const adapter = adapters.get(platform);
    if (!adapter) {
      const event = { kind: 'adapter.none', platform } as const;
      void teller.happened(event, clock.now());
      return null;
    }
    const connector = new PageConnector({
      shopId,
      adapter,
      pages,
      sites,
      opening: this.#opening,
      claim: (account) => this.#claim(shopId, account),
      intake: new MessageIntake(shopId, sink),
      events: teller,
      clock,
      random,
      log,
      outgoing: this.#parts.outgoing ?? null,
    });
    const post = { connector, teller };
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

/**
 * Tells the core what one shop's connector tells beside the messages, in order, and nothing more once it is over. The core keeps
 * a fact while the database fails. Only a fault of ours in a step refuses one, and the core's log names it: the page brings
 * messages again, but nobody tells these again, so their steps refuse none (`core/shop-facts.test.ts`).
 */
class FactTeller implements ConnectorEvents {
  readonly #shopId: ShopId;
  readonly #sink: FactSink;
  readonly #log: CleanLog;
  #isOver = false;

  constructor(shopId: ShopId, sink: FactSink, log: CleanLog) {
    this.#shopId = shopId;
    this.#sink = sink;
    this.#log = log;
  }

  end(): void {
    this.#isOver = true;
  }

  happened(event: ShopEvent, at: number): Promise<void> {
    const clean = withoutSecrets(event, this.#log);
    return this.#tell({ kind: 'platform.event', shopId: this.#shopId, event: clean, at });
  }

  identity(identity: Parameters<ConnectorEvents['identity']>[0]): Promise<void> {
    return this.#tell({ kind: 'platform.identity', shopId: this.#shopId, ...identity });
  }

  staff(staff: readonly Staff[]): Promise<void> {
    return this.#tell({ kind: 'platform.staff', shopId: this.#shopId, staff });
  }

  heard(at: number): void {
    void this.#tell({ kind: 'platform.heard', shopId: this.#shopId, at });
  }

  cookieNote(note: CookieNote): void {
    void this.#tell({ kind: 'platform.cookieNote', shopId: this.#shopId, note });
  }

  pageShown(place: PagePlace | null): void {
    void this.#tell({ kind: 'platform.pageShown', shopId: this.#shopId, place });
  }

  async #tell(fact: Fact): Promise<void> {
    if (this.#isOver) return;
    await this.#sink.accept(fact).catch(() => undefined);
  }
}

/** PL3: a platform that complains about a cookie likes to quote it; what it says is kept and shown. */
const withoutSecrets = (event: ShopEvent, log: CleanLog): ShopEvent => {
  if ('trace' in event) return { ...event, trace: log.clean(event.trace) };
  if ('words' in event && event.words !== null) return { ...event, words: log.clean(event.words) };
  return event;
};
