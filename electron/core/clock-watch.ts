import type { Clock } from './ports/clock.ts';
import type { PlatformMessage } from './ports/facts.ts';
import { CLOCK_OK, type ClockStatus } from '#shared/model/clock-status.ts';

/** From here on waiting times are visibly wrong; network delay and the whole seconds of a `Date` header stay far below. */
const WRONG_FROM_MS = 60_000;
/** Told wrong, it has to come this near to be right again: a clock at the edge must not flicker. */
const RIGHT_BELOW_MS = 50_000;
/** A platform's time is less exact, and no answer to a question of ours. */
const FUTURE_FROM_MS = 120_000;
const LOOK_EVERY_MS = 1_000;
/** What is shown is minutes: less of a change is not told. */
const TELL_FROM_MS = 15_000;

/** A moment of the world, and of the elapsed time at which it was true. */
type Reading = { readonly worldMs: number; readonly elapsedMs: number };

/**
 * Notices a wall clock that is wrong, and one that was set right again. Evidence is the time of the gateway's server, or,
 * while there is none, a message that a platform dates in our future. It is carried forward by `elapsedMs`, which counts
 * sleep and does not follow the wall clock: by a monotonic clock that stands while the machine sleeps, every sleep would look
 * like a clock that was set forward.
 */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #elapsedMs: () => number;
  readonly #notify: (status: ClockStatus) => void;
  #server: Reading | null = null;
  /** The world is at least as late as this. */
  #platform: Reading | null = null;
  #status: ClockStatus = CLOCK_OK;
  #cancelLook: (() => void) | null = null;

  constructor(parts: {
    readonly clock: Clock;
    /** Milliseconds since some moment, sleep included, whatever is done to the wall clock. */
    readonly elapsedMs: () => number;
    readonly notify: (status: ClockStatus) => void;
  }) {
    this.#clock = parts.clock;
    this.#elapsedMs = parts.elapsedMs;
    this.#notify = parts.notify;
  }

  /** The gateway's server says that it is now `at`. The newest word counts. */
  noteServerTime(at: number): void {
    this.#server = this.#read(at);
    this.#look();
  }

  /** A message of our future means that we are behind; one of this very moment takes that back. */
  notePlatformTimes(messages: readonly PlatformMessage[]): void {
    const now = this.#clock.now();
    for (const { sentAt } of messages) {
      if (sentAt === null || sentAt < now - FUTURE_FROM_MS) continue;
      const isFuture = sentAt > now + FUTURE_FROM_MS;
      if (!isFuture && this.#platform === null) continue;
      this.#platform = isFuture ? this.#read(sentAt) : null;
      this.#look();
    }
  }

  stop(): void {
    this.#cancelLook?.();
    this.#cancelLook = null;
  }

  #read(worldMs: number): Reading {
    return { worldMs, elapsedMs: this.#elapsedMs() };
  }

  /** Looks now, and again every second for as long as there is evidence to look by. */
  #look(): void {
    this.stop();
    const skewMs = this.#skewMs();
    const old = this.#status.skewMs;
    const isClose = skewMs !== null && old !== null && Math.abs(skewMs - old) < TELL_FROM_MS;
    if (skewMs !== old && !isClose) {
      this.#status = { skewMs };
      this.#notify(this.#status);
    }
    if (this.#server === null && this.#platform === null) return;
    this.#cancelLook = this.#clock.setTimer(LOOK_EVERY_MS, () => this.#look());
  }

  #skewMs(): number | null {
    const limitMs = this.#status.skewMs === null ? WRONG_FROM_MS : RIGHT_BELOW_MS;
    if (this.#server !== null) {
      const aheadMs = Math.round(this.#aheadOf(this.#server));
      return Math.abs(aheadMs) >= limitMs ? aheadMs : null;
    }
    if (this.#platform === null) return null;
    const aheadMs = Math.round(this.#aheadOf(this.#platform));
    return aheadMs <= -limitMs ? aheadMs : null;
  }

  #aheadOf({ worldMs, elapsedMs }: Reading): number {
    return this.#clock.now() - worldMs - (this.#elapsedMs() - elapsedMs);
  }
}
