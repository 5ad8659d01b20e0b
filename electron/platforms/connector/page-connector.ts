import type { Clock } from '../../core/ports/clock.ts';
import type {
  KeepAddress,
  OutgoingMedia,
  SendOutcome,
  SendRequest,
  TransferOutcome,
} from '../../core/ports/connectors.ts';
import type { Log } from '../../core/ports/log.ts';
import type { MessageId, ShopId } from '#shared/model/ids.ts';
import type { Capability, Platform } from '#shared/model/platform.ts';
import { ok, type Result } from '#shared/model/result.ts';
import type { Secret } from '#shared/model/secret.ts';
import { newShopState, nextShopState, type ShopEvent } from '#shared/model/shop-state.ts';
import type { ShopState, ShopStateKind, Staff } from '#shared/model/shop.ts';
import type { Connector, ConnectorEvents } from '../connector.ts';
import type { Adapter } from '../adapter/adapter.ts';
import type { MessageIntake } from '../traffic/message-intake.ts';
import type { OpeningQueue } from './opening-queue.ts';
import { NotReachable, PageDriver } from '../session/page-driver.ts';
import { PageGone, type PageHost, type SiteMap } from '../session/page-session.ts';
import { PageVisit, type VisitReports } from './page-visit.ts';
import { PersonPages } from './person-pages.ts';
import { ReopenTimer } from './reopen-timer.ts';
import { ShopIdentity, type ShopIdentityParts } from './shop-identity.ts';
import { SendLane } from '../traffic/send-lane.ts';
import { SessionKeeper } from '../session/session-keeper.ts';
import { allowedLink } from '../session/site-map.ts';
import { StaffWatch } from '../traffic/staff-watch.ts';
import { TransferLane, type TransferRequest } from '../traffic/transfer-lane.ts';

/** A log in which every line names the shop. */
const shopLog = (log: Log, shopId: ShopId): Log => ({
  info: (event, detail) => log.info(event, { shopId, ...detail }),
  warn: (event, detail) => log.warn(event, { shopId, ...detail }),
});

const HEARD_EVERY_MS = 30_000;

export type PageConnectorParts = {
  readonly shopId: ShopId;
  readonly adapter: Adapter;
  readonly pages: PageHost;
  readonly sites: SiteMap;
  /** Shared by all shops. */
  readonly opening: OpeningQueue;
  readonly claim: ShopIdentityParts['claim'];
  readonly intake: MessageIntake;
  readonly events: ConnectorEvents;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly outgoing: OutgoingMedia | null;
};

/** PL3, PL7: in these the same push again changes nothing, and does not fight for a session that was taken. */
const LIVING: ReadonlySet<ShopStateKind> = new Set([
  'opening',
  'identifying',
  'online',
  'degraded',
  'challenge',
  'kicked',
]);

/** One attempt to be connected, from a push, a retry or a page that went, to the next. */
type Life = {
  visit: PageVisit | null;
  isOver: boolean;
  readonly cookies: Secret | null;
  /** A person has logged the shop in just now, or wants it back. */
  isUrgent: boolean;
};

/** A shop's connector over its workbench page. What happens to it becomes its state by `nextShopState` (PL12). */
export class PageConnector implements Connector {
  readonly shopId: ShopId;
  readonly platform: Platform;
  readonly #parts: PageConnectorParts;
  readonly #session: SessionKeeper;
  readonly #identity: ShopIdentity;
  readonly #lane: SendLane;
  readonly #transfers: TransferLane;
  readonly #staff: StaffWatch;
  readonly #persons: PersonPages;
  readonly #reopening: ReopenTimer;
  #state: ShopState = newShopState(0);
  #life: Life | null = null;
  #ending: Promise<void> = Promise.resolve();
  #heardMonotonicMs = Number.NEGATIVE_INFINITY;

  constructor(given: PageConnectorParts) {
    const parts = { ...given, log: shopLog(given.log, given.shopId) };
    const { adapter, clock, events, random } = parts;
    this.shopId = parts.shopId;
    this.platform = adapter.manifest.platform;
    this.#parts = parts;
    this.#session = new SessionKeeper(parts);
    this.#identity = new ShopIdentity({ ...parts, session: this.#session });
    this.#reopening = new ReopenTimer(parts);
    this.#transfers = new TransferLane(clock, adapter.codec);
    this.#staff = new StaffWatch({
      adapter,
      clock,
      script: () => this.#script(),
      notify: (staff) => events.staff(staff),
    });
    this.#persons = new PersonPages({
      clock,
      allowed: (link) => allowedLink(link, parts.sites, adapter.manifest.allowedHosts),
      openPage: () => this.#drive(false),
      workbench: () => this.#life?.visit?.driver ?? null,
      isOnline: () => this.#state.kind === 'online',
      onLeft: () => void this.probe(),
      onShown: (place) => events.pageShown(place),
    });
    this.#lane = new SendLane({
      adapter,
      clock,
      random,
      outgoing: parts.outgoing,
      script: () => this.#script(),
      notOnline: () => this.#notOnline(),
      verifyIdentity: () => this.#verifyIdentity(),
    });
  }

  state(): ShopState {
    return this.#state;
  }

  capabilities(): readonly Capability[] {
    return this.#parts.adapter.manifest.capabilities;
  }

  connect(cookies: Secret | null): void {
    this.#begin('push', cookies);
  }

  async probe(): Promise<ShopState> {
    await this.#life?.visit?.check();
    return this.#state;
  }

  send(
    request: SendRequest,
    mayWrite: () => boolean,
    keepAddress: KeepAddress,
  ): Promise<SendOutcome> {
    return this.#lane.send(request, mayWrite, keepAddress);
  }

  listStaff(): Promise<Result<readonly Staff[]>> {
    return this.#staff.list();
  }

  async transfer(
    request: TransferRequest & { readonly operationId: MessageId },
  ): Promise<TransferOutcome> {
    const wrong = this.#notOnline() ?? (await this.#verifyIdentity());
    const script = this.#script();
    if (wrong !== null || !script) return { kind: 'refused', text: wrong ?? 'the page is loading' };
    return this.#transfers.transfer(script, request);
  }

  challenge(given: string, text: string): string | null {
    const refusedHost = this.#persons.refusedHostOf(given);
    const link = refusedHost === null ? given : null;
    this.#persons.announceChallenge();
    this.#happened({ kind: 'challenge.announced', words: text, link });
    // The probe that follows is five seconds away, as in every challenge.
    void this.#life?.visit?.check();
    return refusedHost;
  }

  showPage(link: string | null): Promise<Result<null>> {
    return this.#persons.show(link);
  }

  hidePage(): Promise<void> {
    return this.#persons.hide();
  }

  retry(): Result<null> {
    this.#begin('retry', null);
    return ok(null);
  }

  async disconnect(): Promise<void> {
    this.#happened({ kind: 'connect.stopped' });
    this.#endLife();
    await this.#ending;
  }

  /** Starts over, unless it is a push that only says what is already so. */
  #begin(cause: 'push' | 'retry' | 'reopen', cookies: Secret | null): void {
    const before = this.#life;
    const life: Life = {
      visit: null,
      isOver: false,
      cookies: cookies ?? before?.cookies ?? null,
      isUrgent: cause === 'retry',
    };
    this.#takeUp(cause, cookies, before, life).catch((error: unknown) => {
      const lost = lostBy(error);
      this.#failed(life, lost, lost.trace);
    });
  }

  async #takeUp(
    cause: 'push' | 'retry' | 'reopen',
    cookies: Secret | null,
    before: Life | null,
    life: Life,
  ): Promise<void> {
    const isKnown = await this.#session.isKnown(cookies);
    const isNothingNew = cause === 'push' && isKnown && before === this.#life;
    if (isNothingNew && before !== null && LIVING.has(this.#state.kind)) return;
    life.isUrgent ||= !isKnown;
    if (cause !== 'reopen') this.#persons.endChallenge();
    this.#endLife();
    this.#life = life;
    await this.#live(life);
  }

  async #live(life: Life): Promise<void> {
    await this.#ending;
    if (life.isOver) return;
    this.#happened({ kind: 'connect.began' });
    const problem = await this.#session.prepare(life.cookies);
    if (life.isOver) return;
    if (problem !== null) return this.#happened(problem);
    this.#parts.events.cookieNote(this.#session.leftOut());
    await this.#open(life);
    const canTryPush = this.#state.kind === 'login_required' && !life.isOver;
    // The kept session has expired, but the pushed cookies may still be good: they are the truth (PL3).
    if (canTryPush && (await this.#session.fallBackToPush(life.cookies))) {
      this.#happened({ kind: 'connect.began' });
      const visit = life.visit;
      life.visit = null;
      await visit?.end();
      await this.#open(life);
    }
  }

  async #open(life: Life): Promise<void> {
    const { opening } = this.#parts;
    const place = {
      shopId: this.shopId,
      isUrgent: life.isUrgent,
      onWaiting: () => this.#happened({ kind: 'connect.queued' }),
    };
    await opening.run(place, async () => {
      if (life.isOver) return;
      this.#happened({ kind: 'connect.turn' });
      const visit = await this.#openVisit(life);
      await visit?.firstCheck();
    });
  }

  async #openVisit(life: Life): Promise<PageVisit | null> {
    const { adapter, clock, log } = this.#parts;
    const driver = await this.#drive(true);
    const reports = this.#reportsOf(life);
    const { intake } = this.#parts;
    const visit = new PageVisit({ driver, adapter, clock, log, intake, reports });
    if (life.isOver) {
      await visit.end();
      return null;
    }
    life.visit = visit;
    driver.page.onGone((gone) => {
      if (life.visit === visit) this.#failed(life, lostBy(gone), gone.message);
    });
    await driver.goTo(adapter.manifest.workbenchUrl);
    return visit;
  }

  async #drive(blockHeavy: boolean): Promise<PageDriver> {
    const { pages, shopId, adapter, sites, clock, log } = this.#parts;
    const page = await pages.open(shopId, adapter.manifest.platform);
    return PageDriver.take({ page, adapter, sites, clock, log }, blockHeavy);
  }

  #reportsOf(life: Life): VisitReports {
    return {
      state: () => this.#state,
      happened: (event) => {
        if (life.isOver) return;
        if (event.kind === 'page.lost' || event.kind === 'page.restless')
          this.#failed(life, event, event.kind);
        else this.#happened(event);
      },
      identify: (answer) => this.#identity.judge(answer),
      isHeldByChallenge: () => this.#persons.isHeldByChallenge(),
      transferred: (confirmed) => this.#transfers.confirm(confirmed),
      receiving: () => {
        this.#reopening.receives();
        this.#staff.start();
      },
      heard: () => this.#heard(),
    };
  }

  #happened(event: ShopEvent): void {
    const { clock, events } = this.#parts;
    // A probe that finds no login does not tell more than the gateway, which says why.
    if (event.kind === 'login.required' && this.#persons.isHeldByChallenge()) return;
    const now = clock.now();
    const next = nextShopState(this.#state, event, now);
    if (next === this.#state) return;
    this.#state = next;
    void events.happened(event, now);
    // PL7: a page that reloads itself would take the session back.
    if (next.kind === 'kicked') this.#endLife(true);
    if (next.kind === 'online') void this.#persons.hideWorkbench();
  }

  #failed(life: Life, event: ShopEvent, why: string): void {
    if (life.isOver) return;
    this.#parts.log.warn('platform.pageFailed', { why });
    const visit = life.visit;
    life.visit = null;
    void visit?.end();
    this.#happened(event);
    this.#reopening.set(() => {
      if (!life.isOver) this.#begin('reopen', null);
    });
  }

  #endLife(isRemembered = false): void {
    this.#reopening.cancel();
    this.#staff.stop();
    const life = this.#life;
    if (!life) return;
    life.isOver = true;
    if (!isRemembered) this.#life = null;
    const visit = life.visit;
    life.visit = null;
    this.#ending = this.#ending.then(() => visit?.end());
  }

  #script(): ReturnType<PageVisit['script']> {
    return this.#life?.visit?.script() ?? null;
  }

  #notOnline(): string | null {
    return this.#state.kind === 'online' ? null : this.#state.kind;
  }

  async #verifyIdentity(): Promise<string | null> {
    const visit = this.#life?.visit;
    return visit ? visit.verifyIdentity() : 'the shop has no page';
  }

  #heard(): void {
    const { clock, events } = this.#parts;
    const nowMonotonicMs = clock.monotonicMs();
    if (nowMonotonicMs - this.#heardMonotonicMs < HEARD_EVERY_MS) return;
    this.#heardMonotonicMs = nowMonotonicMs;
    events.heard(clock.now());
  }
}

/** How the page was lost, by what was thrown. */
const lostBy = (error: unknown): Extract<ShopEvent, { readonly kind: 'page.lost' }> => {
  const trace = error instanceof Error ? error.message : 'the page could not be opened';
  if (error instanceof PageGone) return { kind: 'page.lost', why: error.kind, trace };
  const why = error instanceof NotReachable ? 'unreachable' : 'failed';
  return { kind: 'page.lost', why, trace };
};
