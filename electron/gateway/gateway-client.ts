import { randomUUID } from 'node:crypto';
import type { Clock } from '../core/ports/clock.ts';
import type { Fact, FactSink } from '../core/ports/facts.ts';
import type { GatewayLink } from '../core/ports/gateway-link.ts';
import type { CleanLog } from '../core/ports/log.ts';
import type { OutboxRow, Store } from '../core/ports/store.ts';
import { NO_LINE, type GatewayEndReason } from '#shared/model/gateway-status.ts';
import type { Dial } from '../network/dial.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';
import { Secret } from '#shared/model/secret.ts';
import { TurnQueue } from '#shared/async/turn-queue.ts';
import {
  isUsableToken,
  leadsElsewhere,
  parseGatewayAddress,
  socketUrl,
  type GatewayAddress,
} from './address.ts';
import { Backoff, parseRetryAfter } from './backoff.ts';
import { GatewaySession, type SessionEnd } from './gateway-session.ts';
import type { FrameTolerance } from './gateway-socket.ts';
import { WAKE_PONG_WITHIN_MS } from './heartbeat.ts';
import { InboundIntake } from './inbound.ts';
import { OutageLog } from './outage-log.ts';
import { OutboxDrain } from './outbox-drain.ts';
import { StuckFrames, type DrainLeft } from './stuck-frames.ts';
import { VaultLocked, type KeptConnection, type TokenVault } from './token-vault.ts';
import { VaultOpening } from './vault-opening.ts';
import { watchForWakeUp } from './wake-watch.ts';

export type GatewayClientParts = {
  readonly clock: Clock;
  /** [0, 1), for the jitter. */
  readonly random: () => number;
  readonly sink: FactSink;
  readonly outbox: Pick<Store, 'loadOutbox'>;
  readonly vault: TokenVault;
  /** How the back office is reached. */
  readonly dial: Dial;
  readonly log: CleanLog;
};

type Status = Extract<Fact, { kind: 'gateway.status' }>['status'];
type Target = {
  readonly address: GatewayAddress;
  readonly token: Secret;
  wasAccepted: boolean;
};

/** GW3: after so much healthy life the backoff starts anew. */
const HEALTHY_AFTER_MS = 60_000;
/** GW2: how long an accepted token that is refused waits for the next try, plus or minus a quarter. */
const REFUSED_AGAIN_MS = 30_000;
/** GW6: ends by an unreadable frame in a row before it is met with a larger limit. */
const BAD_ENDS_BEFORE_LENIENT = 3;
/** The round trip is shown, not plotted: under load every second would be a write. */
const ROUND_TRIP_EVERY_MS = 5_000;

/**
 * The one line to the back office (GW1-GW4, GW6, GW14). Holds at most one session, and so one socket: whatever begins a new
 * one ends the old one first. Never gives up but where a token is refused that was never accepted.
 */
export class GatewayClient implements GatewayLink {
  readonly #parts: GatewayClientParts;
  readonly #intake: InboundIntake;
  readonly #backoff: Backoff;
  readonly #outages: OutageLog;
  readonly #opening: VaultOpening;
  #target: Target | null = null;
  #session: GatewaySession | null = null;
  #isStopped = false;
  /** Grows with every `forget` and with the end: what was on its way before them must not connect any more. */
  #generation = 0;
  #acknowledgedSeq = 0;
  readonly #stuckFrames = new StuckFrames();
  /** A stuck frame is on its way out of the outbox. */
  #settingAside: Promise<void> = Promise.resolve();
  #attemptAt = 0;
  #readyAtMonotonicMs: number | null = null;
  #wokeAtMonotonicMs = -Infinity;
  #badEnds = 0;
  #cancelRetry: (() => void) | null = null;
  #stopWatching: (() => void) | null = null;
  #roundTripToldMonotonicMs = -Infinity;
  #whenClosed: (() => void) | null = null;
  /** The vault is asked one thing after another: what was typed last is what stays. */
  readonly #vaultTurns = new TurnQueue();
  #takenUp: Promise<void> = Promise.resolve();
  #status: Status = NO_LINE;

  constructor(parts: GatewayClientParts) {
    this.#parts = parts;
    this.#backoff = new Backoff(parts.random);
    this.#outages = new OutageLog((outage) => this.#notify({ kind: 'gateway.outage', outage }));
    this.#opening = new VaultOpening({
      ...parts,
      found: (kept) => this.#takeUp(kept),
      locked: (server, nextAttemptAt) => this.#noteLocked(server, nextAttemptAt),
    });
    this.#intake = new InboundIntake({
      ...parts,
      onPressure: (isCongested) => this.#session?.setPressure(isCongested),
    });
  }

  /** Takes up the server and token that were kept, if any. */
  start(): void {
    this.#takenUp = this.#openVault();
  }

  /** Resolves when `start` has found out whether there was anything to take up. */
  whenTakenUp(): Promise<void> {
    return this.#takenUp;
  }

  #openVault(): Promise<void> {
    return this.#vaultTurns.run(() => this.#opening.open(() => void this.#openVault()));
  }

  #takeUp({ server, token, wasAccepted }: KeptConnection): void {
    const address = parseGatewayAddress(server);
    if (address.ok && isUsableToken(token))
      this.#connectTo({ address: address.value, token, wasAccepted });
    else this.#parts.log.warn('gateway.keptAddressInvalid');
  }

  /** Its token cannot be read now. That is no first run: it is said, and tried again. */
  #noteLocked(kept: string, nextAttemptAt: number): void {
    const address = parseGatewayAddress(kept);
    const { server = null, isPlaintext = false } = address.ok ? address.value : {};
    this.#outages.begin(this.#parts.clock.now());
    const reason = 'keychainLocked';
    this.#setStatus({ phase: 'disconnected', server, isPlaintext, reason, nextAttemptAt });
  }

  /** Ends the line politely, within 2 s. What was not acknowledged is sent again by the next life. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#generation += 1;
    this.#opening.end();
    this.#stopWatching?.();
    this.#cancelRetry?.();
    const session = this.#session;
    if (session !== null) {
      await new Promise<void>((resolve) => {
        this.#whenClosed = resolve;
        session.close();
      });
    }
    this.#outages.end(this.#parts.clock.now());
  }

  async configure(server: string, token: Secret): Promise<Result<null>> {
    const address = parseGatewayAddress(server);
    if (!address.ok) return address;
    if (!isUsableToken(token)) return refuse('gateway.tokenMissing');
    const generation = this.#generation;
    return this.#vaultTurns.run(async () => {
      try {
        await this.#parts.vault.save({
          server: address.value.base,
          token: new Secret(token.reveal().trim()),
          wasAccepted: false,
        });
      } catch (error) {
        // What was kept before, and the line to it, stay as they are.
        const isLocked = error instanceof VaultLocked;
        return refuse(isLocked ? 'gateway.keychainLocked' : 'storage.unavailable');
      }
      if (generation === this.#generation && !this.#isStopped)
        this.#connectTo({ address: address.value, token, wasAccepted: false });
      return ok(null);
    });
  }

  async forget(): Promise<void> {
    this.#generation += 1;
    this.#opening.end();
    this.#dropSession();
    this.#target = null;
    this.#outages.end(this.#parts.clock.now());
    this.#setStatus(NO_LINE);
    try {
      await this.#vaultTurns.run(() => this.#parts.vault.clear());
    } catch {
      this.#parts.log.warn('gateway.vaultNotCleared');
    }
  }

  /** 立即重连. A line that stands is only asked for a sign of life within 3 s. */
  reconnectNow(): Result<null> {
    if (this.#opening.isLocked) {
      void this.#openVault();
      return ok(null);
    }
    if (this.#target === null || this.#isStopped) return refuse('gateway.notConfigured');
    if (this.#session !== null && !this.#session.isReady) this.#setStatus({ reason: 'requested' });
    this.#tryNow();
    return ok(null);
  }

  /** The network came back or changed (GW3): try at once, unless the token was refused. */
  networkChanged(): void {
    // Whoever unlocks the computer has mostly unlocked its key store.
    if (this.#opening.isLocked) void this.#openVault();
    if (this.#status.phase === 'token_refused' || this.#target === null || this.#isStopped) return;
    this.#tryNow();
  }

  #tryNow(): void {
    if (this.#session?.isReady === true) this.#session.check(WAKE_PONG_WITHIN_MS);
    else this.#attempt();
  }

  outboxGrew(): void {
    this.#session?.outboxGrew();
  }

  #woke(): void {
    this.#parts.log.info('gateway.woke');
    this.#wokeAtMonotonicMs = this.#parts.clock.monotonicMs();
    this.networkChanged();
  }

  #connectTo(target: Target): void {
    const { address } = target;
    this.#opening.end();
    this.#target = target;
    this.#stopWatching ??= watchForWakeUp(this.#parts.clock, () => this.#woke());
    this.#badEnds = 0;
    this.#backoff.reset();
    this.#dropSession();
    this.#stuckFrames.forget();
    const { server, isPlaintext } = address;
    this.#setStatus({
      server,
      isPlaintext,
      reason: null,
      refusedWith: null,
      connectedAt: null,
      roundTripMs: null,
    });
    this.#attempt();
  }

  /** Ends what there is of a session or a wait, without a word. */
  #dropSession(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    const session = this.#session;
    if (session === null) return;
    this.#session = null;
    this.#noteEndOfLife(session);
  }

  #noteEndOfLife(session: GatewaySession): DrainLeft | null {
    const left = session.abandon();
    this.#acknowledgedSeq = left?.acknowledgedSeq ?? this.#acknowledgedSeq;
    const { clock } = this.#parts;
    const readyMonotonicMs = this.#readyAtMonotonicMs;
    this.#readyAtMonotonicMs = null;
    if (readyMonotonicMs !== null && clock.monotonicMs() - readyMonotonicMs >= HEALTHY_AFTER_MS)
      this.#backoff.reset();
    // The end of the app is no outage of the line.
    if (!this.#isStopped)
      this.#outages.begin(readyMonotonicMs === null ? this.#attemptAt : clock.now());
    return left;
  }

  #attempt(): void {
    this.#dropSession();
    if (this.#target === null) return;
    const { clock } = this.#parts;
    this.#attemptAt = clock.now();
    this.#setStatus({
      phase: 'connecting',
      nextAttemptAt: null,
      connectedAt: null,
      roundTripMs: null,
    });
    const { address, token } = this.#target;
    const tolerance: FrameTolerance =
      this.#badEnds >= BAD_ENDS_BEFORE_LENIENT ? 'lenient' : 'strict';
    if (tolerance === 'lenient') this.#parts.log.warn('gateway.lenientConnection');
    this.#session = new GatewaySession(socketUrl(address, token), tolerance, {
      clock,
      dial: this.#parts.dial,
      newUuid: randomUUID,
      intake: this.#intake,
      openDrain: (line) =>
        new OutboxDrain(this.#parts, line, {
          after: this.#acknowledgedSeq,
          care: this.#stuckFrames.care,
          settled: this.#settingAside,
        }),
      events: {
        resolved: (addresses) =>
          this.#setStatus({
            isPlaintext: address.isPlaintext || leadsElsewhere(address, addresses),
          }),
        serverTime: (at) => this.#notify({ kind: 'gateway.serverTime', at }),
        ready: () => this.#becameReady(),
        roundTrip: (ms) => this.#roundTrip(ms),
        ended: (end) => this.#sessionEnded(end, tolerance),
      },
    });
  }

  #becameReady(): void {
    const { clock } = this.#parts;
    this.#readyAtMonotonicMs = clock.monotonicMs();
    this.#roundTripToldMonotonicMs = -Infinity;
    this.#setStatus({
      phase: 'connected',
      connectedAt: clock.now(),
      reason: null,
      refusedWith: null,
    });
    this.#outages.end(clock.now());
    this.#noteAccepted();
  }

  /** From now on a refusal is a fault of the back office first, a deploy or a proxy, and the token is kept (GW2). */
  #noteAccepted(): void {
    const target = this.#target;
    if (target === null || target.wasAccepted) return;
    target.wasAccepted = true;
    const { vault, log } = this.#parts;
    const token = new Secret(target.token.reveal().trim());
    const save = async (): Promise<void> => {
      // Another token was kept, or this one forgotten, meanwhile: this one must not be written over it.
      if (this.#target !== target) return;
      await vault.save({ server: target.address.base, token, wasAccepted: true });
    };
    this.#vaultTurns.run(save).catch(() => log.warn('gateway.acceptanceNotKept'));
  }

  #roundTrip(ms: number): void {
    const nowMonotonicMs = this.#parts.clock.monotonicMs();
    if (nowMonotonicMs - this.#roundTripToldMonotonicMs < ROUND_TRIP_EVERY_MS) return;
    this.#roundTripToldMonotonicMs = nowMonotonicMs;
    this.#setStatus({ roundTripMs: Math.round(ms) });
  }

  #sessionEnded(end: SessionEnd, tolerance: FrameTolerance): void {
    const session = this.#session;
    this.#session = null;
    const left = session === null ? null : this.#noteEndOfLife(session);
    this.#whenClosed?.();
    if (this.#isStopped) return;
    this.#countBadEnd(end.reason, tolerance);
    const reason = this.#reasonOf(end);
    const stuck = left === null ? null : this.#stuckFrames.ended(left, reason);
    if (stuck !== null) this.#setAside(stuck, reason);
    this.#parts.log.info('gateway.ended', { reason });
    const isRefused = end.next === 'stop';
    const refusedWith = isRefused ? end.code : null;
    const gone = { reason, refusedWith, connectedAt: null, roundTripMs: null } as const;
    if (isRefused && this.#target?.wasAccepted !== true) {
      this.#setStatus({ ...gone, phase: 'token_refused', nextAttemptAt: null });
      return;
    }
    const { clock, random } = this.#parts;
    const delayMs = isRefused
      ? REFUSED_AGAIN_MS * (0.75 + random() / 2)
      : this.#backoff.nextDelayMs(parseRetryAfter(end.retryAfter, clock.now()));
    this.#setStatus({
      ...gone,
      phase: 'disconnected',
      nextAttemptAt: Math.round(clock.now() + delayMs),
    });
    this.#cancelRetry = clock.setTimer(delayMs, () => this.#attempt());
  }

  /** GW9. The next connection reads the outbox only when the frame is out of it, or when that could not be kept. */
  #setAside({ outboxSeq, frame }: OutboxRow, reason: GatewayEndReason): void {
    const { sink, log } = this.#parts;
    log.warn('gateway.frameStuck', { outboxSeq, reason });
    const fact = { kind: 'gateway.frameStuck', outboxSeq, frame, reason } as const;
    this.#settingAside = sink.accept(fact).catch(() => {
      log.warn('gateway.factNotKept', { kind: fact.kind });
    });
  }

  /** A line that is silent right after a sleep broke because of it. */
  #reasonOf(end: SessionEnd): GatewayEndReason {
    const sinceWakeMs = this.#parts.clock.monotonicMs() - this.#wokeAtMonotonicMs;
    return end.reason === 'silent' && sinceWakeMs < 2 * WAKE_PONG_WITHIN_MS ? 'asleep' : end.reason;
  }

  /** GW6: three ends in a row by a frame that cannot be received, then one connection that can. */
  #countBadEnd(reason: GatewayEndReason, tolerance: FrameTolerance): void {
    const isBad = reason === 'badFrame' || reason === 'frameTooLarge';
    if (isBad && tolerance === 'lenient') {
      this.#intake.noteUnreceivable(
        reason === 'frameTooLarge' ? 'unreceivableSize' : 'unreceivable',
      );
    }
    this.#badEnds = isBad && tolerance === 'strict' ? this.#badEnds + 1 : 0;
  }

  #setStatus(change: Partial<Status>): void {
    const next = { ...this.#status, ...change };
    const isSame = (Object.keys(next) as (keyof Status)[]).every(
      (key) => next[key] === this.#status[key],
    );
    if (isSame) return;
    this.#status = next;
    this.#notify({ kind: 'gateway.status', status: next });
  }

  #notify(fact: Fact): void {
    this.#parts.sink.accept(fact).catch(() => {
      this.#parts.log.warn('gateway.factNotKept', { kind: fact.kind });
    });
  }
}
