import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { ShopEvent } from '#shared/model/shop-state.ts';
import type { ShopState } from '#shared/model/shop.ts';
import { assertNever } from '#shared/model/result.ts';
import type { Adapter, IdentityAnswer } from '../adapter/adapter.ts';
import type { CodecResult } from '../adapter/codec-result.ts';
import { pause } from '../session/pause.ts';
import type { PageDriver } from '../session/page-driver.ts';
import { ScriptLost, type InstalledScript } from '../session/page-script.ts';
import { NavigationLoop } from './navigation-loop.ts';
import { PageGone } from '../session/page-session.ts';
import { ProbeLoop } from './probe-loop.ts';
import type { MessageIntake } from '../traffic/message-intake.ts';
import { receive, type ReceiveParts } from '../traffic/receive-loop.ts';
import { LOOK_AGAIN_MS, ScriptFinder } from '../session/script-finder.ts';
import { STREAM_GRACE_MS, StreamHealth } from '../traffic/stream-health.ts';

const IDENTITY_DEADLINE_MS = 10_000;
/** A write waits for it, and an agent for the write. */
const IDENTITY_BEFORE_WRITE_MS = 5_000;
/** An identity answer serves the writes of this long (PL5); they come in bursts, one to each conversation. */
const IDENTITY_FRESH_MS = 1_000;
/** A sick page is loaded anew, but not again and again. */
const RELOAD_SICK_EVERY_MS = 5 * 60_000;

/** The page turned out to be another shop's, or to belong to an account that another shop of ours has. */
export type WrongShop = Extract<
  ShopEvent,
  { readonly kind: 'identity.otherShop' | 'identity.twice' }
>;

export type Identified = Extract<IdentityAnswer, { readonly kind: 'identified' }>;

/** What a visit tells its connector. */
export interface VisitReports {
  state(): ShopState;
  happened(event: ShopEvent): void;
  /** Compares with the shop that this must be: null when it is that shop, else what is wrong. */
  identify(answer: Identified): WrongShop | null;
  /** A gateway's challenge is not over yet: a good probe does not end it. */
  isHeldByChallenge(): boolean;
  transferred(confirmed: CodecResult['transferred']): void;
  /** The shop's page receives (again). */
  receiving(): void;
  heard(): void;
}

export type PageVisitParts = {
  readonly driver: PageDriver;
  readonly adapter: Adapter;
  readonly clock: Clock;
  readonly log: Log;
  /** The shop's own, which outlives its pages. */
  readonly intake: MessageIntake;
  readonly reports: VisitReports;
};

/**
 * One open page of a shop, from its first load to its end: finds the script's place again after every navigation, knows who
 * is logged in, receives while that is the right shop, and says which state follows (PL2).
 */
export class PageVisit {
  readonly driver: PageDriver;
  readonly #parts: PageVisitParts;
  readonly #ending = new AbortController();
  #health = new StreamHealth();
  readonly #navigations = new NavigationLoop();
  readonly #probes: ProbeLoop;
  readonly #finder: ScriptFinder;
  #script: InstalledScript | null = null;
  #receiving: AbortController | null = null;
  #check: Promise<void> | null = null;
  #checkAgain = false;
  #identifiedMonotonicMs = Number.NEGATIVE_INFINITY;
  #reloadedMonotonicMs = Number.NEGATIVE_INFINITY;

  constructor(parts: PageVisitParts) {
    this.driver = parts.driver;
    this.#parts = parts;
    this.#probes = new ProbeLoop({
      clock: parts.clock,
      signal: this.#ending.signal,
      state: () => parts.reports.state(),
      probe: () => void this.check(),
    });
    this.#finder = new ScriptFinder({
      driver: parts.driver,
      workbenchUrl: parts.adapter.manifest.workbenchUrl,
      clock: parts.clock,
      signal: this.#ending.signal,
      state: () => parts.reports.state(),
    });
    parts.driver.onNavigated(() => this.#followNavigation());
  }

  /** The script through which may be written and asked, null while there is none. */
  script(): InstalledScript | null {
    return this.#script?.isLost === false ? this.#script : null;
  }

  /** Looks where the page is and who is logged in. Calls during a check share one more after it. Never rejects. */
  check(): Promise<void> {
    if (this.#check) {
      this.#checkAgain = true;
      return this.#check;
    }
    this.#check = this.#runChecks().finally(() => {
      this.#check = null;
      this.#probes.schedule();
    });
    return this.#check;
  }

  /** The check that runs already, by the page's first navigation, else a new one. */
  firstCheck(): Promise<void> {
    return this.#check ?? this.check();
  }

  /** PL5, right before a write: null when the page still is the right shop's, else why nothing may be written. */
  async verifyIdentity(): Promise<string | null> {
    const script = this.script();
    if (!script) return 'the page is loading';
    if (this.#parts.clock.monotonicMs() - this.#identifiedMonotonicMs < IDENTITY_FRESH_MS)
      return null;
    try {
      await this.#askIdentity(script, IDENTITY_BEFORE_WRITE_MS);
    } catch (error) {
      // The page went, or does not answer: the shop's state must say so, not only this send.
      void this.check();
      return error instanceof Error ? error.message : 'the identity could not be checked';
    }
    const { kind } = this.#parts.reports.state();
    return kind === 'online' ? null : kind;
  }

  /** Ends everything of this page and closes it; never rejects. */
  async end(): Promise<void> {
    this.#ending.abort();
    this.#stopReceiving();
    await this.driver.close();
  }

  #followNavigation(): void {
    const { clock, driver, reports } = this.#parts;
    // Nothing may be written through a script whose page may have become another shop's.
    this.#dropScript();
    const isEndless = this.#navigations.note(clock.monotonicMs());
    if (isEndless && !driver.isShown && !this.#ended) {
      reports.happened({ kind: 'page.restless' });
      return;
    }
    void this.check();
  }

  async #runChecks(): Promise<void> {
    do {
      this.#checkAgain = false;
      try {
        await this.#checkOnce();
      } catch (error) {
        if (error instanceof PageGone || this.#ended) return;
        if (error instanceof ScriptLost) this.#checkAgain = true;
        else this.#degrade(error instanceof Error ? error.message : 'the probe failed');
        await pause(this.#parts.clock, LOOK_AGAIN_MS, this.#ending.signal);
      }
    } while (this.#checkAgain && !this.#ended);
  }

  async #checkOnce(): Promise<void> {
    const script = await this.#findScript();
    if (script) await this.#askIdentity(script, IDENTITY_DEADLINE_MS);
  }

  /** The installed script, or null after having told the state that the page is in. */
  async #findScript(): Promise<InstalledScript | null> {
    const { driver, reports } = this.#parts;
    const known = this.script();
    if (known && (await driver.missingShapes(known)).length === 0) return known;
    this.#dropScript();
    const found = await this.#finder.find(() => {
      const { kind } = reports.state();
      if (kind === 'opening' || kind === 'online') reports.happened({ kind: 'identity.asked' });
    });
    if (found === null) return null;
    if ('event' in found) {
      reports.happened(found.event);
      return null;
    }
    this.#script = found.script;
    return found.script;
  }

  async #askIdentity(script: InstalledScript, deadlineMs: number): Promise<void> {
    const answer = await script.call('identity', [], deadlineMs);
    if (this.#ended || script.isLost) throw new ScriptLost('the page has changed');
    this.#takeIdentity(this.#parts.adapter.codec.identity(answer), script);
  }

  #takeIdentity(answer: IdentityAnswer, script: InstalledScript): void {
    const { reports, driver, clock } = this.#parts;
    this.#identifiedMonotonicMs = Number.NEGATIVE_INFINITY;
    switch (answer.kind) {
      case 'identified': {
        const wrong = reports.identify(answer);
        if (wrong !== null) {
          // Nothing of another shop may come in, and nothing may be written to it (PL5).
          this.#dropScript();
          reports.happened(wrong);
          return;
        }
        this.#identifiedMonotonicMs = clock.monotonicMs();
        this.#goOn(script, answer.shopKey);
        return;
      }
      case 'loginRequired':
        this.#dropScript();
        reports.happened({ kind: 'login.required', words: answer.words });
        return;
      case 'challenge':
        reports.happened({ kind: 'challenge.met', words: answer.words, link: driver.where().url });
        return;
      case 'failed':
        this.#degrade(answer.trace);
        return;
      default:
        assertNever(answer);
    }
  }

  #goOn(script: InstalledScript, shopKey: string): void {
    const { reports } = this.#parts;
    if (!this.#receiving) this.#startReceiving(script, shopKey);
    if (reports.isHeldByChallenge()) return;
    const { kind } = reports.state();
    const isStillSick =
      kind === 'degraded' && this.#health.verdict(this.#parts.clock.monotonicMs()) !== null;
    if (kind !== 'online' && !isStillSick) {
      reports.happened({ kind: 'identity.confirmed' });
      reports.receiving();
    }
    this.#applyHealth();
  }

  #startReceiving(script: InstalledScript, shopKey: string): void {
    const { adapter, clock, intake, reports, log } = this.#parts;
    const stopping = new AbortController();
    this.#receiving = stopping;
    // A page that was loaded anew is judged anew; else a quiet shop would wait for its next buyer to be well again.
    this.#health = new StreamHealth();
    const history = { isNext: true };
    const signal = AbortSignal.any([stopping.signal, this.#ending.signal]);
    void this.#receiveUntilLost(signal, {
      script,
      adapter,
      sockets: this.driver.sockets,
      shopKey,
      clock,
      signal,
      take: async (source, result) => {
        if (source === 'stream') this.#health.streamBrought(result.messages, result.undecoded);
        const fresh = await intake.take(result.messages);
        if (source === 'poll') {
          const counted = history.isNext ? [] : fresh;
          history.isNext = false;
          const { messages, undecoded } = result;
          const list = { fresh: counted, decoded: messages.length, undecoded };
          this.#health.pollBrought(list, clock.monotonicMs());
          if (counted.length > 0) void this.#lookAtHealthLater(signal);
        }
        this.#takeEvents(result);
        this.#applyHealth();
      },
      onHeard: () => reports.heard(),
      onFailure: (what, why) => log.warn('page.receiveFailed', { what, why }),
    });
  }

  async #receiveUntilLost(signal: AbortSignal, parts: ReceiveParts): Promise<void> {
    await receive(parts);
    if (signal.aborted) return;
    this.#receiving = null;
    await this.check();
  }

  #takeEvents(result: CodecResult): void {
    const { reports, driver } = this.#parts;
    if (result.transferred.length > 0) reports.transferred(result.transferred);
    if (result.challenged !== null) {
      reports.happened({
        kind: 'challenge.met',
        words: result.challenged,
        link: driver.where().url,
      });
      this.#probes.schedule();
    }
    if (result.kicked !== null) reports.happened({ kind: 'login.kicked', words: result.kicked });
  }

  async #lookAtHealthLater(signal: AbortSignal): Promise<void> {
    await pause(this.#parts.clock, STREAM_GRACE_MS, signal);
    if (!signal.aborted) this.#applyHealth();
  }

  /** Between `online` and `degraded`, as the stream does. A sick page is loaded anew, now or with a later probe. */
  #applyHealth(): void {
    const { reports, clock, adapter, driver } = this.#parts;
    const nowMonotonicMs = clock.monotonicMs();
    const verdict = this.#health.verdict(nowMonotonicMs);
    const { kind, reason } = reports.state();
    if (verdict === null) {
      if (reason?.code === 'silent' || reason?.code === 'decode')
        reports.happened({ kind: 'stream.well' });
      return;
    }
    if (kind !== 'online' && kind !== 'degraded') return;
    reports.happened({ kind: verdict === 'silent' ? 'stream.silent' : 'stream.unreadable' });
    if (nowMonotonicMs - this.#reloadedMonotonicMs < RELOAD_SICK_EVERY_MS) return;
    this.#reloadedMonotonicMs = nowMonotonicMs;
    void driver.goTo(adapter.manifest.workbenchUrl).catch(() => {});
  }

  #degrade(trace: string): void {
    const { reports } = this.#parts;
    if (reports.isHeldByChallenge()) return;
    reports.happened({ kind: 'probe.failed', trace });
  }

  #dropScript(): void {
    this.#stopReceiving();
    const script = this.#script;
    this.#script = null;
    this.#identifiedMonotonicMs = Number.NEGATIVE_INFINITY;
    if (script) void script.dispose();
  }

  #stopReceiving(): void {
    this.#receiving?.abort();
    this.#receiving = null;
  }

  get #ended(): boolean {
    return this.#ending.signal.aborted;
  }
}
