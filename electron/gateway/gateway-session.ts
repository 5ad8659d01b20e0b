import type { Clock } from '../core/ports/clock.ts';
import type { Dial } from '../network/dial.ts';
import { judgeEnd, type EndVerdict, type SocketEnd } from './close-codes.ts';
import { GatewaySocket, type FrameTolerance } from './gateway-socket.ts';
import { Heartbeat, PONG_WITHIN_MS } from './heartbeat.ts';
import type { InboundIntake, SessionFrame } from './inbound.ts';
import type { DrainLine, OutboxDrain } from './outbox-drain.ts';
import type { DrainLeft } from './stuck-frames.ts';

/** GW2: for the upgrade, and again from the upgrade to `success`. */
const OPEN_WITHIN_MS = 10_000;
const SUCCESS_WITHIN_MS = 10_000;

/** Why a session is over. `retryAfter` is the header of that name, where the end was an HTTP answer. */
export type SessionEnd = EndVerdict & {
  readonly retryAfter: string | null;
  /** The HTTP status or close code, where the other side gave one. */
  readonly code: number | null;
};

export type SessionEvents = {
  /** The host's name leads to these; told before anything is sent there. */
  resolved(addresses: readonly string[]): void;
  serverTime(at: number): void;
  /** The gateway said `success` (GW2). */
  ready(): void;
  roundTrip(ms: number): void;
  /** Once, and not after `abandon`. */
  ended(end: SessionEnd): void;
};

export type SessionParts = {
  readonly clock: Clock;
  readonly dial: Dial;
  readonly newUuid: () => string;
  readonly intake: InboundIntake;
  readonly openDrain: (line: DrainLine) => OutboxDrain;
  readonly events: SessionEvents;
};

type Phase = 'opening' | 'awaitingSuccess' | 'ready' | 'over';

/**
 * One connection from the first packet to its end: opening (GW2), liveness (GW4), the outbox (GW9) and the pause under
 * load (GW10). It holds one socket and one timer; it never comes back, the client makes another.
 */
export class GatewaySession {
  readonly #parts: SessionParts;
  readonly #socket: GatewaySocket;
  #phase: Phase = 'opening';
  /** By when the gateway has to have answered or spoken `success`. */
  #openByMonotonicMs: number;
  #heartbeat: Heartbeat | null = null;
  #drain: OutboxDrain | null = null;
  #isPaused = false;
  #cancelTimer: (() => void) | null = null;

  /** Opens at once. `url` carries the token and goes nowhere but to the socket. */
  constructor(url: string, tolerance: FrameTolerance, parts: SessionParts) {
    this.#parts = parts;
    this.#openByMonotonicMs = parts.clock.monotonicMs() + OPEN_WITHIN_MS;
    this.#socket = new GatewaySocket(url, tolerance, parts.dial, {
      resolved: (addresses) => parts.events.resolved(addresses),
      serverTime: (at) => parts.events.serverTime(at),
      opened: () => this.#opened(),
      received: (data, isBinary) => this.#received(data, isBinary),
      stirred: () => this.#heartbeat?.heard(parts.clock.monotonicMs()),
      ended: (end) => this.#socketEnded(end),
    });
    this.#schedule();
  }

  get isReady(): boolean {
    return this.#phase === 'ready';
  }

  outboxGrew(): void {
    this.#drain?.grew();
  }

  /** Asks for a sign of life within `withinMs`, after a wake-up or when the agent wants to know. */
  check(withinMs: number): void {
    if (this.#phase === 'ready') this.#ping(withinMs);
  }

  /** GW10. */
  setPressure(isCongested: boolean): void {
    if (this.#phase !== 'ready' || isCongested === this.#isPaused) return;
    const nowMonotonicMs = this.#parts.clock.monotonicMs();
    this.#isPaused = isCongested;
    if (isCongested) {
      this.#socket.pause();
      this.#heartbeat?.hold(nowMonotonicMs);
    } else {
      this.#socket.resume();
      this.#heartbeat?.release(nowMonotonicMs);
    }
    this.#schedule();
  }

  /** The polite end: `ended` follows within 2 s. */
  close(): void {
    this.#socket.resume();
    this.#socket.close();
  }

  /** Gone at once, without `ended`. What was not acknowledged stays in the outbox. Answers what it left, null if it never drained. */
  abandon(): DrainLeft | null {
    this.#phase = 'over';
    this.#cancelTimer?.();
    this.#drain?.stop();
    this.#socket.terminate();
    return this.#drain?.left ?? null;
  }

  #end(end: SessionEnd): void {
    if (this.#phase === 'over') return;
    this.abandon();
    this.#parts.events.ended(end);
  }

  #socketEnded(end: SocketEnd): void {
    this.#end({
      ...judgeEnd(end),
      retryAfter: end.kind === 'http' ? end.retryAfter : null,
      code: end.kind === 'http' ? end.status : end.kind === 'closed' ? end.code : null,
    });
  }

  #opened(): void {
    if (this.#phase !== 'opening') return;
    this.#phase = 'awaitingSuccess';
    this.#openByMonotonicMs = this.#parts.clock.monotonicMs() + SUCCESS_WITHIN_MS;
    this.#schedule();
  }

  #received(data: Buffer, isBinary: boolean): void {
    const frame = this.#parts.intake.take(data, isBinary);
    if (frame !== null) this.#takeOwn(frame);
    if (frame?.type !== 'pong') this.#heartbeat?.heard(this.#parts.clock.monotonicMs());
  }

  #takeOwn(frame: SessionFrame): void {
    if (frame.type === 'pong') this.#takePong(frame.uuid);
    else if (this.#phase === 'awaitingSuccess') this.#becomeReady();
  }

  #becomeReady(): void {
    const { clock, newUuid, openDrain, intake, events } = this.#parts;
    this.#phase = 'ready';
    this.#heartbeat = new Heartbeat(newUuid, clock.monotonicMs());
    this.#drain = openDrain({
      send: (text, written) => this.#socket.send(text, written),
      bufferedBytes: () => this.#socket.bufferedBytes,
      ping: () => this.#ping(PONG_WITHIN_MS),
    });
    this.#ping(PONG_WITHIN_MS);
    this.#drain.grew();
    events.ready();
    if (intake.isCongested) this.setPressure(true);
  }

  #takePong(given: string | undefined): void {
    const uuid = given ?? this.#heartbeat?.oldestOpen() ?? null;
    if (uuid === null) return;
    const roundTripMs = this.#heartbeat?.pong(uuid, this.#parts.clock.monotonicMs()) ?? null;
    if (roundTripMs === null) return;
    this.#drain?.ponged(uuid);
    this.#parts.events.roundTrip(roundTripMs);
  }

  #ping(withinMs: number): void {
    const uuid = this.#heartbeat?.ping(this.#parts.clock.monotonicMs(), withinMs);
    if (uuid === undefined) return;
    this.#socket.send(JSON.stringify({ type: 'ping', uuid }));
    this.#drain?.pinged(uuid);
    this.#schedule();
  }

  /** One timer for whatever is due next. It is not moved for every frame heard: it looks again when it fires. */
  #schedule(): void {
    this.#cancelTimer?.();
    if (this.#phase === 'over') return;
    const { clock } = this.#parts;
    const dueMonotonicMs = this.#heartbeat?.nextEventMonotonicMs() ?? this.#openByMonotonicMs;
    this.#cancelTimer = clock.setTimer(Math.max(0, dueMonotonicMs - clock.monotonicMs()), () =>
      this.#due(),
    );
  }

  #due(): void {
    const nowMonotonicMs = this.#parts.clock.monotonicMs();
    if (this.#heartbeat === null) {
      if (nowMonotonicMs < this.#openByMonotonicMs) this.#schedule();
      else {
        const reason = this.#phase === 'opening' ? 'openTimeout' : 'noSuccess';
        this.#end({ reason, next: 'retry', retryAfter: null, code: null });
      }
      return;
    }
    const verdict = this.#heartbeat.judge(nowMonotonicMs);
    if (verdict === 'dead')
      this.#end({ reason: 'silent', next: 'retry', retryAfter: null, code: null });
    else if (verdict === 'pingDue') this.#ping(PONG_WITHIN_MS);
    else this.#schedule();
  }
}
