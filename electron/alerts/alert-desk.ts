import type { Clock } from '../core/ports/clock.ts';
import { afterDismissal, isQuietAt, nextAlert, NOTHING_TOLD } from './alert-policy.ts';
import { tallyOf, type Tally } from './tally.ts';
import { WhoWaits, type ReplicaSource } from './who-waits.ts';

/** How long a number may be old, and how often a waiting clock is read. */
const LOOK_EVERY_MS = 1_000;

/** What of a host tells a person. */
export interface AlertSurface {
  /** The agent has the window before her eyes. */
  isInFront(): boolean;
  /** Called when one of its numbers is another than before. */
  showNumbers(tally: Tally): void;
  /** One notification, in the place of the one before. `isCall`: the agent is asked for; else its numbers are new. */
  notify(tally: Tally, how: { readonly isCall: boolean; readonly isSilent: boolean }): void;
  withdraw(): void;
}

const isSameCount = (a: Tally, b: Tally): boolean =>
  a.waiting === b.waiting &&
  a.overdue === b.overdue &&
  a.shopsInNeed.length === b.shopsInNeed.length;

/** Looks once a second, while anything is to be seen, at who waits, and tells the surface. */
export class AlertDesk {
  readonly #clock: Clock;
  readonly #surface: AlertSurface;
  readonly #who: WhoWaits;
  #memory = NOTHING_TOLD;
  #tally: Tally | null = null;
  #cancelTimer: (() => void) | null = null;
  #lookedMonotonicMs = Number.NEGATIVE_INFINITY;
  #isStopped = false;

  constructor(parts: {
    readonly clock: Clock;
    readonly source: ReplicaSource;
    readonly surface: AlertSurface;
    readonly onChange?: () => void;
  }) {
    this.#clock = parts.clock;
    this.#surface = parts.surface;
    this.#who = new WhoWaits(parts.source, () => {
      parts.onChange?.();
      this.#lookSoon();
    });
  }

  get who(): Pick<WhoWaits, 'overview'> {
    return this.#who;
  }

  start(): void {
    this.#who.start();
  }

  stop(): void {
    this.#isStopped = true;
    this.#who.stop();
    this.#cancelTimer?.();
    this.#surface.withdraw();
  }

  /** The present state, counted now. */
  tally(): Tally {
    return tallyOf(this.#who.waiting.values(), this.#who.overview, this.#clock.now());
  }

  /** The window came to the front or left it, or a setting changed. */
  look(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#isStopped) return;
    this.#lookedMonotonicMs = this.#clock.monotonicMs();
    const tally = this.tally();
    if (this.#tally === null || !isSameCount(this.#tally, tally)) this.#surface.showNumbers(tally);
    this.#tally = tally;
    this.#decide(tally);
    if (tally.waiting > 0 || tally.shopsInNeed.length > 0) this.#lookSoon();
  }

  /** The agent has put the notification away. */
  dismissed(): void {
    this.#memory = afterDismissal(this.#memory);
  }

  #decide(tally: Tally): void {
    const { alerts } = this.#who.overview.settings;
    const { memory, act } = nextAlert(this.#memory, {
      tally,
      monotonicMs: this.#clock.monotonicMs(),
      isInFront: this.#surface.isInFront(),
      isQuiet: !alerts.notify || isQuietAt(this.#clock.now(), alerts),
    });
    this.#memory = memory;
    if (act === 'withdraw') this.#surface.withdraw();
    if (act !== 'ring' && act !== 'replace') return;
    const isCall = act === 'ring';
    this.#surface.notify(tally, { isCall, isSilent: !isCall || alerts.muted });
  }

  #lookSoon(): void {
    if (this.#cancelTimer !== null || this.#isStopped) return;
    const sinceMs = this.#clock.monotonicMs() - this.#lookedMonotonicMs;
    const waitMs = Math.max(0, LOOK_EVERY_MS - sinceMs);
    this.#cancelTimer = this.#clock.setTimer(waitMs, () => {
      this.#cancelTimer = null;
      this.look();
    });
  }
}
